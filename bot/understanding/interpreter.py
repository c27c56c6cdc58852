"""From a message to what it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Pack
from bot.understanding.urgency import Alarm, UrgencyCheck

Kind = Literal["answer", "suggest", "none", "emergency", "smalltalk"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a message may be asking about."""

    entry: str
    score: float
    """0 to 1: the probability that this is what was asked."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a message asks, and how sure that is."""

    kind: Kind
    entries: tuple[str, ...] = ()
    """Ids of the entries to answer, most important first; for small talk, its id."""
    suggestions: tuple[str, ...] = ()
    """Ids of the entries to offer, 1 to 4, when `kind` is `suggest`."""
    best: str | None = None
    score: float = 0.0
    alarm: Alarm | None = None
    """The urgent sign that fired, when `kind` is `emergency`."""


class Interpreter:
    """Understands messages about one pack. Built once a pack; answering does no I/O and keeps no state."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._urgency = UrgencyCheck(pack.urgent)

    def interpret(self, message: str) -> Interpretation:
        """What `message` asks. Any text at all; never raises."""
        alarm = self._urgency.check(message)
        if alarm:
            return Interpretation("emergency", alarm=alarm)
        found = self.complete(message, limit=4)
        if not found:
            return Interpretation("none")
        best = found[0]
        if best.score >= 0.6:
            return Interpretation("answer", (best.entry,), best=best.entry, score=best.score)
        return Interpretation("suggest", (), tuple(c.entry for c in found), best.entry, best.score)

    def complete(self, typed: str, limit: int = 10) -> tuple[Candidate, ...]:
        """The entries that `typed`, whose last word may be unfinished, may be asking about, likeliest first."""
        from rapidfuzz import fuzz

        scores = {
            entry.id: max(fuzz.token_sort_ratio(typed.lower(), p.lower()) for p in (entry.question, *entry.asked_as))
            for entry in self._pack.entries
        }
        ranked = sorted(scores, key=lambda id: -scores[id])[:limit]
        return tuple(Candidate(id, scores[id] / 100) for id in ranked if scores[id] >= 40)
