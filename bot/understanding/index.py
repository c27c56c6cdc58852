"""What each word of a message has to do with each phrasing and each entry of a pack."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log
from threading import Lock

import numpy as np

from bot.understanding.corpus import Corpus, Floats, Ints, Pair, sums
from bot.understanding.english import zipf
from bot.understanding.typos import Speller

_LEAST = 1e-12
_EVIDENCE_PRIOR = 0.2  # phrasings; the smaller, the more a single occurrence tells
_SURELY_A_WORD = 8  # phrasings; from there a word that no list of English has is no slip
_HALF_COVERED = 0.5  # phrasings of an entry that have a word, for it to count as half the entry's own
# What is remembered of earlier messages, so that ever new words can't fill the memory.
_KEPT = np.float16  # to three digits, which is more than a similarity is worth
_CACHED_ROWS = 500_000  # of all traces together; 6 bytes each
_ROWS_OF_A_TRACE = 120  # what the rest of a trace takes, in rows
_CACHED_PAIRS = 5_000

# The language model of the pack against that of English at large.
_UNLISTED_ZIPF = 1.5
_PRIOR_WORDS = 500.0
_OFF_TOPIC_SHARE = 0.7  # of the off-topic examples in it; less where they are few, for a few are all traps
_FEW_OFF_TOPIC_WORDS = 1000.0  # at which the share is half of that
_OFF_TOPIC_PRIOR_WORDS = 200.0
_STANDING_IN = 0.3  # what an occurrence of another word for the same thing counts


@dataclass(frozen=True, slots=True)
class Trace:
    """What one unit of a message has to do with the pack."""

    weight: float
    """How much the unit tells."""
    rows: Ints
    """The phrasings that hold anything that the unit stands for."""
    covered: Floats | float
    """For each of these rows, or for all alike: how much of `weight` it covers."""
    explained: Floats | float
    """For each of these rows, or for all alike: how much of its own weight the unit covers."""
    coverage: Floats
    """For each entry: how much of `weight` its phrasings together cover."""
    evidence: Floats
    """For each entry, and last for the off-topic examples: log-likelihood of the unit, less the mean over the
    entries, times `telling`."""
    telling: float
    """How much the unit tells entries apart; the weight of `evidence`."""
    domain: float | None
    """Log-odds of the unit in this pack against English at large; None for a phrase, whose words tell already."""


class Index:
    """Looks up units of messages in a corpus; what it found is cached."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        counts = corpus.counts(*corpus.cells(range(len(corpus.surfaces))), len(corpus.surfaces))
        self.weights = np.array(
            [
                self._weight(surface, spread)
                for surface, spread in zip(corpus.surfaces, self._spread(counts), strict=True)
            ]
        )
        """How much each unit of the corpus tells."""
        self.row_weights: Floats = np.zeros(len(corpus.texts))
        """How much each phrasing tells."""
        for number, weight in enumerate(self.weights):
            self.row_weights[corpus.rows(number)] += weight
        self._bearers: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for key, number in corpus.numbers.items():
            for meaning, strength in corpus.lexicon.meanings(key, corpus.surfaces[number]).items():
                self._bearers[meaning].append((number, strength))
        # A phrasing may be misspelt itself, as people write: a rare word that is no English is nothing to correct to.
        spoken = {word: count for word, count in corpus.spoken.items() if count >= _SURELY_A_WORD or zipf(word)}
        self._speller = Speller(dict.fromkeys(corpus.lexicon.words, 0) | spoken)
        self._uses: Floats = counts.sum(axis=1, dtype=float)
        self._words, self._off_topic_words = corpus.stems.total(), corpus.off_topic_stems.total()
        self._traces: dict[tuple[str, str], Trace] = {}
        self._cached_rows = 0
        self._nothing = np.zeros(0, dtype=np.int8), np.zeros(len(corpus.ids) + 1, dtype=np.float32)
        # Of each pair its evidence and, last, its telling, in a row of a table: to be added up in one step.
        self._pairs: Floats = np.empty((_CACHED_PAIRS, len(corpus.ids) + 2), dtype=np.float32)
        self._places: dict[Pair, int] = {}
        # What went unanswered is grouped in a thread of its own, while questions are answered.
        self._lock = Lock()

    @cached_property
    def _alphabetical(self) -> list[tuple[str, int]]:
        return sorted((word, number) for number, word in enumerate(self.corpus.surfaces) if " " not in word)

    def _spread(self, counts: Floats) -> Floats:
        # Over how many entries a unit is spread, as the perplexity of "which entry?" given the unit. Kinder than
        # the number of entries that have it: one stray phrasing hardly counts.
        rates = counts / self.corpus.sizes
        total = rates.sum(axis=-1, keepdims=True)
        shares = rates / np.maximum(total, _LEAST)
        spread: Floats = np.exp(-(shares * np.log(np.maximum(shares, _LEAST))).sum(axis=-1))
        spread *= total[..., 0] > 0
        return spread

    def _specificity(self, spread: float) -> float:
        return 0.5 * log((len(self.corpus.ids) + 1) / (spread + 0.5)) + 0.6

    def _weight(self, word: str, spread: float) -> float:
        commonness = zipf(word) if " " not in word else 4.0
        rarity = min(max((8 - commonness) / 5, 0.06), 1.6) if commonness else 1.0
        return float(max(0.02, (max(self._specificity(spread), 0.01) * rarity) ** 0.85))

    def trace(self, key: str, word: str) -> Trace:
        """What the unit `key`, written `word`, has to do with the pack."""
        found = self._traces.get((key, word))
        if found is None:
            found = self._trace(key, word, self.targets(key, word))
            # Where all rows are alike, they are the corpus's own.
            self._cached_rows += _ROWS_OF_A_TRACE + (0 if isinstance(found.covered, float) else len(found.rows))
            if self._cached_rows > _CACHED_ROWS:
                self._traces.clear()
                self._cached_rows = 0
            self._traces[key, word] = found
        return found

    def trace_beginning(self, key: str, word: str) -> Trace:
        """The same for a word that may be unfinished: any word of the pack that begins so may be meant."""
        targets = self.targets(key, word)
        first = bisect_left(self._alphabetical, (word,))
        for surface, number in islice(self._alphabetical, first, None):
            if not surface.startswith(word):
                break
            targets[number] = max(targets.get(number, 0.0), 0.9)
        return self._trace(key, word, targets)

    def meant(self, word: str) -> list[tuple[str, float]]:
        """The known words that `word` may be a misspelling of, with their similarity (0 to 1), best first."""
        return self._speller.nearest(word)

    def targets(self, key: str, word: str) -> dict[int, float]:
        """The units of the pack that the unit `key`, written `word`, stands for -> similarity, 0 to 1."""
        numbers = self.corpus.numbers
        targets: dict[int, float] = {}

        def add(key: str, word: str, similarity: float) -> bool:
            known = key in numbers
            if known:
                targets[numbers[key]] = max(targets.get(numbers[key], 0.0), similarity)
            for meaning, strength in self.corpus.lexicon.meanings(key, word).items():
                known = True
                for number, other in self._bearers[meaning]:
                    targets[number] = max(targets.get(number, 0.0), similarity * strength * other)
            return known

        known = add(key, word, 1.0)
        if " " not in key and not (known and self._speller.knows(word)):
            for meant, similarity in self.meant(word):
                add(self._key(meant), meant, similarity)
        return targets

    def _key(self, word: str) -> str:
        return next(iter(self.corpus.lexicon.units([word])), word)

    def _trace(self, key: str, word: str, targets: dict[int, float]) -> Trace:
        corpus = self.corpus
        number = corpus.numbers.get(key)
        weight = self._weight(word, 0.0) if number is None else float(self.weights[number])
        domain = None if " " in key else self._domain(key, word, targets)
        if not targets:
            nowhere, everywhere = self._nothing
            return Trace(weight, nowhere, 0.0, 0.0, everywhere[:-1], everywhere, 0.0, domain)
        units = np.array(list(targets))
        similarities = np.array(list(targets.values()))
        rows, whose = corpus.cells(targets)
        counts = corpus.counts(rows, whose, len(units))
        coverage = (counts / (counts + _HALF_COVERED) * similarities[:, None]).max(axis=0)
        similar = similarities[whose]
        evidence, telling = self._evidence(corpus.shares(rows, similar**2))
        return Trace(
            weight, *self._by_row(rows, weight * similar, similar * self.weights[units][whose], len(units)),
            (weight * coverage).astype(np.float32), evidence.astype(np.float32), telling, domain,
        )  # fmt: skip

    def _by_row(
        self, rows: Ints, covering: Floats, explaining: Floats, units: int
    ) -> tuple[Ints, Floats | float, Floats | float]:
        # Each row once, with the most that covers the message's unit in it, and the sum of what the unit explains.
        if units == 1:  # so most words of a pack
            return rows, float(covering[0]), float(explaining[0])
        size = len(self.corpus.texts)
        most, total = np.zeros(size), sums(rows, explaining, size)
        np.maximum.at(most, rows, covering)
        distinct = np.flatnonzero(most)
        return distinct.astype(rows.dtype), most[distinct].astype(_KEPT), total[distinct].astype(_KEPT)

    def pair_evidence(self, words: list[str]) -> tuple[Floats, float]:
        """The same as `Trace.evidence` and `Trace.telling`, summed over the pairs of neighbouring words."""
        pairs = self.corpus.neighbours(words)
        with self._lock:
            if len(self._places) + len(pairs) > _CACHED_PAIRS:
                self._places.clear()
            places = [place for pair in pairs if (place := self._place(pair)) is not None]
            found: Floats = self._pairs[places].sum(axis=0)
        return found[:-1], float(found[-1])

    def _place(self, pair: Pair) -> int | None:
        place = self._places.get(pair)
        if place is None:
            pooled = self.corpus.pair_shares(pair)
            if pooled is None:
                return None
            place = self._places[pair] = len(self._places)
            self._pairs[place, :-1], self._pairs[place, -1] = self._evidence(pooled)
        return place

    def _evidence(self, pooled: Floats) -> tuple[Floats, float]:
        # Naive Bayes with additive smoothing, the part that is the same for all entries left out.
        if not pooled.any():
            return pooled, 0.0
        telling = max(0.05, self._specificity(float(self._spread(pooled[:-1]))))
        likelihood = np.log1p(pooled / _EVIDENCE_PRIOR)
        return telling * (likelihood - likelihood[:-1].sum() / len(self.corpus.ids)), telling

    def _domain(self, key: str, word: str, targets: Mapping[int, float]) -> float:
        corpus = self.corpus
        english = 10 ** ((zipf(word) or _UNLISTED_ZIPF) - 9)
        if self._off_topic_words:
            off_topic = (corpus.off_topic_stems[key] + english * _OFF_TOPIC_PRIOR_WORDS) / (
                self._off_topic_words + _OFF_TOPIC_PRIOR_WORDS
            )
            share = _OFF_TOPIC_SHARE * self._off_topic_words / (self._off_topic_words + _FEW_OFF_TOPIC_WORDS)
            english = (1 - share) * english + share * off_topic
        uses: float = corpus.stems[key]
        if not uses:
            uses = _STANDING_IN * sum(similarity**2 * self._uses[unit] for unit, similarity in targets.items())
        pack = (uses + _PRIOR_WORDS * english) / (self._words + _PRIOR_WORDS)
        return log(pack / english)
