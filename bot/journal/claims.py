"""Which replica answers which update: Telegram sends some again, to any of them, and each is to be answered once.

A replica claims an update before it answers. The claim holds as long as the replica renews it, so that what a replica
had in hand when it was killed is taken over by the next one that gets it. Only replicas need this, and so only a
database on a server has it. Claims of many updates travel together; with the database away or slow every replica
answers what it gets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, bindparam, delete, func, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import describe
from bot.journal.schema import claims
from bot.journal.store import Store

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=5)
RENEW = 1.0
KEPT = timedelta(days=1)
"""How long Telegram goes on sending an update again."""
PURGE = 600.0
PATIENCE = 1.0
"""Seconds that an answer waits for the database."""
REST = 5.0
"""Seconds for which a database that failed isn't asked."""

MOST_UNTOLD = 20_000
"""Updates that a database, which is away, is to be told of when it is back."""
PORTION = 500
"""Updates that it is told of at a time: no claim waits for more, nor is what was told lost by what fails later."""

Claim = Literal["mine", "done", "elsewhere"]
"""Answer it; it is answered; another replica is at it."""


class Claims(Protocol):
    """Where updates are claimed."""

    async def claim(self, update_id: int) -> Claim:
        """Claims an update. Never raises."""

    def finish(self, update_id: int) -> None:
        """It is answered."""

    def release(self, update_id: int) -> None:
        """It was not answered, and another may."""


class Alone:
    """For a process that shares its work with no other."""

    async def claim(self, update_id: int) -> Claim:
        """Everything is for this process."""
        return "mine"

    def finish(self, update_id: int) -> None:
        """Nobody needs to know."""

    release = finish


class SharedClaims:
    """Claims in the journal's PostgreSQL database, for one bot's replicas."""

    def __init__(self, store: Store, bot: int, clock: Callable[[], float]) -> None:
        """`bot`: its id, for several may share a database; `clock`: seconds that pass."""
        self._store, self._bot, self._clock = store, bot, clock
        self._asked: dict[int, asyncio.Future[Claim]] = {}
        self._finished: set[int] = set()
        self._released: set[int] = set()
        self._held: set[int] = set()
        self._wake = asyncio.Event()
        self._is_migrated = self._is_away = False
        self._asks_again = self._renewed = 0.0
        self._purged: float | None = None

    async def claim(self, update_id: int) -> Claim:
        """Claims an update; it is this replica's if the database can't say."""
        if self._clock() < self._asks_again:
            return "mine"
        asked: asyncio.Future[Claim] = asyncio.get_running_loop().create_future()
        self._asked[update_id] = asked
        self._wake.set()
        return await asked

    def finish(self, update_id: int) -> None:
        """It is answered: no replica answers it again."""
        self._held.discard(update_id)
        self._finished.add(update_id)
        self._wake.set()

    def release(self, update_id: int) -> None:
        """It was not answered: the next replica that gets it may take it over at once."""
        self._held.discard(update_id)
        self._released.add(update_id)
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[SharedClaims]:
        """Talks to the database as long as the context is open, and tells it what is left at the end."""
        stop = asyncio.Event()
        working = asyncio.create_task(self._work(stop))
        try:
            yield self
        finally:
            stop.set()
            self._wake.set()
            await working

    async def _work(self, stop: asyncio.Event) -> None:
        while self._wake.is_set() or not stop.is_set():
            self._wake.clear()
            await self._talk()
            if not stop.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(RENEW):
                        await self._wake.wait()

    async def _talk(self) -> None:
        """Asks the database all that has come together, and tells it a portion."""
        asked, self._asked = self._asked, {}
        if not asked and self._clock() < self._asks_again:
            return
        try:
            async with asyncio.timeout(PATIENCE if self._is_migrated else 3 * PATIENCE):
                await self._exchange(asked)
        except Exception as error:
            self._complain(error)
            self._answer(asked, {})
        else:
            self._is_away = False
            if self._finished or self._released:
                self._wake.set()

    def _answer(self, asked: dict[int, asyncio.Future[Claim]], outcome: dict[int, Claim]) -> None:
        """Lets those who asked go on; what nothing is known of is this replica's."""
        for update_id, future in asked.items():
            if not future.done():
                claim = outcome.get(update_id, "mine")
                future.set_result(claim)
                if claim == "mine":
                    self._held.add(update_id)

    async def _exchange(self, asked: dict[int, asyncio.Future[Claim]]) -> None:
        if not self._is_migrated:
            await self._store.migrate()
            self._is_migrated = True
        now = self._clock()
        async with self._store.engine.connect() as connection:
            # Each statement stands alone, and takes rows in one order: replicas never lock each other out.
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            if asked:
                # At once: whatever fails below, this is what the database said.
                self._answer(asked, await self._claim(connection, sorted(asked)))
            if finished := sorted(self._finished)[:PORTION]:
                await self._finish(connection, finished)
                self._finished.difference_update(finished)
            if released := sorted(self._released)[:PORTION]:
                await connection.execute(delete(claims).where(self._these(released), ~claims.c.done))
                self._released.difference_update(released)
            if self._held and now - self._renewed >= RENEW:
                renewing = update(claims).where(self._these(sorted(self._held))).values(until=func.now() + LEASE)
                await connection.execute(renewing)
                self._renewed = now
            if self._purged is None or now - self._purged >= PURGE:
                await connection.execute(delete(claims).where(claims.c.until < func.now() - KEPT))
                self._purged = now

    async def _claim(self, connection: AsyncConnection, asked: list[int]) -> dict[int, Claim]:
        adding = insert(claims).values([self._row(id) for id in asked])
        taking_over = adding.on_conflict_do_update(
            index_elements=["bot", "update_id"],
            set_={"until": adding.excluded.until},
            where=~claims.c.done & (claims.c.until < func.now()),
        ).returning(claims.c.update_id)
        outcome: dict[int, Claim] = {id: "mine" for (id,) in await connection.execute(taking_over)}
        if rest := [id for id in asked if id not in outcome]:
            asking = select(claims.c.update_id, claims.c.done).where(self._these(rest))
            outcome |= {id: "done" if done else "elsewhere" for id, done in await connection.execute(asking)}
        return outcome

    async def _finish(self, connection: AsyncConnection, finished: list[int]) -> None:
        done = {"done": true(), "until": func.now()}
        adding = insert(claims).values(bot=self._bot, update_id=bindparam("id"), **done)
        noting = adding.on_conflict_do_update(index_elements=["bot", "update_id"], set_=done)
        await connection.execute(noting, [{"id": id} for id in finished])

    def _row(self, update_id: int) -> dict[str, Any]:
        return {"bot": self._bot, "update_id": update_id, "done": False, "until": func.now() + LEASE}

    def _these(self, update_ids: list[int]) -> ColumnElement[bool]:
        return (claims.c.bot == self._bot) & claims.c.update_id.in_(update_ids)

    def _complain(self, error: BaseException) -> None:
        self._asks_again = self._clock() + REST
        self._is_migrated = False  # a database may come back empty
        if len(self._finished) + len(self._released) > MOST_UNTOLD:
            self._finished.clear()
            self._released.clear()
        if not self._is_away:
            self._is_away = True
            said = "Replicas can't agree who answers what: %s. Each answers what it gets, perhaps again."
            logger.warning(said, describe(error))
