"""A message cut into words, clauses and sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]|\n")
_SENTENCE_END = frozenset(".!?;…\n")
_CLAUSE_END = frozenset(",:()-–—/")
_LONGEST = 8192  # characters; one sign may stand for eighteen, but nobody writes with those
_FRAGMENT = 4
"""Words. Who is frightened writes like a telegram ("Baby 3 weeks. Temp 39."): such bits belong together."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """A message, read. A set of its words is a number: bit 0 stands for its first word, bit 1 for the next."""

    words: list[str]
    clause_starts: int
    """The first word of each clause."""
    sentence_starts: int
    """The first word of each sentence."""
    thought_starts: int
    """The first word of each sentence, but for those of few words and what follows them."""


def cut(message: str, symbols: Collection[str], skip: Collection[str], new_clause: Collection[str]) -> Clauses:
    """Cut a message into small-letter words without apostrophes: "Heeelp, he can't" -> help | he cant.

    `symbols` that stand alone are kept as words, `skip` is left out, and a word of `new_clause` begins a clause.
    """
    words: list[str] = []
    clause_starts = sentence_starts = 1
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", message)[:_LONGEST].lower())
    for token in _TOKEN.findall(_DRAWN_OUT.sub(r"\1", plain)):
        if token in skip:
            continue
        if token.isalpha():
            if token in new_clause:
                clause_starts |= 1 << len(words)
        elif token[0].isdigit():
            # Lines speak of whole numbers: 39 is also 39.5.
            token = re.split("[.,]", token, maxsplit=1)[0]
        elif token in _SENTENCE_END:
            sentence_starts |= 1 << len(words)
            continue
        elif token in _CLAUSE_END:
            clause_starts |= 1 << len(words)
            continue
        elif token not in symbols:
            continue
        words.append(token)
    thought_starts = _thought_starts(sentence_starts, len(words))
    return Clauses(words, clause_starts | sentence_starts, sentence_starts, thought_starts)


def _thought_starts(sentence_starts: int, size: int) -> int:
    """Those of `sentence_starts` with a whole sentence on either side."""
    if sentence_starts == 1:
        return 1
    starts = [number for number in range(size) if sentence_starts >> number & 1]
    thoughts = 1
    for before, start, after in zip(starts, starts[1:], [*starts[2:], size], strict=False):
        if start - before > _FRAGMENT < after - start:
            thoughts |= 1 << start
    return thoughts
