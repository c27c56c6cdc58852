"""Writes down what is noted, in batches and in the background: answering never waits for the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.journal.database import describe
from bot.journal.notes import Asked, Event, Voted
from bot.journal.pending import Pending
from bot.journal.scrub import Scrub
from bot.journal.store import Store

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between batches: what a crash can lose."""
LONGEST_WRITE = 5.0
"""Seconds after which a database counts as away."""
LONGEST_GOODBYE = 3.0
"""The same at the end, when somebody waits for the program to stop."""


@dataclass
class Condition:
    """How the writing goes, for whoever watches the bot."""

    healthy: bool = True
    """Whether the last batch could be written."""


async def every_second() -> None:
    """The time between two batches."""
    await asyncio.sleep(EVERY)


class Journal:
    """Takes notes and writes them into a store while `running`."""

    def __init__(
        self,
        store: Store,
        scrub: Scrub,
        clock: Callable[[], datetime],
        retention: timedelta,
        *,
        pending: Pending | None = None,
        pause: Callable[[], Coroutine[None, None, None]] = every_second,
        longest_write: float = LONGEST_WRITE,
    ) -> None:
        self.store = store
        self.condition = Condition()
        self.pending = Pending() if pending is None else pending
        self._scrub, self._clock, self._retention, self._pause = scrub, clock, retention, pause
        self._longest_write = longest_write
        self._is_migrated = False
        self._purged_on: date | None = None

    @property
    def lost(self) -> int:
        """Counts and questions that there was no room for, or no time to write at the end."""
        return self.pending.lost

    def note(self, event: Event) -> None:
        """Notes an event, without what is personal in it. Returns at once and never raises."""
        match event:
            case Asked(kind="none" | "suggest") | Voted(verdict="no"):
                event = replace(event, question=self._scrub(event.question))
            case Asked() | Voted():
                event = replace(event, question="")
        self.pending.add(event, self._today())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Journal]:
        """Writes batches as long as the context is open, and what is left at its end."""
        stop = asyncio.Event()
        writing = asyncio.create_task(self._write(stop))
        try:
            yield self
        finally:
            # A batch on its way to the database is seen through: nobody could tell whether it arrived.
            stop.set()
            await writing
            self._longest_write = min(self._longest_write, LONGEST_GOODBYE)
            await self.flush()
            if left := self.pending.take():
                self.pending.lost += left.counts.total() + left.misses.total()
                logger.warning("The journal's database is away: what was not written yet is lost.")
            await self.store.close()

    async def _write(self, stop: asyncio.Event) -> None:
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            await self.flush()
            pausing = asyncio.ensure_future(self._pause())
            await asyncio.wait([stopping, pausing], return_when=asyncio.FIRST_COMPLETED)
            pausing.cancel()

    async def flush(self) -> None:
        """Writes what is pending. If that can't be done, it stays pending. Never raises."""
        batch = self.pending.take()
        try:
            async with asyncio.timeout(self._longest_write):
                await self._open()
                if batch:
                    await self.store.add(batch)
        except Exception as error:
            self.pending.put_back(batch)
            self._is_migrated = False  # a database may come back empty
            self._complain(error)
        else:
            self._recover()

    async def _open(self) -> None:
        """Before the first batch: makes the tables. Once a day: forgets the days that are over."""
        if not self._is_migrated:
            await self.store.migrate()
            self._is_migrated = True
        today = self._today()
        if self._purged_on != today:
            await self.store.purge(today - self._retention + timedelta(days=1))
            self._purged_on = today

    def _complain(self, error: BaseException) -> None:
        if self.condition.healthy:
            self.condition.healthy = False
            logger.warning("The journal can't be written: %s. I answer on, and keep trying.", describe(error))

    def _recover(self) -> None:
        if not self.condition.healthy:
            self.condition.healthy = True
            logger.info("The journal is being written again. Lost for want of room: %d.", self.lost)

    def _today(self) -> date:
        return self._clock().date()
