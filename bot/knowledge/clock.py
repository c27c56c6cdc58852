"""Where a moment stands to the strike: before it, in it, or after all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.knowledge.model import Entry, Strike

Phase = Literal["before", "during", "after"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a moment stands, and the window that matters then."""

    phase: Phase | None
    """None if the strike's times don't tell."""
    starts: datetime | None
    ends: datetime | None
    number: int = 0
    """Which of the strike's windows it is, from 0."""


def standing(strike: Strike | None, at: datetime | None = None) -> Standing:
    """Where `at` stands: to the window that is on, else the next one, else the last one. No `at`: before them all.

    A naive `at` is read on the clocks of the strike's own place: at each turn, in that turn's time zone.
    """
    spells = windows(strike)
    for number, (starts, ends) in enumerate(spells):
        if at is None or (starts and not _passed(starts, at)):
            return Standing("before" if starts else None, starts, ends, number)
        if not ends or not _passed(ends, at):
            return Standing("during" if starts else None, starts, ends, number)
    return Standing("after", *spells[-1], len(spells) - 1) if spells else Standing(None, None, None)


def turns(strike: Strike | None) -> tuple[datetime, ...]:
    """Every moment at which the strike starts or ends, in order."""
    return tuple(turn for window in windows(strike) for turn in window if turn)


def answer_at(entry: Entry, strike: Strike | None, at: datetime) -> str:
    """The entry's answer in the words that are for then."""
    others = {"before": entry.answer_before, "after": entry.answer_after}
    return others.get(standing(strike, at).phase or "") or entry.answer


def windows(strike: Strike | None) -> list[tuple[datetime | None, datetime | None]]:
    """When the strike starts and ends, once or several times; None where nobody knows."""
    if strike is None:
        return []
    if strike.windows:
        return [(window.starts, window.ends) for window in strike.windows]
    return [(strike.starts, strike.ends)] if strike.starts or strike.ends else []


def _passed(turn: datetime, at: datetime) -> bool:
    return turn <= (at if at.tzinfo else at.replace(tzinfo=turn.tzinfo))
