"""A Bot API on this machine that refuses what Telegram refuses, in Telegram's words."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import struct
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.http_server import Server, listen
from tests.patience import PATIENCE
from tests.telegram.bot_api import limits, schema
from tests.telegram.bot_api.faults import Fault
from tests.telegram.bot_api.hanging import NUMBER, Patience
from tests.telegram.bot_api.methods import METHODS
from tests.telegram.bot_api.people import Group, Person
from tests.telegram.bot_api.schema import Refused
from tests.telegram.bot_api.world import JSON, Chat, World

TOKEN = "4242:TESTS-ONLY-0123456789abcdefghijklmnop"


@dataclass(frozen=True)
class Call:
    """A request of the bot's, as it was taken."""

    method: str
    parameters: JSON


class BotApi:
    """The server, the world behind it, and the people in it."""

    def __init__(self) -> None:
        self.world = World()
        self.token = TOKEN
        self.url = ""
        self.calls: list[Call] = []
        self.asked: list[str] = []
        """Every method asked for with sound parameters, also those that wait for something still."""
        self.refusals: list[str] = []
        """Requests that were refused for what they were: a test that expects none checks that this is empty."""
        self.bot_is_idle: Callable[[], Awaitable[None]] | None = None
        """Set by whoever runs the bot in this process: waits until all that it fetched is dealt with."""
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._unknown: set[str] = set()
        self._gates: dict[str, asyncio.Event] = {}
        self.held: list[str] = []
        """Methods asked for that wait at a gate, or did."""
        self._patience = Patience()
        self._over = asyncio.Event()
        self._server: Server | None = None

    # The stage

    def private_user(self, name: str, **fields: Any) -> Person:
        # As long as Telegram's own: over 32 bits, and no figure that a test looks through holds one by chance.
        user = {"id": 7_203_541_000 + next(self.world.ids), "is_bot": False, "first_name": name, "language_code": "en"}
        self.world.chats[user["id"]] = Chat(user["id"], "private", {"first_name": name})
        return Person(self, user | fields)

    def group(self, title: str, *, supergroup: bool = True, threads: set[int] | None = None) -> Group:
        number = next(self.world.ids)
        chat_id = -1_002_203_541_000 - number if supergroup else -4_203_541_000 - number
        chat = Chat(chat_id, "supergroup" if supergroup else "group", {"title": title}, threads=threads or set())
        self.world.chats[chat_id] = chat
        return Group(self, chat)

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of `method` go wrong, one fault each."""
        self._faults[method] += faults

    def left(self, method: str) -> int:
        """How many faults still wait for calls of `method`."""
        return len(self._faults[method])

    def forget(self, *methods: str) -> None:
        """An older server: it doesn't know these methods."""
        self._unknown |= set(methods)

    @contextlib.asynccontextmanager
    async def holding(self, method: str) -> AsyncIterator[None]:
        """As long as the context is open, requests of `method` wait for their answer."""
        gate = self._gates[method] = asyncio.Event()
        try:
            yield
        finally:
            del self._gates[method]
            gate.set()

    def made(self, method: str) -> list[JSON]:
        """The parameters of every call of `method` so far that took effect."""
        return [call.parameters for call in self.calls if call.method == method]

    async def settled(self) -> None:
        """Waits until the bot has fetched every update and dealt with it."""
        await self.until(lambda: self.world.confirmed >= self.world.last_update)
        if self.bot_is_idle:
            await asyncio.wait_for(self.bot_is_idle(), PATIENCE)

    async def until(self, happened: Callable[[], Any]) -> None:
        """Waits until something is so."""
        async with self.world.news:
            await asyncio.wait_for(self.world.news.wait_for(lambda: bool(happened())), PATIENCE)

    # The server

    async def handle(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            self._check_token(token)
            if method not in METHODS or method in self._unknown:
                raise Refused(404, "Not Found")
            if gate := self._gates.get(method):
                await self._wait_at(gate, method, request)
            fault = self._faults[method].pop(0) if self._faults[method] else None
            if fault and not fault.taken:
                return await self._go_wrong(fault, request)
            result = await self._take(method, request)
            return await self._go_wrong(fault, request) if fault else JSONResponse({"ok": True, "result": result})
        except Refused as refused:
            if refused.code == 400 and method in METHODS and not refused.parameters:
                self.refusals.append(f"{method}: {refused.description}")
            return _refusal(refused)
        finally:
            await self.world.changed()

    async def _wait_at(self, gate: asyncio.Event, method: str, request: Request) -> None:
        """Holds a request; one whose sender has gone by then is not taken."""
        await request.body()
        self.held.append(method)
        await self.world.changed()
        await gate.wait()
        if await request.is_disconnected():
            raise Refused(499, "Client Closed Request")

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]{30,}", token):
            raise Refused(404, "Not Found")
        if token != self.token:
            raise Refused(401, "Unauthorized")

    async def _take(self, method: str, request: Request) -> Any:
        return await self._perform(method, _form(request.headers.get("content-type", ""), await request.body()))

    async def take_along(self, request: JSON) -> None:
        """Takes a request that came in a webhook's response. What becomes of it nobody is told."""
        given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in request.items()}
        method = given.pop("method")
        try:
            await self._perform(method, given)
        except Refused as refused:
            self.refusals.append(f"{method}: {refused.description}")

    async def _perform(self, method: str, given: dict[str, str]) -> Any:
        parameters = schema.parameters(method, given)
        self.asked.append(method)
        result = await METHODS[method](self.world, parameters)
        self.calls.append(Call(method, parameters))
        return result

    async def _go_wrong(self, fault: Fault, request: Request) -> Response:
        match fault.kind:
            case "refuse":
                assert fault.refusal
                return _refusal(fault.refusal)
            case "page":
                return HTMLResponse("<html><title>502 Bad Gateway</title></html>", 502)
            case "reset":
                self._reset(request)
            case "hang":
                if number := request.headers.get(NUMBER):
                    self._patience.ends(number)
                await self._over.wait()
        return Response()

    def _reset(self, request: Request) -> None:
        """Ends the connection the hard way."""
        assert self._server
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == tuple(request.scope["client"]):
                transport = connection.transport  # type: ignore[union-attr]
                transport.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                transport.abort()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[BotApi]:
        """Serves on a free port of 127.0.0.1."""
        routes = [Route("/bot{token}/{method}", self.handle, methods=["GET", "POST"])]
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", log_config=None, log_level="critical")
        self._server = Server(config)
        with listen("127.0.0.1", 0) as listener:
            self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            serving = asyncio.create_task(self._server.serve([listener]))
            try:
                with self._patience.of_clients(self.url):
                    yield self
            finally:
                self._over.set()
                await self.world.end_polls()
                self._server.over.set()
                await serving


def _form(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a request; a file that came with it is checked, and stands as `attach://` and its name."""
    if not content_type.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=False))
    fields = {}
    for part in message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body).walk():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            file = part.get_filename()
            if file is not None and name == "photo":
                limits.photo(content)
            fields[name] = content.decode() if file is None else f"attach://{file}"
    return fields


def _refusal(refused: Refused) -> JSONResponse:
    body: JSON = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return JSONResponse(body, refused.code)
