"""A database that can be out of reach for a while: SQLite because another process holds the file, PostgreSQL because
the network between is cut."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from sqlalchemy.engine import make_url

from tests.patience import PATIENCE
from tests.ports import free_port


class Line(Protocol):
    """The way to the database."""

    address: str
    patience: float
    """Seconds to wait for it: that it is away takes so long to show."""

    async def cut(self) -> None: ...

    async def mend(self) -> None: ...


class LockedFile:
    patience = 0.2

    def __init__(self, address: str) -> None:
        self.address = address
        self._path = str(make_url(address).database)

    async def cut(self) -> None:
        self._other = sqlite3.connect(self._path, isolation_level=None)
        self._other.execute("BEGIN IMMEDIATE")

    async def mend(self) -> None:
        self._other.close()


class CutNetwork:
    """Passes on what goes to the server and comes from it; cut, it refuses and drops connections."""

    patience = PATIENCE  # a refusal shows at once

    def __init__(self, address: str) -> None:
        self._server = make_url(address)
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = free_port()

    async def mend(self) -> None:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self.address = self._server.set(host="127.0.0.1", port=self._port).render_as_string(hide_password=False)

    async def cut(self) -> None:
        self._listener.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, away = await asyncio.open_connection(self._server.host, self._server.port or 5432)
        self._writers |= {writer, away}
        await asyncio.gather(_pass_on(reader, away), _pass_on(there, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def line_to(address: str) -> AsyncIterator[Line]:
    """The way to a database, for a test to cut."""
    if address.startswith("sqlite"):
        yield LockedFile(address)
        return
    line = CutNetwork(address)
    await line.mend()
    try:
        yield line
    finally:
        await line.cut()
