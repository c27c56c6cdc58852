"""What the bot counts: how often something happened to an entry, and nothing about anybody."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Protocol

Event = Literal["answer", "suggest", "none", "emergency", "smalltalk", "yes", "no", "old", "chosen"]
"""A kind of reply given; "yes", "no" and "old": the verdict on an answer; "chosen": posted from inline results."""


class Journal(Protocol):
    """Where events are counted."""

    def record(self, event: Event, entry: str | None = None) -> None:
        """Counts one event, at the entry that it is about if there is one. Never raises."""


class Tally:
    """A journal that lasts as long as the process."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Event, str | None]] = Counter()

    def record(self, event: Event, entry: str | None = None) -> None:
        """Counts one event."""
        self.counts[event, entry] += 1

    def __str__(self) -> str:
        """The events on one line, most frequent first: "answer 12, none 3"."""
        totals: Counter[str] = Counter()
        for (event, _), count in self.counts.items():
            totals[event] += count
        return ", ".join(f"{event} {count}" for event, count in totals.most_common()) or "nothing yet"
