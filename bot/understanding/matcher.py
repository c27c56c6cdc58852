"""Which entries a message is near to, and how near."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from operator import attrgetter, mul

import numpy as np

from bot.understanding.corpus import Floats, sums
from bot.understanding.index import Index, Trace

# Weights of the three phrasings of an entry that are nearest: more than one phrasing near is more evidence.
_NEAREST = (1.0, 0.3, 0.15)
_NEAREST_SUM = sum(_NEAREST)
_MESSAGE_SIDE = 0.7  # of the harmonic mean: leaving a word of the message uncovered is worse than one of the phrasing
_PHRASING, _COVERAGE, _EVIDENCE = 0.65, 0.35, 0.15
_SHORTLIST = 8  # entries that a ranking names
_LOOKED_AT = 5  # of these, entries whose phrasings are looked at one by one
_SHARPNESS = 20.0
_LEAST = 1e-9
_covered, _explained = attrgetter("covered"), attrgetter("explained")


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells whether the first entry of a ranking is what was asked."""

    score: float
    gap: float
    """To the second entry's score."""
    share: float
    """Of the first entry among all, by softmax of the scores."""
    coverage: float
    """Share of the message's weight that the entry's phrasings together cover."""
    topical: float
    """By how much the words speak for the first entry rather than for the off-topic examples; 0 without examples."""
    domain: float
    """Mean over the words of their log-odds in this pack against English at large."""
    foreign: float
    """The same, words foreign to the pack only; 0 or less."""
    unmet: float
    """The weight of the word that the entry's phrasings leave most uncovered."""
    unknown: float
    """Share of the message's weight in words that no phrasing has, nor any that they might stand for."""
    length: float
    """Natural logarithm of the number of distinct units."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entries nearest to a message, nearest first."""

    entries: tuple[str, ...]
    scores: tuple[float, ...]
    signals: Signals
    nearest: float
    """How near the first entry's nearest phrasing is, 0 to 1: 1 if it is the message but for endings and order."""

    def score_of(self, entry: str) -> float:
        """The score of one entry; 0 if it isn't among the nearest."""
        return dict(zip(self.entries, self.scores, strict=True)).get(entry, 0.0)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of asking something that a message is near to."""

    text: str
    nearness: float
    """0 to 1."""


class Matcher:
    """Ranks the entries of an index by how near they are to a message."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def rank(self, words: list[str], *, unfinished: bool = False) -> Ranking | None:
        """The entries nearest to a tokenised message, at most eight; None if no entry has any word of it.

        `unfinished`: the last word may go on.
        """
        corpus = self.index.corpus
        if not corpus.ids:
            return None
        units = corpus.lexicon.units(words)
        last = _key_of_last(words, units) if unfinished and units else None
        traces = [
            self.index.trace_beginning(key, words[-1]) if key == last else self.index.trace(key, word)
            for key, word in units.items()
        ]
        weight = sum(trace.weight for trace in traces)
        entries = len(corpus.ids)
        coverage: Floats = np.zeros(entries)
        for trace in traces:
            coverage += trace.coverage
        if not coverage.any():
            return None

        coverage /= weight
        nearness = self._nearness(traces, weight)
        best = self._best(nearness)
        evidence, off_topic = self._evidence(words, traces)
        rough = _PHRASING * best / _NEAREST_SUM + _COVERAGE * coverage + _EVIDENCE * evidence
        phrasing = best / _NEAREST_SUM
        for entry in np.argsort(rough)[-_LOOKED_AT:]:
            phrasing[entry] = self._nearest(nearness, entry)
        scores = _PHRASING * phrasing + _COVERAGE * coverage + _EVIDENCE * evidence
        order = np.argsort(-scores, kind="stable")
        near = order[coverage[order] > 0][:_SHORTLIST]
        first = near[0]
        top = float(scores[first])
        domains = [trace.domain for trace in traces if trace.domain is not None] or [0.0]
        return Ranking(
            tuple(corpus.ids[entry] for entry in near),
            tuple(scores[near].tolist()),
            Signals(
                score=top,
                gap=top - float(scores[order[1]]) if entries > 1 else top,
                share=float(1 / np.exp(_SHARPNESS * (scores - top)).sum()),
                coverage=float(coverage[first]),
                topical=float(evidence[first] - off_topic),
                domain=sum(domains) / len(domains),
                foreign=sum(min(domain, 0.0) for domain in domains) / len(domains),
                unmet=max(trace.weight - float(trace.coverage[first]) for trace in traces),
                unknown=sum(trace.weight for trace in traces if not len(trace.rows)) / weight,
                length=log(len(traces)),
            ),
            float(best[first]),
        )

    def nearest_phrasings(self, words: list[str], entry: str | None, limit: int = 3) -> tuple[Phrasing, ...]:
        """The phrasings of an entry (None: the off-topic examples) nearest to a tokenised message, nearest first.

        Only those that are near at all; none for an entry that isn't in the index.
        """
        corpus = self.index.corpus
        traces = [self.index.trace(key, word) for key, word in corpus.lexicon.units(words).items()]
        if not any(len(trace.rows) for trace in traces) or entry not in (None, *corpus.ids):
            return ()
        owner = len(corpus.ids) if entry is None else corpus.ids.index(entry)
        start, end = corpus.starts[owner], corpus.starts[owner + 1]
        nearness = self._nearness(traces, sum(trace.weight for trace in traces))[start:end]
        order = [row for row in np.argsort(-nearness, kind="stable")[:limit].tolist() if nearness[row] > 0]
        return tuple(Phrasing(corpus.texts[start + row], float(nearness[row])) for row in order)

    def _nearness(self, traces: list[Trace], weight: float) -> Floats:
        # Of each row: harmonic mean of how much of the message it covers, and how much of it the message covers.
        size = len(self.index.corpus.texts)
        alike = [trace for trace in traces if isinstance(trace.covered, float)]
        others = [trace for trace in traces if not isinstance(trace.covered, float)]
        lengths = [len(trace.rows) for trace in alike]
        rows = np.concatenate([trace.rows for trace in (*alike, *others)])
        covered, explained = (
            sums(rows, np.concatenate([np.repeat([*map(part, alike)], lengths), *map(part, others)]), size)
            for part in (_covered, _explained)
        )
        covered /= weight
        explained /= self.index.row_weights
        np.minimum(explained, 1.0, out=explained)  # two words of the message may stand for one of the phrasing
        product = covered * explained
        covered *= _MESSAGE_SIDE
        explained *= 1 - _MESSAGE_SIDE
        covered += explained
        covered += _LEAST
        product /= covered
        return product

    def _best(self, nearness: Floats) -> Floats:
        # Of each entry: its nearest row. `reduceat` takes the row that follows for an entry without any.
        starts = self.index.corpus.starts[:-1]
        best: Floats = np.maximum.reduceat(nearness[: starts[-1]], np.minimum(starts[:-1], starts[-1] - 1))
        return np.where(np.diff(starts) > 0, best, 0.0)

    def _nearest(self, nearness: Floats, owner: int) -> float:
        starts = self.index.corpus.starts
        of_owner = nearness[starts[owner] : starts[owner + 1]]
        if len(of_owner) > len(_NEAREST):
            of_owner = of_owner.copy()
            of_owner.partition(-len(_NEAREST))
        nearest = sorted(of_owner[-len(_NEAREST) :].tolist(), reverse=True)
        return float(sum(map(mul, nearest, _NEAREST))) / _NEAREST_SUM

    def _evidence(self, words: list[str], traces: list[Trace]) -> tuple[Floats, float]:
        # For each entry, and for the off-topic examples: the mean of what the words and pairs of words say.
        corpus = self.index.corpus
        total, telling = self.index.pair_evidence(words)
        for trace in traces:
            if trace.telling:
                total += trace.evidence
                telling += trace.telling
        if telling:
            total /= telling
        return total[:-1], float(total[-1]) if corpus.starts[-1] > corpus.starts[-2] else float(total[:-1].max())


def _key_of_last(words: list[str], units: dict[str, str]) -> str:
    for key, word in reversed(units.items()):
        if word == words[-1]:
            return key
    return next(reversed(units))
