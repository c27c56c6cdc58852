"""Serves chats side by side, and the updates of one chat one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot import metrics

AT_ONCE = 256
KINDS = tuple(map(str, Update.ALL_TYPES))


class ChatOrder(BaseUpdateProcessor):
    """One chat's slow reply holds up nobody else; an edit never overtakes the question that it edits."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(at_once)
        # A lock lives for as long as an update of its chat holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handles an update when those of the same chat that came before it are done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        kind = _kind(update)
        with metrics.IN_HAND.track_inprogress(), metrics.ANSWER_TIME.labels(kind).time():
            if chat is None:
                await coroutine
            else:
                lock = self._locks.setdefault(chat.id, asyncio.Lock())
                async with lock:
                    await coroutine
        metrics.UPDATES.labels(kind).inc()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _kind(update: object) -> str:
    """What Telegram calls this kind of update."""
    return next((kind for kind in KINDS if getattr(update, kind, None) is not None), "unknown")
