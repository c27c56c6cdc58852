"""HTTP/1.1 with as little as it takes, so that the far side of a bot under load is never what is slow."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

Answer = Callable[[str, bytes], Awaitable[bytes]]
"""From the last part of a request's path and its body to the JSON to answer with."""

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
END = b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """One connection to the server: requests one after the other."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._received = b""
        self._transport: asyncio.Transport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        for task in self._tasks:
            task.cancel()

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(END)
        if end < 0:
            return
        head = self._received[:end]
        length = LENGTH.search(head)
        whole = end + len(END) + (int(length[1]) if length else 0)
        if len(self._received) < whole:
            return
        body, self._received = self._received[end + len(END) : whole], self._received[whole:]
        path = head.split(b" ", 2)[1]
        task = asyncio.create_task(self._respond(path.rsplit(b"/", 1)[-1].decode(), body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _respond(self, name: str, body: bytes) -> None:
        content = await self._answer(name, body)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content)
        if self._transport and not self._transport.is_closing():
            self._transport.write(head + content)


async def listen(answer: Answer) -> tuple[asyncio.Server, int]:
    """A server on a free port of this machine, and the port."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(answer), "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


class Client:
    """One connection to a webhook, kept open."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._port = port
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}".encode()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Sends a request; returns the status and the body of the answer. Raises OSError, EOFError."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        try:
            writer.write(self._head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(END)
            length = LENGTH.search(head)
            content = await reader.readexactly(int(length[1]) if length else 0)
        except (OSError, EOFError):
            self.close()
            raise
        return int(head[9:12]), content

    def close(self) -> None:
        """Ends the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None
