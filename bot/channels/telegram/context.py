"""What every handler is given: the assistant, the time, what is remembered, and where things are noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram.ext import CallbackContext, ExtBot

from bot.channels.telegram.memory import Memory
from bot.conversation.assistant import Assistant
from bot.conversation.reply import Reply
from bot.journal.notes import Asked, Channel, Near, Notes, Shown

KEY = "desk"


@dataclass
class Desk:
    """What the handlers work with."""

    assistant: Assistant
    """Put another one here and the next message is answered from it."""
    clock: Callable[[], datetime]
    journal: Notes
    memory: Memory = field(default_factory=Memory)

    def note(self, reply: Reply, channel: Channel, question: str | None) -> None:
        """Notes a reply in the journal; without a question it was opened by a button or a link."""
        if reply.kind == "menu":
            return
        if question is not None or reply.kind == "emergency":
            near = self._near(reply, question or "") if reply.kind in ("none", "suggest") else ()
            self.journal.note(Asked(reply.kind, channel, reply.entries, question or "", near))
        else:
            for entry in reply.entries:
                self.journal.note(Shown(entry, channel))

    def _near(self, reply: Reply, question: str) -> Near:
        found = tuple((candidate.entry, candidate.score) for candidate in self.assistant.near(question))
        return found or (((reply.best, reply.score),) if reply.best else ())


class Context(CallbackContext[ExtBot[bool], dict[Any, Any], dict[Any, Any], dict[str, Any]]):
    """python-telegram-bot's context, with the desk."""

    @property
    def desk(self) -> Desk:
        """The desk that `build_application` was given."""
        desk = self.bot_data[KEY]
        assert isinstance(desk, Desk)
        return desk
