"""Where the lines of signs and guards stand in a message.

A set of words of a message is a number with a bit for each ("words" in short): to look for a line costs what the line
is long, however often its words are repeated, and nobody can keep the bot busy with a long message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from bot.knowledge.signs import Line, Part, Scope
from bot.understanding.clauses import Clauses

ALONE = 3
"""The most words a message may have for a line that holds "on its own"."""

_ALL = -1


Phrases = Mapping[str, Mapping[str, Collection[str]]]
"""The first word of each phrase of the lines -> the second -> the phrases that begin so."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line made ready for matching."""

    orders: tuple[tuple[Part, ...], ...]
    """Its parts, in each order in which they may stand."""
    gap: int
    alone: bool
    scope: Scope


class Patterns:
    """Makes patterns of lines; lines with the same part share it."""

    def __init__(self) -> None:
        self.parts: dict[Part, Part] = {}

    def of(self, line: Line) -> Pattern:
        """`line`, made ready."""
        parts = [self.parts.setdefault(part, part) for part in line.parts]
        orders = (tuple(parts),) if line.ordered else tuple(permutations(parts))
        return Pattern(orders, line.gap, line.alone, line.scope)

    def phrases(self) -> Phrases:
        """Those of all the patterns that were made."""
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for term in terms(self.parts):
            first, *rest = term.split()
            if rest:
                found[first][rest[0]].append(term)
        return found


def terms(parts: Iterable[Part]) -> set[str]:
    """The words and phrases of parts."""
    return set().union(*{group for part in parts for group in part})


class Sightings:
    """Looks for patterns in one message."""

    def __init__(self, text: Clauses, meant: Sequence[Collection[str]], phrases: Phrases) -> None:
        """`meant`: for each word of the message `text`, the words that may be meant by it."""
        self._size = len(meant)
        self._bars = {"message": 0, "sentence": text.thought_starts & ~1, "clause": text.clause_starts & ~1}
        # Term -> the words of the message with which it begins.
        self._at: defaultdict[str, int] = defaultdict(int)
        for number, words in enumerate(meant):
            for word in words:
                self._at[word] |= 1 << number
        spoken = self._at.copy()
        for first in phrases.keys() & spoken.keys():
            for second in phrases[first].keys() & spoken.keys():
                if begun := spoken[first] & spoken[second] >> 1:
                    for phrase in phrases[first][second]:
                        here = begun
                        for distance, word in enumerate(phrase.split()[2:], 2):
                            here &= spoken.get(word, 0) >> distance
                        if here:
                            self._at[phrase] = here
        self._of_group: dict[frozenset[str], dict[int, int]] = {}
        self._of_part: dict[Part, dict[int, int]] = {}

    def find(self, pattern: Pattern, nowhere: int = 0, not_first: int = 0, not_last: int = 0) -> tuple[int, int]:
        """The first and the last words of the places where `pattern` stands; 0, 0 if nowhere.

        No part may touch the words `nowhere`, the first may not begin with one of `not_first`, nor the last end with
        one of `not_last`.
        """
        firsts = lasts = 0
        bars = self._bars[pattern.scope]
        if not (pattern.alone and self._size > ALONE):
            for order in pattern.orders:
                one = self._find_order(order, pattern.gap, bars, nowhere, not_first, not_last)
                firsts, lasts = firsts | one[0], lasts | one[1]
        return firsts, lasts

    def _find_order(
        self, parts: tuple[Part, ...], gap: int, bars: int, nowhere: int, not_first: int, not_last: int
    ) -> tuple[int, int]:
        places: list[dict[int, int]] = []
        reach = _ALL
        for number, part in enumerate(parts):
            barred = nowhere | (not_first if number == 0 else 0)
            here = {}
            ends = 0
            for length, begins in self._places(part).items():
                begins &= reach & ~barred
                for word in range(1, length):
                    begins &= ~((nowhere | bars) >> word)
                if number == len(parts) - 1:
                    begins &= ~(not_last >> length - 1)
                if begins:
                    here[length] = begins
                    ends |= begins << length - 1
            if not here:
                return 0, 0
            places.append(here)
            reach = spread(ends << 1, gap, bars)
        # Backwards, to leave only those first words from which the way led to the end.
        firsts = _union(places[-1])
        for here in reversed(places[:-1]):
            leads_on = spread_back(firsts, gap, bars)
            firsts = _union({length: begins & (leads_on >> length - 1) for length, begins in here.items()})
        return firsts, ends

    def _places(self, part: Part) -> dict[int, int]:
        """Length in words -> the words of the message with which a term of that length begins."""
        found = self._of_part.get(part)
        if found is None:
            found = self._of_part[part] = defaultdict(int)
            for group in part:
                for length, begins in self._places_of(group).items():
                    found[length] |= begins
        return found

    def _places_of(self, group: frozenset[str]) -> dict[int, int]:
        found = self._of_group.get(group)
        if found is None:
            found = self._of_group[group] = defaultdict(int)
            for term in group.intersection(self._at):
                found[1 + term.count(" ")] |= self._at[term]
        return found


def spread(words: int, distance: int, bars: int) -> int:
    """`words` and as many after each as `distance`, none of them one of `bars` or beyond it."""
    if bars:
        words &= ~bars
        reached = words
        while words and distance:
            words = words << 1 & ~bars
            reached |= words
            distance -= 1
        return reached
    done = 0
    while done < distance:
        step = min(done + 1, distance - done)
        words |= words << step
        done += step
    return words


def spread_back(words: int, distance: int, bars: int) -> int:
    """The word before each of `words` and as many before that as `distance`, but none from beyond one of `bars`."""
    if bars:
        reached = words = (words & ~bars) >> 1
        while words and distance:
            words = (words & ~bars) >> 1
            reached |= words
            distance -= 1
        return reached
    words >>= 1
    done = 0
    while done < distance:
        step = min(done + 1, distance - done)
        words |= words >> step
        done += step
    return words


def _union(places: dict[int, int]) -> int:
    words = 0
    for begins in places.values():
        words |= begins
    return words
