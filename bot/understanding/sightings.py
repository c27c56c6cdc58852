"""Where the lines of signs and guards stand in a message."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import permutations

from bot.knowledge.signs import Line

ALONE = 3
"""The most words a message may have for a line that holds "on its own"."""

Part = frozenset[str]
"""The words and phrases of which any will do in one place of a line."""
Span = tuple[int, int]
"""The number of the first word, and of the word after the last."""
Sightings = dict[Part, list[Span]]
"""Where each part of a line stands in one message, from left to right."""


class PartIndex:
    """Finds the parts of lines in messages."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._words: defaultdict[str, list[Part]] = defaultdict(list)
        self._phrases: defaultdict[str, list[tuple[list[str], Part]]] = defaultdict(list)
        for part in set(parts):
            for term in part:
                first, *rest = term.split()
                if rest:
                    self._phrases[first].append((rest, part))
                else:
                    self._words[first].append(part)

    def find(self, meant: Sequence[Set[str]]) -> Sightings:
        """Where each part stands in a message, given for each of its words the words that may be meant by it."""
        found: defaultdict[Part, list[Span]] = defaultdict(list)
        for at, words in enumerate(meant):
            for word in words:
                for part in self._words.get(word, ()):
                    found[part].append((at, at + 1))
                for rest, part in self._phrases.get(word, ()):
                    end = at + 1 + len(rest)
                    if end <= len(meant) and all(w in m for w, m in zip(rest, meant[at + 1 : end], strict=True)):
                        found[part].append((at, end))
        return found


def spans(line: Line, sightings: Sightings, size: int) -> Iterator[Span]:
    """Where `line` stands in a message of `size` words."""
    if (line.alone and size > ALONE) or not all(part in sightings for part in line.parts):
        return
    for order in (line.parts,) if line.ordered else permutations(line.parts):
        yield from _chains([sightings[part] for part in order], line.gap)


def _chains(places: list[list[Span]], gap: int) -> list[Span]:
    """Spans from a place of the first part to one of the last, at most `gap` words between a part and the next.

    Of those that end with the same word, only the shortest.
    """
    chains = places[0]
    for following in places[1:]:
        chains = sorted(chains, key=lambda span: (span[1], span[0]))
        ends = [end for _, end in chains]
        longer = []
        for start, end in following:
            last = bisect_right(ends, start) - 1
            if last >= 0 and start - ends[last] <= gap:
                longer.append((chains[last][0], end))
        chains = longer
    return chains
