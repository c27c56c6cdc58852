"""Whether somebody is in danger now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.knowledge.signs import Urgent


@dataclass(frozen=True, slots=True)
class Alarm:
    """An urgent sign that a message shows."""

    sign: str
    """Id of the sign."""
    rule: str
    """The line of the sign that fired, as it stands in the pack."""
    reply: str
    """Markdown: what to do now."""


class UrgencyCheck:
    """Looks for a pack's urgent signs in messages."""

    def __init__(self, urgent: Urgent, known_words: Collection[str] = ()) -> None:
        """`known_words`: words of the FAQ, lower case; a misspelt word that is as near to one of them is no sign."""

    def check(self, message: str) -> Alarm | None:
        """The first sign that `message` shows, or None. Any text at all; never raises."""
        return None
