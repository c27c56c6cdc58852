"""What a word of a message has to do with a word of a phrasing, as a maintainer would put it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.understanding.index import Index
from bot.understanding.lexicon import SAME

Relation = Literal["same word", "same stem", "same thing", "kind of", "more general", "another kind of", "near"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A unit of a message, stood for by a unit of a phrasing."""

    to: str
    """The unit as the phrasing writes it."""
    relation: Relation
    name: str | None
    """What the vocabulary calls what the two share; None if it has no part in this."""
    meant: str | None
    """The known word that the unit was taken for, if it was taken for a misspelling."""
    similarity: float
    """0 to 1."""


def align(index: Index, key: str, word: str, units: Mapping[str, str]) -> Alignment | None:
    """The one of `units`, as `Lexicon.units` has them, that is most similar to the unit `key`, written `word`."""
    targets = index.targets(key, word)
    numbers = index.corpus.numbers
    similar = [(targets[numbers[other]], other) for other in units if numbers.get(other) in targets]
    if not similar:
        return None
    similarity, other = max(similar, key=lambda pair: pair[0])
    known_as = {"": (key, word)} | {
        meant: next(iter(index.corpus.lexicon.units([meant]).items()), (meant, meant)) for meant, _ in index.meant(word)
    }
    for meant, (known_key, known) in known_as.items():
        if related := _related(index, known_key, known, other, units[other]):
            return Alignment(units[other], *related, meant or None, similarity)
    return None


def align_anywhere(index: Index, key: str, word: str) -> Alignment | None:
    """The same for a unit that no phrasing has: what in the whole pack it is most similar to."""
    targets = index.targets(key, word)
    number = max(targets, key=lambda one: targets[one], default=None)
    if number is None or key in index.corpus.numbers:
        return None
    return align(index, key, word, {list(index.corpus.numbers)[number]: index.corpus.surfaces[number]})


def _related(index: Index, key: str, word: str, other: str, written: str) -> tuple[Relation, str | None] | None:
    if key == other:
        return "same word" if word == written else "same stem", None
    meanings, others = index.corpus.lexicon.meanings(key, word), index.corpus.lexicon.meanings(other, written)
    shared = max(meanings.keys() & others.keys(), key=lambda one: meanings[one] * others[one], default=None)
    if shared is None:
        return None
    name = shared[1:]
    if shared.startswith("~"):
        return "near", name
    if meanings[shared] == SAME:
        return "same thing" if others[shared] == SAME else "more general", name
    return "kind of" if others[shared] == SAME else "another kind of", name
