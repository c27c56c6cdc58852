"""What was noted and is not in the database yet: bounded, so that a database that is away can't fill the memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from bot.journal.notes import Asked, Channel, Event, Near, QuestionKind, Shown, Verdict

CountKind = QuestionKind | Literal["shown"] | Verdict
"""A kind of question, with no entry; or what happened to an entry: its answer was shown, or voted on."""
MissKind = Literal["none", "suggest", "no"]
"""Why a question is kept: no answer, "did you mean", or an answer that didn't help."""

MOST_COUNTS = 50_000
MOST_MISSES = 5_000


class CountKey(NamedTuple):
    """What is counted."""

    day: date
    kind: CountKind
    channel: Channel
    entry: str
    """Empty where the count is of questions."""


class MissKey(NamedTuple):
    """A question that is kept, told apart from others."""

    day: date
    kind: MissKind
    question: str


@dataclass
class Batch:
    """Counts and kept questions."""

    counts: Counter[CountKey] = field(default_factory=Counter)
    misses: Counter[MissKey] = field(default_factory=Counter)
    near: dict[MissKey, Near] = field(default_factory=dict)
    """What was near to each of the kept questions."""

    def __bool__(self) -> bool:
        return bool(self.counts or self.misses)


class Pending:
    """Collects events into a batch, and counts what it had no room for."""

    def __init__(self, most_counts: int = MOST_COUNTS, most_misses: int = MOST_MISSES) -> None:
        self._most_counts, self._most_misses = most_counts, most_misses
        self.batch = Batch()
        self.lost = 0
        """Counts and questions that there was no room for."""

    def __len__(self) -> int:
        """How many different counts and questions wait to be written."""
        return len(self.batch.counts) + len(self.batch.misses)

    def add(self, event: Event, day: date) -> None:
        """Adds an event of `day`, whose question holds no personal details any more."""
        match event:
            case Asked(kind, channel, entries, question, near):
                self._count(CountKey(day, kind, channel, ""))
                for entry in entries if kind == "answer" else ():
                    self._count(CountKey(day, "shown", channel, entry))
                if question and (kind == "none" or kind == "suggest"):
                    self._keep(MissKey(day, kind, question), near)
            case Shown(entry, channel):
                self._count(CountKey(day, "shown", channel, entry))
            case _:
                self._count(CountKey(day, event.verdict, event.channel, event.entry))
                if event.question and event.verdict == "no":
                    self._keep(MissKey(day, "no", event.question), ((event.entry, 1.0),))

    def take(self) -> Batch:
        """All that was collected; the collection starts anew."""
        taken, self.batch = self.batch, Batch()
        return taken

    def put_back(self, batch: Batch) -> None:
        """Collects again what was taken and could not be written."""
        for count_key, times in batch.counts.items():
            self._count(count_key, times)
        for miss_key, times in batch.misses.items():
            self._keep(miss_key, batch.near[miss_key], times)

    def _count(self, key: CountKey, times: int = 1) -> None:
        if key in self.batch.counts or len(self.batch.counts) < self._most_counts:
            self.batch.counts[key] += times
        else:
            self.lost += times

    def _keep(self, key: MissKey, near: Near, times: int = 1) -> None:
        if key in self.batch.misses or len(self.batch.misses) < self._most_misses:
            self.batch.misses[key] += times
            self.batch.near[key] = near
        else:
            self.lost += times
