"""Whether a score means what it says: of replies with a score of 0.8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.metrics import Case, Share, is_special
from bot.knowledge.model import OFF_TOPIC

BINS = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of one message's top-ranked entry."""

    score: float
    right: bool
    """Whether that entry is acceptable."""
    off_topic: bool
    """Whether none could be."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The messages whose scores lie in one tenth of the scale."""

    low: float
    high: float
    mean: float | None
    """Mean score; None if there are no messages."""
    right: Share


@dataclass(frozen=True, slots=True)
class Reliability:
    """Scores beside how often they were right."""

    bins: tuple[Bin, ...]
    error: float | None
    """Expected calibration error: the mean over messages of |mean score - share right| of their bin; None of none."""


def scored(cases: Sequence[Case]) -> list[Scored]:
    """The scores of what was ranked. Emergencies and small talk, which aren't answered by score alone, are left out."""
    return [
        Scored(case.reply.score, case.reply.best in case.acceptable, not case.acceptable)
        for case in cases
        if case.reply.best is not None
        and case.reply.kind in ("answer", "suggest", "none")
        and not any(is_special(ok) and ok != OFF_TOPIC for ok in case.labelled.ok)
    ]


def reliability(scores: Sequence[Scored]) -> Reliability:
    """Mean score against share right, in ten bins of equal width."""
    members: list[list[Scored]] = [[] for _ in range(BINS)]
    for one in scores:
        members[min(int(one.score * BINS), BINS - 1)].append(one)
    bins = tuple(_bin(number, of_bin) for number, of_bin in enumerate(members))
    gaps = [abs(one.mean - one.right.count / one.right.of) * one.right.of for one in bins if one.mean is not None]
    return Reliability(bins, sum(gaps) / len(scores) if scores else None)


def _bin(number: int, members: Sequence[Scored]) -> Bin:
    mean = sum(one.score for one in members) / len(members) if members else None
    right = Share(sum(one.right for one in members), len(members))
    return Bin(number / BINS, (number + 1) / BINS, mean, right)
