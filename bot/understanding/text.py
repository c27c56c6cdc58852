"""A message as tokens: what is left of it when case, marks and spelling habits are taken away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer

from bot.understanding.english import unfold

# A word keeps an inner "&" ("r&b"); what is neither letter nor digit but a symbol (an emoji) is a token by itself.
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*|[\u2190-\u2bff\U0001f000-\U0001faff]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc`\u2032]")
_POSSESSIVE = re.compile(r"\b(\w+)'s\b")
# With its apostrophe, "we'll" is no "well" and "I'll" not "ill".
_CONTRACTED = re.compile(r"(?<=\w)'(ll|d|re|ve|m)\b")
_VERBS = {"ll": " will", "d": " would", "re": " are", "ve": " have", "m": " am"}
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
# Emoji's skin tones and variants, and characters without width that web pages put inside words.
_UNSEEN = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u00ad\u200b-\u200d\u2060\ufeff]")
_LONGEST = 64  # letters; what is longer is no word, and would fill the caches
_MOST = 48  # words at either end; a longer message is a story, and begins or ends with what it asks
_ACCENT = re.compile("[\u0300-\u036f]")
_VERB_S = {"it", "that", "what", "who", "where", "when", "why", "how", "there", "here", "he", "she", "let"}
_unfold = lru_cache(2048)(unfold)
_stemmer = Stemmer("english", 0)  # without a memory of its own: `stem` has one


def fold(text: str) -> str:
    """Lower case, one kind of apostrophe, no accents, letters in their plain form."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # An acute accent by itself would become a blank.
    plain = unicodedata.normalize("NFKD", text.replace("\u00b4", "'")).lower()
    return _APOSTROPHES.sub("'", _ACCENT.sub("", plain))


def tokens(text: str) -> list[str]:
    """The words of `text`, and its emoji: lower case, contractions, text-speak and the spelling of dialects unfolded,
    possessives and kisses dropped.

    Of a text of more than 96 words, the first and last 48: no message takes long, whatever it says.
    """
    folded = fold(text)
    if not folded.isascii():
        folded = _UNSEEN.sub("", folded)
    if "'" in folded:
        folded = _POSSESSIVE.sub(_possessive, _CONTRACTED.sub(lambda match: _VERBS[match[1]], folded)).replace("'", "")
    if "." in folded:
        folded = _INITIALS.sub(lambda match: match[0].replace(".", ""), folded)
    words: list[str] = _TOKEN.findall(folded)
    # Kisses at the end of a message are no words.
    while len(words) > 1 and not words[-1].strip("x"):
        words.pop()
    found = [part for word in words for part in _unfold(word[:_LONGEST])]
    return found if len(found) <= 2 * _MOST else found[:_MOST] + found[-_MOST:]


def _possessive(match: re.Match[str]) -> str:
    word = match[1]
    return f"{word}s" if word in _VERB_S else word


@lru_cache(4096)
def stem(word: str) -> str:
    """The stem of a word, by Porter's second algorithm (Snowball English)."""
    return str(_stemmer.stemWord(word))
