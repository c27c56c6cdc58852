"""The bot's own HTTP server: is it up, is it ready, how does it do; and the webhook, where there is one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator, Sequence

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.health import Health
from bot.wrong_use import WrongUse

logger = logging.getLogger(__name__)

KEEP_ALIVE = 150
"""Seconds that an idle connection is kept: longer than proxies do (nginx: 60, Caddy: 120), so that they never write to
one that is being closed."""


def build_server(health: Health, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """/healthz, /readyz and /metrics, beside `routes`."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("up\n")

    async def readyz(request: Request) -> Response:
        state = {
            "ready": health.ready,
            "faq_entries": health.entries(),
            "telegram": "signed in" if health.signed_in.is_set() else "not signed in yet",
            "database": "ok" if health.database() else "away",
            "stopping": health.stop.is_set(),
        }
        return JSONResponse(state, 200 if health.ready else 503)

    async def metrics(request: Request) -> Response:
        return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    return Starlette(routes=[*own, *routes])


@contextlib.asynccontextmanager
async def listening(app: Starlette, host: str, port: int) -> AsyncIterator[int]:
    """Serves `app` as long as the context is open; gives the port. Raises WrongUse if it can't listen there."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE,
    )
    server = Server(config)
    try:
        listener = listen(host, port)
    except OSError as error:
        reason = error.strerror or error
        raise WrongUse(f"LISTEN_HOST and LISTEN_PORT: can't listen at {host}:{port}: {reason}.") from None
    except UnicodeError:  # it can't even be looked up
        raise WrongUse(f"LISTEN_HOST is {host!r}, but must be a host name or IP address.") from None
    with listener:
        serving = asyncio.create_task(server.serve([listener]))
        port = listener.getsockname()[1]
        logger.info("Listening at %s:%d.", host, port)
        try:
            yield port
        finally:
            server.over.set()
            await serving


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any that is free. Raises OSError, UnicodeError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # Named TCP outright, so that asyncio sees it is and doesn't wait to fill packets.
    listener = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """Leaves the signals to the program, and serves until `over` is set."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.over = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        await self.over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        # What is answered already is on its way out; nobody is waited for who keeps a connection open.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                while self.server_state.tasks:
                    await asyncio.wait(self.server_state.tasks)
        for connection in list(self.server_state.connections):
            connection.transport.close()
