"""Brings updates to a webhook as Telegram does: several at once, and each again until the bot says yes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.patience import PATIENCE
from tests.telegram.bot_api.server import BotApi
from tests.telegram.bot_api.world import JSON

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PAUSE = 0.1
"""Seconds before an update is brought again. Telegram's are more."""


class Courier:
    """Between Telegram and a webhook."""

    def __init__(self, api: BotApi, url: str, connections: int = 40) -> None:
        self.api, self.url = api, url
        self.tries: Counter[int] = Counter()
        """How often each update was brought."""
        self.broken: set[int] = set()
        """Updates whose connection broke before an answer came."""
        self._connections = asyncio.Semaphore(connections)
        self._http = httpx.AsyncClient(timeout=PATIENCE, limits=httpx.Limits(max_connections=None), trust_env=False)

    async def bring(self, update: JSON) -> int:
        """Brings an update once; returns the status of the answer, 0 if there was none."""
        self.tries[update["update_id"]] += 1
        try:
            answer = await self._http.post(
                self.url, json=update, headers={SECRET_HEADER: self.api.world.webhook_secret}
            )
        except httpx.TransportError:
            self.broken.add(update["update_id"])
            return 0
        if answer.status_code == 200 and answer.content:
            await self.api.take_along(answer.json())
        return answer.status_code

    async def _deliver(self, update: JSON) -> None:
        async with self._connections:
            # Nobody tells Telegram when a bot is back.
            while not 200 <= await self.bring(update) < 300:  # noqa: ASYNC110
                await asyncio.sleep(PAUSE)
        world = self.api.world
        world.updates.remove(update)
        world.confirmed = min((one["update_id"] - 1 for one in world.updates), default=world.last_update)
        await world.changed()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Courier]:
        """Brings what people do for as long as the context is open."""
        async with self._http:
            fetching = asyncio.create_task(self._fetch())
            try:
                yield self
            finally:
                fetching.cancel()
                await asyncio.wait([fetching])

    async def _fetch(self) -> None:
        world, seen = self.api.world, self.api.world.confirmed

        def new() -> list[JSON]:
            return [update for update in world.updates if update["update_id"] > seen]

        async with asyncio.TaskGroup() as deliveries:
            while True:
                async with world.news:
                    found = await world.news.wait_for(new)
                seen = world.last_update
                for update in found:
                    deliveries.create_task(self._deliver(update))
