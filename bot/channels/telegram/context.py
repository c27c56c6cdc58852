"""What every handler is given: the assistant, the time, what is remembered, and where things are noted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from telegram.ext import CallbackContext, ExtBot

from bot import metrics
from bot.channels.telegram.bot import Bot
from bot.channels.telegram.memory import Memory
from bot.conversation.assistant import Assistant
from bot.conversation.reply import Reply
from bot.journal.notes import Asked, Channel, Near, Notes, Shown
from bot.journal.writer import Journal
from bot.knowledge.files import Stamps
from bot.knowledge.problem import Problem
from bot.unanswered.groups import Group
from bot.wrong_use import WrongUse

KEY = "desk"


@dataclass
class Upkeep:
    """What the bot's maintainers look after."""

    folder: Path
    """Where the FAQ is."""
    load: Callable[[Path], Assistant]
    """Makes an assistant of a folder, or raises PackError."""
    seen: Stamps
    """The FAQ's files when they were last read."""
    loaded: datetime
    """When the assistant was made."""
    started: datetime
    """When the bot was started."""
    journal: Journal
    maintainers: frozenset[int] = frozenset()
    """Their Telegram user ids."""
    problems: tuple[Problem, ...] = ()
    """Why the files can't be used as they are now; none if they are in use."""
    told: set[frozenset[Problem]] = field(default_factory=set)
    """Problems that maintainers were told of since the files could last be used."""
    groups: tuple[Group, ...] | None = None
    """Questions without an answer that a maintainer looks through; None if nobody does yet."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """The FAQ is read by one at a time."""


@dataclass
class Desk:
    """What the handlers work with."""

    assistant: Assistant
    """Put another one here and the next message is answered from it."""
    clock: Callable[[], datetime]
    journal: Notes
    memory: Memory = field(default_factory=Memory)
    upkeep: Upkeep | None = None
    """None where nobody maintains the bot while it runs."""

    def note(self, reply: Reply, channel: Channel, question: str | None) -> None:
        """Notes a reply in the journal; without a question it was opened by a button or a link."""
        metrics.DECISIONS.labels(reply.kind, channel).inc()
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

    def give_up(self, reason: WrongUse) -> None:
        """There is no use in going on."""
        assert isinstance(self.bot, Bot)
        self.bot.give_up(reason)
