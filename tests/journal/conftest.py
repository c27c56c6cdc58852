"""Both databases, empty, and a journal whose clock and pace the test sets."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.journal import claims, writer
from bot.journal.database import database_url
from bot.journal.scrub import scrubber
from bot.journal.store import Store
from bot.journal.writer import Journal
from tests.patience import PATIENCE
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
    name = f"journal_tests_{os.getpid()}_{next(numbers)}"
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


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database or a replica that is slow, like all on a busy machine, doesn't count as away."""
    monkeypatch.setattr(claims, "PATIENCE", PATIENCE)
    monkeypatch.setattr(claims, "LEASE", timedelta(hours=1))
    monkeypatch.setattr(writer, "LONGEST_GOODBYE", PATIENCE)


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
        async with asyncio.timeout(PATIENCE):
            await self.idle.wait()
            self.idle.clear()
            self.due.release()
            await self.idle.wait()


def open_journal(
    address: str, pace: Pace, clock: Clock | None = None, patience: float = PATIENCE, **changes: Any
) -> Journal:
    """A journal in the database at `address` that keeps for 30 days. `patience`: seconds it waits for a locked file."""
    store = Store(database_url(address), patience)
    options = {"retention": timedelta(days=30), "pause": pace.pause, "longest_write": PATIENCE} | changes
    return Journal(store, scrubber("GB"), clock=clock or Clock(), **options)
