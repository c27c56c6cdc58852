"""A message as tokens: what is left of it when case, marks and spelling habits are taken away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from bot.understanding.english import UNFOLDED

# A word keeps an inner "&" ("r&b"); what is neither letter nor digit but a symbol (an emoji) is a token by itself.
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*|[\u2190-\u2bff\U0001f000-\U0001faff]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`\u2032']")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_JOINER = re.compile(r"(?<=\w)\s*&\s*(?=\w)")
_MODIFIERS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_ACCENT = re.compile("[\u0300-\u036f]")
_VERB_S = {"it", "that", "what", "who", "where", "when", "why", "how", "there", "here", "he", "she", "let"}
_stemmer = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Lower case, one kind of apostrophe, no accents."""
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return _APOSTROPHES.sub("'", _ACCENT.sub("", decomposed))


def tokens(text: str) -> list[str]:
    """The words of `text`, and its emoji: lower case, contractions and text-speak unfolded, possessives dropped."""
    folded = fold(text)
    if "'" in folded:
        folded = _POSSESSIVE.sub(_possessive, folded).replace("'", "")
    found: list[str] = []
    for word in _TOKEN.findall(_MODIFIERS.sub("", folded)):
        unfolded = UNFOLDED.get(word)
        if unfolded is None:
            found.append(word)
        else:
            found.extend(unfolded)
    return found


def _possessive(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    word = re.search(r"\w+$", before)
    return "s" if word and word.group() in _VERB_S else ""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word, by Porter's second algorithm (Snowball English)."""
    return str(_stemmer.stemWord(word))
