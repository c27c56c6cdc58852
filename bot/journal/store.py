"""What the journal keeps, and the questions that can be put to it.

Kept are counts, and the questions that went without a good answer: without personal details, with the day and not the
time. No person, chat or message can be told from it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import TracebackType
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal import migrate
from bot.journal.database import PATIENCE, WRITES, create_engine, is_sqlite, make_file, may_exist, use_wal
from bot.journal.notes import Near
from bot.journal.pending import Batch, CountKey, MissKind
from bot.journal.schema import counts, misses
from bot.wrong_use import WrongUse

MOST_MISSES = 2_000
_ROWS = 500  # of a statement: databases bound the number of its values


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that went without a good answer on one day."""

    id: int
    day: date
    kind: MissKind
    question: str
    near: Near
    """The entries near to it then, nearest first; for an answer that didn't help, its entry."""
    count: int
    """How often it was asked, word for word."""


class Store:
    """The journal's database. Every method raises SQLAlchemyError, OSError or TimeoutError if it is out of reach."""

    def __init__(self, url: URL, patience: float = PATIENCE) -> None:
        self.url = url
        self.engine = create_engine(url, patience)
        self._patience = patience

    async def __aenter__(self) -> Store:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of the connections."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with self.engine.connect() as connection:
            await connection.execution_options(**{WRITES: True})
            async with connection.begin():
                yield connection

    async def migrate(self) -> None:
        """Makes the tables, or brings them up to date."""
        if is_sqlite(self.url):
            make_file(self.url)
            await use_wal(self.url, self._patience)
        async with self._writing() as connection:
            await connection.run_sync(migrate.upgrade)

    async def is_there(self) -> bool:
        """Whether there is a journal to read. Raises WrongUse if another version of this program wrote it."""
        if not may_exist(self.url):
            return False
        async with self.engine.connect() as connection:
            version = await connection.run_sync(migrate.version)
        if version not in (None, migrate.LATEST):
            raise WrongUse("The journal was written by another version of this program. Start the bot of this version.")
        return version is not None

    async def add(self, batch: Batch) -> None:
        """Adds a batch to what is kept: all of it or, if an error is raised, nothing."""
        # In one order, so that replicas that write at once wait for each other and don't lock each other out.
        count_rows = [{**key._asdict(), "count": times} for key, times in sorted(batch.counts.items())]
        miss_rows = [
            {**key._asdict(), "near": [list(pair) for pair in batch.near[key]], "count": times}
            for key, times in sorted(batch.misses.items())
        ]
        async with self._writing() as connection:
            await self._add(connection, counts, count_rows, ("day", "kind", "channel", "entry"))
            await self._add(connection, misses, miss_rows, ("day", "kind", "question"))

    async def _add(
        self, connection: AsyncConnection, table: Table, rows: list[dict[str, Any]], key: Sequence[str]
    ) -> None:
        # Each database has its own; the other's takes two megabytes.
        insert = import_module(f"sqlalchemy.dialects.{self.url.get_backend_name()}").insert
        for start in range(0, len(rows), _ROWS):
            adding = insert(table).values(rows[start : start + _ROWS])
            total = table.c.count + adding.excluded.count
            await connection.execute(adding.on_conflict_do_update(index_elements=key, set_={"count": total}))

    async def purge(self, before: date) -> None:
        """Forgets everything of the days before `before`."""
        async with self._writing() as connection:
            for table in (counts, misses):
                await connection.execute(delete(table).where(table.c.day < before))

    async def totals(self, since: date) -> dict[CountKey, int]:
        """How often each thing happened on each day from `since` on."""
        columns = (counts.c.day, counts.c.kind, counts.c.channel, counts.c.entry, counts.c.count)
        asking = select(*columns).where(counts.c.day >= since).order_by(*columns[:4])
        async with self.engine.connect() as connection:
            return {CountKey(*row[:4]): row[4] for row in await connection.execute(asking)}

    async def misses(self, since: date, limit: int = MOST_MISSES) -> list[Miss]:
        """The questions kept from `since` on, the most frequent first, at most `limit` different ones.

        Left out are those dismissed, and the same words on other days.
        """
        dismissed = select(misses.c.question).where(misses.c.dismissed)
        chosen = (misses.c.day >= since) & misses.c.question.not_in(dismissed)
        frequent = (
            select(misses.c.question)
            .where(chosen)
            .group_by(misses.c.question)
            .order_by(func.sum(misses.c.count).desc(), misses.c.question)
            .limit(limit)
        )
        asking = (
            select(misses.c.id, misses.c.day, misses.c.kind, misses.c.question, misses.c.near, misses.c.count)
            .where(chosen & misses.c.question.in_(frequent))
            .order_by(misses.c.count.desc(), misses.c.day.desc(), misses.c.id)
        )
        async with self.engine.connect() as connection:
            return [
                Miss(id, day, kind, question, tuple((entry, float(score)) for entry, score in near), count)
                for id, day, kind, question, near, count in await connection.execute(asking)
            ]

    async def dismiss(self, ids: Iterable[int]) -> None:
        """Takes questions off the list, by `Miss.id`, until they are forgotten; ids that are gone do no harm."""
        rows = list(ids)
        async with self._writing() as connection:
            for start in range(0, len(rows), _ROWS):
                part = misses.c.id.in_(rows[start : start + _ROWS])
                await connection.execute(update(misses).where(part).values(dismissed=True))
