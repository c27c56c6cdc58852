"""Bars that an evaluation must clear, such as `right=78`: so that answers may get better, but not worse unseen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bot.evaluation.metrics import LESS_IS_BETTER, NAMES, Metrics
from bot.evaluation.report import percent, words
from bot.wrong_use import WrongUse


class BarError(WrongUse):
    """A bar that can't be read."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The least, or for what should be rare the most, that a measure may be."""

    measure: str
    percent: float

    def met(self, metrics: Metrics) -> bool:
        """Whether the measure clears the bar; where there was nothing to count it does."""
        reached = getattr(metrics, self.measure).percent
        if reached is None:
            return True
        return bool(reached <= self.percent if self.measure in LESS_IS_BETTER else reached >= self.percent)

    def complaint(self, metrics: Metrics) -> str:
        """The line that says by how much the bar was missed."""
        side = "at most" if self.measure in LESS_IS_BETTER else "at least"
        reached = percent(getattr(metrics, self.measure))
        return f"{words(self.measure)} is {reached}, but should be {side} {self.percent:g}%."


def read_bars(written: Iterable[str]) -> list[Bar]:
    """Bars from `measure=percent`. Raises BarError."""
    return [_bar(one) for one in written]


def _bar(written: str) -> Bar:
    name, _, number = written.partition("=")
    measure = name.strip().replace("-", "_").replace(" ", "_")
    if measure not in NAMES:
        raise BarError(f"--bar: {name!r} is not a measure. Choose from {', '.join(NAMES)}.")
    try:
        value = float(number.strip().removesuffix("%"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise BarError(f"--bar: {written!r} needs a percentage from 0 to 100, such as {measure}=80.")
    return Bar(measure, value)
