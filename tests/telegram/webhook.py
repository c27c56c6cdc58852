"""A bot behind a webhook, and who brings it updates."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.telegram.app import build_application
from bot.channels.telegram.context import Desk
from bot.channels.telegram.service import serve
from bot.channels.telegram.webhook import Webhook
from bot.conversation.assistant import Assistant
from bot.health import Health
from bot.http_server import build_server, listening
from bot.journal.claims import Alone, Claims
from bot.knowledge.model import Pack
from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.bot_api.courier import SECRET_HEADER, Courier
from tests.telegram.bot_api.world import JSON
from tests.telegram.conftest import Clock, Keywords, Notebook

QUESTION, ANSWER = "are the lamps lit", "every lamp is lit"
URL, SECRET = "https://bot.example/telegram", "known-to-Telegram_only"


@dataclass
class Served:
    """A bot behind a webhook."""

    api: BotApi
    desk: Desk
    health: Health
    serving: asyncio.Task[None]
    courier: Courier
    http: httpx.AsyncClient

    @property
    def heard(self) -> list[str]:
        assert isinstance(self.desk.assistant.interpreter, Keywords)
        return self.desk.assistant.interpreter.heard

    async def post(self, content: Any = None, *, path: str = "/telegram", **headers: str) -> int:
        """A request as anybody could send it; returns its status."""
        sent = {SECRET_HEADER: SECRET, "Content-Type": "application/json"} | headers
        body = json.dumps(update(self.api, 1)) if content is None else content
        return (await self.http.post(path, content=body, headers=sent)).status_code

    async def readiness(self) -> tuple[int, JSON]:
        answer = await self.http.get("/readyz")
        return answer.status_code, answer.json()

    async def metric(self, line: str) -> float:
        """The value of one line of /metrics; 0 if there is none."""
        for found in (await self.http.get("/metrics")).text.splitlines():
            if found.startswith(f"{line} "):
                return float(found.rsplit(" ", 1)[1])
        return 0.0


def update(api: BotApi, number: int, text: str = QUESTION) -> JSON:
    """An update of a private message."""
    return {"update_id": number, "message": api.private_user("Alice").write(text=text).json}


@asynccontextmanager
async def served(api: BotApi, pack: Pack, *, ready: bool = True, claims: Claims | None = None) -> AsyncIterator[Served]:
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    desk = Desk(Assistant(pack, Keywords(pack)), Clock(), Notebook())
    application = build_application(desk, TOKEN, api.url, polls=False, sleep=sleep, read_timeout=PATIENCE)
    health = Health(lambda: len(desk.assistant.pack.entries), lambda: True)
    way_in = Webhook(URL, SECRET, claims or Alone())
    async with listening(build_server(health, [way_in.route]), "127.0.0.1", 0) as port:
        here = f"http://127.0.0.1:{port}"
        serving = asyncio.create_task(serve(application, way_in, health.stop, ready=health.signed_in, sleep=sleep))
        courier = Courier(api, f"{here}/telegram")
        async with httpx.AsyncClient(base_url=here, trust_env=False) as http, courier.running():
            if ready:
                signing_in = asyncio.create_task(health.signed_in.wait())
                await asyncio.wait([serving, signing_in], return_when=asyncio.FIRST_COMPLETED)
            yield Served(api, desk, health, serving, courier, http)
            health.stop.set()
            await asyncio.wait([serving])
