"""Which of a small set of words somebody meant, however they bent or misspelt it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.english import zipf

_SHORTEST_BENT = 4
_SHORTEST_MISSPELT = 5
_TWO_SLIPS_FROM = 8
_LONGEST = 24
_MOST_NEAR = 8
_A_WORD = 2.0
"""From this frequency on, a word of English is what it is and no slip for another."""
_VOWELS = frozenset("aeiou")


class Spelling:
    """Finds the words meant. A word of the set may be written as it stands, with an ending, or misspelt."""

    def __init__(self, words: Collection[str], as_written: Collection[str], others: Collection[str]) -> None:
        """`as_written`: those of `words` that count only as they stand.

        `others`: words that are as likely meant; what is as near to one of them is no misspelling of `words`.
        """
        exact = frozenset(as_written)
        self._forms: dict[str, tuple[str, ...]] = {}
        for word in sorted(words):
            alone = (word,)  # one for all its forms: there are thousands
            for form in (word, *inflections(word)) if word not in exact else alone:
                meant = self._forms.get(form, ())
                self._forms[form] = (*meant, word) if meant else alone
        self._others = frozenset(others).difference(self._forms)
        self._near = _Near(form for form in self._forms if form not in exact)
        self._near_others = _Near(self._others)

    def is_strange(self, token: str) -> bool:
        """Whether it takes a search to say what a token, in small letters, may mean."""
        return (
            token not in self._forms
            and _SHORTEST_MISSPELT <= len(token) <= _LONGEST
            and token not in self._others
            and zipf(token) < _A_WORD
        )

    def meant(self, token: str) -> Collection[str]:
        """The words of the set that a token, in small letters, may mean; none, mostly."""
        found = self._forms.get(token)
        if found is not None:
            return found
        if not self.is_strange(token):
            return ()
        near = self._near.find(token, _slips(len(token)))
        if not near or self._near_others.find(token, near[0][1]):
            return ()
        return {word for form, slips in near if slips == near[0][1] for word in self._forms[form]}


def inflections(word: str) -> Iterator[str]:
    """The regular forms of an English word, some of which may not exist: bleed -> bleeds, bleeding, bleedin …"""
    if len(word) < _SHORTEST_BENT or not word.isalpha():
        return
    yield f"{word}es" if word.endswith(("s", "sh", "ch", "x", "z")) else f"{word}s"
    if word[-1] in "aiou" or word.endswith(("ing", "ed")):
        return
    stem = word.removesuffix("e")
    doubled = word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS
    for root in (stem, stem + stem[-1]) if doubled else (stem,):
        yield from (f"{root}ing", f"{root}in", f"{root}ed")
    if word.endswith("y") and word[-2] not in _VOWELS:
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied")


class _Near:
    """Words by their first letter and length, so that few need comparing."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_start: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= _SHORTEST_MISSPELT:
                self._by_start[word[0], len(word)].append(word)
        self._candidates: dict[tuple[str, int], list[str]] = {}

    def find(self, token: str, at_most: int) -> list[tuple[str, int]]:
        """The words at most so many slips of the finger away from `token`, with their number, fewest first."""
        start, length = token[0], len(token)
        candidates = self._candidates.get((start, length))
        if candidates is None:
            lengths = range(length - _slips(length), length + _slips(length) + 1)
            candidates = [word for near in lengths for word in self._by_start.get((start, near), ())]
            self._candidates[start, length] = candidates
        found = process.extract(token, candidates, scorer=OSA.distance, score_cutoff=at_most, limit=_MOST_NEAR)
        return [(word, int(slips)) for word, slips, _ in found]


def _slips(length: int) -> int:
    return 2 if length >= _TWO_SLIPS_FROM else 1
