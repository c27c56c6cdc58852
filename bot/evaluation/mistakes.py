"""What went wrong with a message, and the phrasings that led there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.metrics import FAULTS, Case, Fault
from bot.understanding.interpreter import Interpreter
from bot.understanding.matcher import Phrasing
from bot.understanding.text import tokens
from bot.understanding.urgency import Alarm


@dataclass(frozen=True, slots=True)
class Mistake:
    """A reply that isn't right."""

    case: Case
    fault: Fault
    led: Phrasing | None
    """The nearest phrasing of what the message was taken for."""
    missed: Phrasing | None
    """The nearest phrasing of what it asks; None if that is no entry, or nothing of it is near."""
    alarm: Alarm | None = None
    """What made it an emergency."""


def mistake(case: Case, interpreter: Interpreter) -> Mistake | None:
    """What went wrong with a reply, and why; None if it is right. `interpreter`: what the reply came from."""
    if case.fault is None:
        return None
    words = tokens(case.labelled.q)

    def nearest(entry: str | None) -> Phrasing | None:
        return next(iter(interpreter.matcher.nearest_phrasings(words, entry, 1)), None) if entry else None

    missed = [phrasing for entry in case.acceptable if (phrasing := nearest(entry))]
    best = max(missed, key=lambda phrasing: (phrasing.nearness, phrasing.text), default=None)
    if case.reply.kind == "emergency":
        return Mistake(case, case.fault, None, best, interpreter.interpret(case.labelled.q).alarm)
    return Mistake(case, case.fault, nearest(case.reply.entries[0] if case.answered else case.reply.best), best)


def gravest_first(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """By kind of fault, then the surest of themselves first."""
    return sorted(mistakes, key=lambda one: (FAULTS.index(one.fault), -one.case.reply.score))
