"""What every handler is given: the assistant, the time, what is remembered, and where things are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram.ext import CallbackContext, ExtBot

from bot.channels.telegram.memory import Memory
from bot.conversation.assistant import Assistant
from bot.conversation.reply import Reply
from bot.journal.counter import Journal

KEY = "desk"


@dataclass
class Desk:
    """What the handlers work with."""

    assistant: Assistant
    """Put another one here and the next message is answered from it."""
    clock: Callable[[], datetime]
    journal: Journal
    memory: Memory = field(default_factory=Memory)

    def count(self, reply: Reply) -> None:
        """Counts a reply in the journal, at its first entry."""
        if reply.kind != "menu":
            self.journal.record(reply.kind, reply.entries[0] if reply.entries else None)


class Context(CallbackContext[ExtBot[bool], dict[Any, Any], dict[Any, Any], dict[str, Any]]):
    """python-telegram-bot's context, with the desk."""

    @property
    def desk(self) -> Desk:
        """The desk that `build_application` was given."""
        desk = self.bot_data[KEY]
        assert isinstance(desk, Desk)
        return desk
