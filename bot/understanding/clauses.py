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


@dataclass(frozen=True, slots=True)
class Clauses:
    """The words of a message, and for each the numbers of its clause and its sentence, counted from 0."""

    words: list[str]
    clause: list[int]
    sentence: list[int]


def cut(message: str, symbols: Collection[str], skip: Collection[str], new_clause: Collection[str]) -> Clauses:
    """Cut a message into small-letter words without apostrophes: "Heeelp, he can't" -> help | he cant.

    `symbols` that stand alone are kept as words, `skip` is left out, and a word of `new_clause` begins a clause.
    """
    words: list[str] = []
    clauses: list[int] = []
    sentences: list[int] = []
    clause = sentence = 0
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", message).lower())
    for token in _TOKEN.findall(_DRAWN_OUT.sub(r"\1", plain)):
        if token in skip:
            continue
        if token.isalpha():
            clause += token in new_clause
        elif token[0].isdigit():
            # Lines speak of whole numbers: 39 is also 39.5.
            token = re.split("[.,]", token, maxsplit=1)[0]
        elif token in _SENTENCE_END:
            sentence, clause = sentence + 1, clause + 1
            continue
        elif token in _CLAUSE_END:
            clause += 1
            continue
        elif token not in symbols:
            continue
        words.append(token)
        clauses.append(clause)
        sentences.append(sentence)
    return Clauses(words, clauses, sentences)
