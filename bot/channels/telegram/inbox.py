"""Updates that were fetched, and whether there is room for more: what can't be dealt with soon Telegram keeps."""

from __future__ import annotations

import asyncio

MOST_IN_HAND = 256
"""Fetched and not yet dealt with, before the next batch of at most 100 is fetched. At Telegram's pace of 30 messages a
second the last of them waits some 12 seconds; without a limit they would fill the memory, and a restart lose them."""


class Inbox(asyncio.Queue[object]):
    """python-telegram-bot's queue of updates, which also counts those that were taken out and are being dealt with."""

    def __init__(self, most: int = MOST_IN_HAND) -> None:
        super().__init__()
        self._most, self._in_hand = most, 0
        self._room = asyncio.Event()
        self._room.set()

    def put_nowait(self, item: object) -> None:
        """Takes an update in."""
        super().put_nowait(item)
        self._in_hand += 1
        if self._in_hand >= self._most:
            self._room.clear()

    def task_done(self) -> None:
        """An update is dealt with."""
        super().task_done()
        self._in_hand -= 1
        if self._in_hand < self._most:
            self._room.set()

    async def room(self) -> None:
        """Waits until there is room for more."""
        await self._room.wait()
