"""Both databases, empty, and a journal whose clock and pace the test sets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.journal.database import database_url
from bot.journal.scrub import scrubber
from bot.journal.store import Store
from bot.journal.writer import Journal
from tests.postgres import NoServer, running_server

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
TODAY = NOON.date()
EVER = datetime(2000, 1, 1).date()
numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    try:
        with running_server() as url:
            yield url
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture
async def postgres(server: str) -> AsyncIterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"journal_tests_{next(numbers)}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name}")
        await connection.execute(f"CREATE DATABASE {name}")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, as JOURNAL_URL has it: each test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new folder' / 'journal.db'}"
    url: str = request.getfixturevalue("postgres")
    return url


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    """An empty journal."""
    async with Store(database_url(address)) as store:
        await store.migrate()
        yield store


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Pace:
    """The seconds between batches: they pass when the test says so."""

    due: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    async def pause(self) -> None:
        self.idle.set()
        await self.due.acquire()

    async def second(self) -> None:
        """Lets a second pass, and returns when what was pending is written, or could not be."""
        async with asyncio.timeout(30):
            await self.idle.wait()
            self.idle.clear()
            self.due.release()
            await self.idle.wait()


def open_journal(address: str, pace: Pace, clock: Clock | None = None, **changes: Any) -> Journal:
    """A journal in the database at `address` that keeps for 30 days, and soon takes the database for away."""
    store = Store(database_url(address), patience=0.2)
    options = {"retention": timedelta(days=30), "pause": pace.pause} | changes
    return Journal(store, scrubber("GB"), clock=clock or Clock(), **options)
