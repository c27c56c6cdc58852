"""A database that can be out of reach for a while: SQLite because another process holds the file, PostgreSQL because
the network between is cut."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from sqlalchemy.engine import make_url


class Line(Protocol):
    """The way to the database."""

    address: str

    async def cut(self) -> None: ...

    async def mend(self) -> None: ...


class LockedFile:
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

    def __init__(self, address: str) -> None:
        self._server = make_url(address)
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = 0

    async def mend(self) -> None:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._listener.sockets[0].getsockname()[1]
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
