"""A pack's phrasings, counted: which unit stands in which phrasing, of which entry, beside which other."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.lexicon import Lexicon
from bot.understanding.text import stem, tokens

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Pair = int
"""Two words side by side, the ends of a message among them, as one number."""

_START, _END = 0, 1


def sums(places: Ints, values: Floats, size: int) -> Floats:
    """An array of `size` with the sum of the values that belong to each place."""
    return np.asarray(np.bincount(places, weights=values, minlength=size), dtype=np.float64)


class Corpus:
    """The phrasings of a pack, a row each, in the order of their entries.

    Behind the rows of the last entry stand the off-topic examples. They are no entry and count in no statistic of
    the entries, but a message may be nearer to one of them than to any entry.
    """

    def __init__(
        self, entries: Sequence[tuple[str, Iterable[str]]], lexicon: Lexicon, off_topic: Iterable[str] = ()
    ) -> None:
        """`entries`: the id of each entry, and every way of asking it."""
        self.lexicon = lexicon
        self.ids = tuple(id for id, _ in entries)
        self.texts: list[str] = []
        """The phrasing of each row."""
        owners: list[int] = []
        units_of_cells: list[int] = []
        sizes_of_rows: list[int] = []
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        # The names of all rows' words behind one another, a start and an end around each row, to be paired as arrays.
        named = _Named(lexicon)
        names: list[int] = []
        lengths: list[int] = []
        stems: list[str] = []
        off_topic_stems: list[str] = []
        spoken: list[str] = []
        for owner, texts in enumerate((*(texts for _, texts in entries), off_topic)):
            is_entry = owner < len(self.ids)
            for text in texts:
                words = tokens(text)
                units = lexicon.units(words)
                if not units:
                    continue
                units_of_cells += map(numbers.__getitem__, units)
                sizes_of_rows.append(len(units))
                spoken += units.values()
                names.append(_START)
                names += map(named.__getitem__, words)
                names.append(_END)
                lengths.append(len(words) + 2)
                (stems if is_entry else off_topic_stems).extend(map(stem, words))
                self.texts.append(text)
                owners.append(owner)
        self.numbers = dict(numbers)
        """Key of each unit -> its number."""
        self.surfaces = list(self.numbers)
        """How each unit is most often written."""
        self._names = named.names
        self.stems = Counter(stems)
        """How often each stem stands in the phrasings of the entries."""
        self.off_topic_stems = Counter(off_topic_stems)
        self.spoken = {word: rows for word, rows in Counter(spoken).items() if " " not in word}
        """How many rows have each word, as it is written."""
        for word, _ in sorted(self.spoken.items(), key=lambda item: (item[1], item[0])):
            self.surfaces[self.numbers[stem(word)]] = word

        self.owners: Ints = np.array(owners, dtype=np.int64)
        """The entry of each row, as an index into `ids`; `len(ids)` for an off-topic example."""
        self.starts: Ints = np.searchsorted(self.owners, np.arange(len(self.ids) + 2))
        """Where the rows of each entry begin, and where the last one's and the off-topic ones end."""
        self.sizes: Floats = np.maximum(np.diff(self.starts)[:-1], 1).astype(float)
        """How many rows each entry has."""
        every_row = np.arange(len(self.texts))
        unit_numbers = np.array(units_of_cells, dtype=np.int64)
        # Unit after unit, the rows in which each stands, ascending. Two bytes a row do for fewer than 65,536 of them.
        self._rows: Ints = np.repeat(every_row.astype(np.min_scalar_type(len(self.texts))), sizes_of_rows)[
            np.argsort(unit_numbers, kind="stable")
        ]
        self._ends = array("q", np.cumsum(np.bincount(unit_numbers, minlength=len(self.surfaces))).tobytes())
        pairs, self._pair_rows = self._paired(np.array(names, dtype=np.int64), np.repeat(every_row, lengths))
        self._pairs = array("q", pairs.tobytes())  # in which to look one up takes a third of NumPy's time
        neighbours = np.bincount(self._pair_rows, minlength=len(self.texts))
        self._shares = 1 / np.sqrt(np.array(sizes_of_rows, dtype=np.int64) + neighbours)

    def _paired(self, names: Ints, rows: Ints) -> tuple[Ints, Ints]:
        # The code of each distinct pair of each row, ascending, and its row.
        within = rows[:-1] == rows[1:]
        codes = names[:-1][within] * len(self._names) + names[1:][within]
        cells = np.sort(codes * len(self.texts) + rows[:-1][within])
        codes, rows = np.divmod(cells[np.diff(cells, prepend=-1) > 0], max(len(self.texts), 1))
        return codes, rows.astype(self._rows.dtype)

    def rows(self, unit: int) -> Ints:
        """The rows in which the unit of this number stands, ascending."""
        return self._rows[self._ends[unit - 1] if unit else 0 : self._ends[unit]]

    def cells(self, units: Collection[int]) -> tuple[Ints, Ints]:
        """The rows of each of `units` behind one another, and of which of `units`, the first being 0, each is."""
        rows = [self.rows(unit) for unit in units]
        whose = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
        return rows[0] if len(rows) == 1 else np.concatenate([self._rows[:0], *rows]), whose

    def counts(self, rows: Ints, units: Ints, size: int) -> Floats:
        """Of each of `size` units whose `cells` these are: how many rows each entry has. Units × entries."""
        width = len(self.ids) + 1
        flat = np.bincount(units * width + self.owners[rows], minlength=size * width)
        return flat.reshape(size, width)[:, :-1].astype(np.float32)

    def shares(self, rows: Ints, weights: Floats | float = 1.0) -> Floats:
        """How many of `rows` each entry, and last the off-topic examples, have, by weight; long rows count less."""
        return sums(self.owners[rows], self._shares[rows] * weights, len(self.ids) + 1)

    def pair_shares(self, pair: Pair) -> Floats | None:
        """The same of the rows in which two words stand side by side; None if there is none."""
        start = bisect_left(self._pairs, pair)
        if start == len(self._pairs) or self._pairs[start] != pair:
            return None
        return self.shares(self._pair_rows[start : bisect_right(self._pairs, pair, start)])

    def neighbours(self, words: list[str]) -> Collection[Pair]:
        """The pairs of neighbouring words that are known, each under one name for all that mean the same."""
        names = [_START, *(self._names.get(self.lexicon.canonical(word), -1) for word in words), _END]
        size = len(self._names)
        return dict.fromkeys(left * size + right for left, right in pairwise(names) if left >= 0 and right >= 0)


class _Named(dict[str, int]):
    """Word -> the number of its name, which all words share that mean the same; a new word gets one when looked up."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.names = {"^": _START, "$": _END}
        self._lexicon = lexicon

    def __missing__(self, word: str) -> int:
        name = self[word] = self.names.setdefault(self._lexicon.canonical(word), len(self.names))
        return name
