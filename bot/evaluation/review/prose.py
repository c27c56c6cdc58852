"""An answer as a reader meets it: plain sentences, and how hard they are to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from bot.knowledge import markdown

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])")
_WORD = re.compile(r"[^\W\d_]+(?:['’&][^\W\d_]+)*")
_ADDRESS = re.compile(r"^(?:https?://\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?)$")
_VOWELS = re.compile("[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^aeiouyl]e|[^aeiouyscxz]es(?<!shes)(?<!ches)(?<!ges)|[^aeiouytd]ed)$")


def sentences(text: str) -> list[str]:
    """The sentences of a Markdown text without its marks; a list item ends one. Web addresses are left out."""
    found: list[str] = []
    for token in markdown.parse(text):
        if token.type == "inline":
            words = " ".join(_pieces(token.children or [])).split()
            plain = " ".join(word for word in words if not _ADDRESS.match(word.strip(".,:;()")))
            plain = re.sub(r"\s+([.,:;!?)])", r"\1", plain)
            found += [sentence for sentence in _SENTENCE_END.split(plain) if _WORD.search(sentence)]
    return found


def _pieces(tokens: list[Token]) -> Iterator[str]:
    line = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield line
            line = ""
        else:
            line += token.content
    yield line


def words(sentence: str) -> list[str]:
    """The words of a sentence, as they are written."""
    return _WORD.findall(sentence)


def grade(text: list[str]) -> float:
    """The school year, in America, that can read these sentences: Flesch and Kincaid's formula.

    Add 5 for the age. 0 for no words at all.
    """
    spoken = [word for sentence in text for word in words(sentence)]
    if not spoken:
        return 0.0
    return 0.39 * len(spoken) / len(text) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, without a silent e at the end.

    One word in fifty comes out wrong; hyphenation patterns err three times as often.
    """
    if word.isupper() and len(word) > 1:
        return sum(3 if letter == "W" else 1 for letter in word if letter.isalpha())
    folded = word.lower()
    groups = len(_VOWELS.findall(folded))
    return max(1, groups - 1 if groups > 1 and _SILENT_E.search(folded) else groups)
