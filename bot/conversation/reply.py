"""What the bot says: text and buttons, free of any channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "suggest", "none", "emergency", "smalltalk", "menu"]


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be chosen below a reply."""

    label: str
    action: str
    """What choosing it does, at most 64 bytes; `Assistant.press` understands it, today and after a restart."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, ready for any channel to show."""

    kind: Kind
    text: str
    """Markdown; `bot.conversation.markup` turns it into what a channel shows."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons."""
    entries: tuple[str, ...] = ()
    """Ids of the entries answered; for small talk, of the small talk."""
    suggestions: tuple[str, ...] = ()
    """Ids of the entries offered: below an answer the related ones, else "did you mean"."""
    best: str | None = None
    """Id of the top-ranked entry whatever was decided; None if nothing matched at all."""
    score: float = 0.0
    """0 to 1: the probability that `best` is what was asked."""
