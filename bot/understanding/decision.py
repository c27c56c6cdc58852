"""From how near a message is to the entries, to what to do: answer, suggest, or say that there is no answer.

Both models are logistic regressions, fitted by `python -m tests.benchmarks.calibrate` on packs of many sizes, so that
a score means the same whatever the pack.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import exp, log
from operator import attrgetter, mul

from bot.understanding.breaks import Break
from bot.understanding.matcher import Ranking, Signals

ANSWER = 0.7
"""Probability from which an entry is answered without asking back."""
SUGGEST = 0.12
"""Probability from which it is worth asking "did you mean"."""
SECOND = 0.5
"""Probability of two questions in one message from which both are answered."""
MOST_ANSWERS = 3
MOST_SUGGESTIONS = 4
MOST_RUNNERS_UP = 2
_SAME = 0.99  # nearness of a phrasing that is the message itself
# The share of the first entry's score that another needs to be offered, beside it and below its answer.
_NEAR_THE_FIRST = 0.55
_ALMOST_THE_FIRST = 0.7


# The coefficients stand in the order of the fields they belong to.
_SIGNALS = Signals(
    score=1.93, gap=3.87, share=1.78, coverage=3.40, topical=1.97, domain=0.09, foreign=2.51, unmet=0.34,
    unknown=1.15, length=1.45,
)  # fmt: skip
_SIGNALS_BIAS = -7.53
_values_of_signals = attrgetter(*(field.name for field in fields(Signals)))  # `astuple` copies deeply, and slowly
_WEIGHTS = _values_of_signals(_SIGNALS)


@dataclass(frozen=True, slots=True)
class Halves:
    """What tells whether two parts of a message ask two things."""

    sure: float
    """Product of the probabilities that each part's first entry is what it asks."""
    whole: float
    """The lesser of the two entries' scores for the whole message, as a share of the message's best."""
    apart_before: float
    """By how much the first part's entry is nearer to the first part than the second's entry is."""
    apart_after: float
    length: float
    """Natural logarithm of the number of words."""
    shorter: float
    """The same of the shorter part."""
    joins: float
    asks: float
    stops: float
    opens: float


_HALVES = Halves(
    sure=4.02, whole=3.05, apart_before=1.95, apart_after=2.26, length=-1.67, shorter=0.37, joins=1.36, asks=0.90,
    stops=-0.41, opens=1.02,
)  # fmt: skip
_HALVES_BIAS = -6.09
_values_of_halves = attrgetter(*(field.name for field in fields(Halves)))
_HALVES_WEIGHTS = _values_of_halves(_HALVES)


def probability(signals: Signals) -> float:
    """The probability, 0 to 1, that the first entry of a ranking is what was asked."""
    return _logistic(_SIGNALS_BIAS + sum(map(mul, _WEIGHTS, _values_of_signals(signals))))


@dataclass(frozen=True, slots=True)
class Term:
    """What one signal adds to the log-odds that the first entry of a ranking is what was asked."""

    signal: str
    coefficient: float
    value: float

    @property
    def adds(self) -> float:
        """Coefficient × value."""
        return self.coefficient * self.value


def certainty(ranking: Ranking) -> float:
    """The probability, 0 to 1, that the first entry of a ranking is what was asked.

    Whoever writes a phrasing into an entry wants it answered, however little it tells: that is never less than ANSWER.
    """
    sure = probability(ranking.signals)
    return max(sure, ANSWER) if is_phrasing(ranking) else sure


def is_phrasing(ranking: Ranking) -> bool:
    """Whether the message is a phrasing of the first entry, but for the endings and the order of its words."""
    return ranking.nearest >= _SAME


def terms(signals: Signals) -> tuple[Term, ...]:
    """What makes up `probability`: "bias", what the log-odds start from, then each signal."""
    named = zip(fields(Signals), _WEIGHTS, _values_of_signals(signals), strict=True)
    return (Term("bias", _SIGNALS_BIAS, 1.0), *(Term(field.name, weight, value) for field, weight, value in named))


def compare(at: Break, before: Ranking, after: Ranking, whole: Ranking) -> Halves | None:
    """Two parts of a message against the whole of it; None if both ask the same."""
    first, second = before.entries[0], after.entries[0]
    if first == second:
        return None
    return Halves(
        sure=probability(before.signals) * probability(after.signals),
        whole=min(whole.score_of(first), whole.score_of(second)) / whole.scores[0],
        apart_before=before.scores[0] - before.score_of(second),
        apart_after=after.scores[0] - after.score_of(first),
        length=log(sum(at.lengths)),
        shorter=log(min(at.lengths)),
        joins=float(at.joins),
        asks=float(at.asks),
        stops=float(at.stops),
        opens=float(at.opens),
    )


def two_questions(halves: Halves) -> float:
    """The probability, 0 to 1, that the two parts ask two things."""
    return _logistic(_HALVES_BIAS + sum(map(mul, _HALVES_WEIGHTS, _values_of_halves(halves))))


def suggestions(ranking: Ranking, is_entry: Callable[[str], bool]) -> tuple[str, ...]:
    """The entries of `ranking` worth offering, nearest first; never what isn't an entry."""
    return _near(ranking, is_entry, _NEAR_THE_FIRST)[:MOST_SUGGESTIONS]


def runners_up(ranking: Ranking, is_entry: Callable[[str], bool]) -> tuple[str, ...]:
    """The entries that may have been meant instead of the first, which is answered: worth a button below it."""
    return _near(ranking, is_entry, _ALMOST_THE_FIRST)[1 : 1 + MOST_RUNNERS_UP]


def _near(ranking: Ranking, is_entry: Callable[[str], bool], share: float) -> tuple[str, ...]:
    near = [(id, score) for id, score in zip(ranking.entries, ranking.scores, strict=True) if is_entry(id)]
    return tuple(id for place, (id, score) in enumerate(near) if place == 0 or score >= share * near[0][1])


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, x))))
