"""The database behind the journal: SQLite in one file, or PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import aiosqlite
from platformdirs import user_data_path
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.wrong_use import WrongUse

APP = "strike-faq-bot"
FILE = "journal.db"
PATIENCE = 3.0
TRIES = 50
WRITES = "journal_writes"
"""Execution option of a connection: it is going to write."""
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_ALLOWED = "JOURNAL_URL is (hidden), but must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE."

# At DEBUG the driver logs every statement with its values: what people wrote.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)


def database_url(setting: str | None) -> URL:
    """The address of the journal's database; without a setting, a file in the user's data folder. Raises WrongUse."""
    if not setting:
        return URL.create("sqlite+aiosqlite", database=str(user_data_path(APP, appauthor=False) / FILE))
    try:
        url = make_url(setting)
    except (ArgumentError, ValueError):
        raise WrongUse(_ALLOWED) from None
    if url.drivername not in _DRIVERS or not url.database or url.database == ":memory:":
        raise WrongUse(_ALLOWED)
    url = url.set(drivername=_DRIVERS[url.drivername])
    if is_sqlite(url):
        return url
    if find_spec("asyncpg") is None:
        raise WrongUse(f"JOURNAL_URL names a PostgreSQL database. For its driver: pip install '{APP}[postgres]'")
    # Addresses of hosted databases often end in ?sslmode=require, which asyncpg calls ssl.
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    return url.set(query=query)


def is_sqlite(url: URL) -> bool:
    """Whether the database is a file."""
    return url.get_backend_name() == "sqlite"


def create_engine(url: URL, patience: float = PATIENCE) -> AsyncEngine:
    """An engine that waits at most `patience` seconds for a connection, and for a file that another process locks."""
    if not is_sqlite(url):
        timeouts: dict[str, Any] = {"timeout": patience, "command_timeout": 2 * patience}
        return create_async_engine(
            url, connect_args=timeouts, hide_parameters=True, pool_pre_ping=True, pool_size=2, max_overflow=3
        )
    # A connection to a file is opened in no time; one that is kept would go on writing to a file that was deleted.
    engine = create_async_engine(url, connect_args={"timeout": patience}, hide_parameters=True, poolclass=NullPool)
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def may_exist(url: URL) -> bool:
    """Whether the file is there; of a database on a server nothing is known before it is asked."""
    return not is_sqlite(url) or Path(url.database or "").is_file()


def make_file(url: URL) -> None:
    """Makes the file, readable for its owner only, and its folder. Raises OSError."""
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)


async def use_wal(url: URL, patience: float = PATIENCE) -> None:
    """Lets the file be read while it is written, from now on. Raises sqlite3.OperationalError."""
    async with aiosqlite.connect(str(url.database), timeout=patience) as connection:
        # SQLite doesn't wait for its turn here, when several processes make one file at the same time.
        for left in reversed(range(TRIES)):
            try:
                await connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError:
                if not left:
                    raise
            await asyncio.sleep(patience / TRIES)


def _set_up(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own: `_begin` does
    cursor = connection.cursor()
    for pragma in (
        # With WAL a crash of the program loses nothing, and one of the machine no more than the last moments.
        "synchronous=NORMAL",
        # What is purged is overwritten.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that begins by reading can't wait for its turn to write.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def describe(error: BaseException) -> str:
    """What went wrong with a database, in words fit for a log: never a statement's values, which people wrote."""
    if isinstance(error, TimeoutError):
        return "it takes too long"
    if isinstance(error, sqlite3.Error):
        return str(error)
    if isinstance(error, DBAPIError) and error.orig is not None:
        # What SQLite says names no values. PostgreSQL may quote them.
        driver = type(error.orig).__module__
        cause = error.orig.__cause__ or error.orig
        return str(error.orig) if "sqlite" in driver else type(cause).__name__
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return type(error).__name__
