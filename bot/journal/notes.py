"""What is told to the journal: that something happened, and never to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

QuestionKind = Literal["answer", "suggest", "none", "emergency", "smalltalk"]
Channel = Literal["private", "group", "inline", "guest"]
Verdict = Literal["yes", "no", "old"]
Near = tuple[tuple[str, float], ...]
"""Ids of entries and how near each is to a question, 0 to 1, nearest first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked something. For inline mode: somebody posted a result that was offered."""

    kind: QuestionKind
    channel: Channel
    entries: tuple[str, ...] = ()
    """Ids of the entries answered."""
    question: str = ""
    """As it was written. The journal keeps it only if it got no answer, and takes personal details out first."""
    near: Near = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody opened the answer of an entry by a button or a link, without asking."""

    entry: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Voted:
    """Somebody said whether an answer helped, or that it is out of date."""

    verdict: Verdict
    entry: str
    channel: Channel
    question: str = ""
    """What was answered, if it is known; kept, without personal details, only if the answer didn't help."""


Event = Asked | Shown | Voted


class Notes(Protocol):
    """Where events are noted."""

    def note(self, event: Event) -> None:
        """Notes an event. Returns at once and never raises."""
