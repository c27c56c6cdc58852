"""The webhook: Telegram brings each update to an address of the bot's, with a secret that proves that it is Telegram.

An update is confirmed when it is dealt with, not before: what a killed process had in hand Telegram brings again, to
whichever process is there. What is brought again although it is dealt with is confirmed, and nothing else happens.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import compare_digest
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import BadRequest

from bot import metrics
from bot.channels.telegram import in_response
from bot.channels.telegram.app import ALLOWED_UPDATES, App
from bot.channels.telegram.bot import Bot
from bot.channels.telegram.memory import Recent
from bot.journal.claims import Claims
from bot.wrong_use import WrongUse

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1_000_000
"""Of an update: Telegram's are a few thousand, with a long text in a forwarded message ten times that."""
MOST_IN_HAND = 500
"""Updates dealt with at once. Telegram keeps the others, and brings them a little later."""
MOST_HANDLED = 100_000
CONNECTIONS = 100
"""That Telegram may keep open: the most it takes."""
LONGEST_HOLD = 25.0
"""Seconds after which Telegram is told yes although a reply is still on its way: it would bring the update again."""
LONGEST_GOODBYE = 10.0
"""Seconds that what is in hand has when the bot is told to stop."""
NOT_NOW = PlainTextResponse("Not now.\n", 503, headers={"Retry-After": "1"})


class Refused(Exception):
    """A request that isn't Telegram's, or isn't an update."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.response = PlainTextResponse(f"{reason}\n", status)


class Webhook:
    """Updates as Telegram brings them."""

    def __init__(self, url: str, secret: str, claims: Claims) -> None:
        """`url`: where Telegram brings them; `secret`: what it sends along."""
        self._url, self._secret = url, secret
        self._claims = claims
        self._application: App | None = None
        self._handled: Recent[int, None] = Recent(MOST_HANDLED)
        self._in_hand: dict[int, asyncio.Task[in_response.Request | None]] = {}

    @property
    def route(self) -> Route:
        """Where the HTTP server finds it."""
        return Route(urlsplit(self._url).path or "/", self.receive, methods=["POST"])

    async def prepare(self, bot: Bot) -> None:
        """Tells Telegram where to bring updates. Raises WrongUse if it won't, and TelegramError.

        It is told at each start, for nobody can ask it which secret it sends along. That changes nothing if nothing
        has changed, and loses no update.
        """
        try:
            await bot.set_webhook(
                self._url,
                allowed_updates=ALLOWED_UPDATES,
                secret_token=self._secret,
                max_connections=CONNECTIONS,
            )
        except BadRequest as error:
            raise WrongUse(f"Telegram doesn't take the address in WEBHOOK_URL: {error.message}.") from None

    @asynccontextmanager
    async def open(self, application: App) -> AsyncIterator[None]:
        """Takes updates as long as the context is open, and then finishes those in hand.

        The webhook stays set: other processes may answer there, and what comes meanwhile Telegram keeps.
        """
        self._application = application
        try:
            yield
        finally:
            self._application = None
            await self._finish()

    async def _finish(self) -> None:
        left = set(self._in_hand.values())
        if left:
            _, left = await asyncio.wait(left, timeout=LONGEST_GOODBYE)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
            logger.warning("Stopped before %d replies were delivered. Telegram brings the questions again.", len(left))

    async def receive(self, request: Request) -> Response:
        """Deals with an update, and says so to Telegram."""
        try:
            update_id, data = await self._read(request)
        except Refused as refused:
            metrics.WEBHOOK_REFUSALS.labels(refused.status).inc()
            return refused.response
        except ClientDisconnect:
            return NOT_NOW
        if update_id in self._handled:
            metrics.REPEATS.inc()
            return Response()
        task = self._in_hand.get(update_id)
        if task is None:
            if self._application is None or len(self._in_hand) >= MOST_IN_HAND:
                metrics.WEBHOOK_REFUSALS.labels(503).inc()
                return NOT_NOW
            task = asyncio.create_task(self._deal_with(update_id, data, self._application))
            self._in_hand[update_id] = task
            task.add_done_callback(lambda _: self._in_hand.pop(update_id))
        await asyncio.wait([task], timeout=LONGEST_HOLD)
        if not task.done():
            return Response()
        along = None if task.cancelled() else task.result()
        if along is None:
            return NOT_NOW
        return JSONResponse(along) if along else Response()

    async def _read(self, request: Request) -> tuple[int, dict[str, Any]]:
        given = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(given.encode("latin-1"), self._secret.encode()):
            raise Refused(403, "Not Telegram.")
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refused(415, "Not application/json.")
        body = bytearray()
        if int(request.headers.get("Content-Length", 0)) > MOST_BYTES:
            raise Refused(413, "Too large.")
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Refused(413, "Too large.")
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            raise Refused(400, "Not JSON.") from None
        update_id = data.get("update_id") if isinstance(data, dict) else None
        if type(update_id) is not int or not 0 <= update_id < 2**63:
            raise Refused(400, "Not an update.")
        return update_id, data

    async def _deal_with(self, update_id: int, data: dict[str, Any], application: App) -> in_response.Request | None:
        """Handles an update unless that is done already; returns what goes along with the yes to Telegram.

        None if Telegram must not forget it, because another replica is at it.
        """
        along = in_response.offer()
        claim = await self._claims.claim(update_id)
        if claim == "elsewhere":
            return None
        if claim == "done":
            metrics.REPEATS.inc()
        else:
            try:
                update = application.bot.read(data)
                processor = application.update_processor
                await processor.process_update(update, application.process_update(update))
            except BaseException:
                self._claims.release(update_id)
                raise
            self._claims.finish(update_id)
        self._handled.put(update_id, None)
        return along
