"""The bot's life on Telegram, from start to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from itertools import chain, repeat
from typing import Any, Protocol

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram import reload
from bot.channels.telegram.app import App, Sleep
from bot.channels.telegram.bot import Bot
from bot.channels.telegram.context import KEY, Desk, Upkeep
from bot.channels.telegram.errors import TokenRejected, describe
from bot.channels.telegram.setup import hints, set_up

logger = logging.getLogger(__name__)

START_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between tries to reach Telegram at the start; the last one again and again."""
LONGEST_GOODBYE = 10.0
"""Seconds that what is in hand has when the bot is told to stop."""


class WayIn(Protocol):
    """How updates come."""

    async def prepare(self, bot: Bot) -> None:
        """Agrees with Telegram on it. Raises WrongUse, TelegramError."""

    def open(self, application: App) -> AbstractAsyncContextManager[None]:
        """Lets updates in as long as the context is open. Raises TelegramError."""


async def serve(
    application: App,
    way_in: WayIn,
    stop: asyncio.Event,
    *,
    ready: asyncio.Event | None = None,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Answers until `stop` is set, and then what was asked before; sets `ready` when it begins. Raises WrongUse."""
    bot = application.bot
    desk: Desk = application.bot_data[KEY]
    upkeep = desk.upkeep
    try:
        if not await _persist(application.initialize, stop, sleep):
            return
        if not await _unless(
            stop, set_up(bot, desk.assistant.pack, desk.clock(), upkeep.maintainers if upkeep else ())
        ):
            return
        for hint in hints(bot.bot):
            logger.info(hint)
        if not await _persist(lambda: way_in.prepare(bot), stop, sleep):
            return
        await application.start()
        async with AsyncExitStack() as stack:
            if not await _persist(lambda: stack.enter_async_context(way_in.open(application)), stop, sleep):
                return
            if upkeep:
                await stack.enter_async_context(_keeping_up(bot, desk, upkeep, stop))
            logger.info("Answering as @%s. Ctrl-C stops.", bot.username)
            if ready:
                ready.set()
            await _first(stop, bot.given_up)
    except InvalidToken:
        # The library's message holds the token.
        raise TokenRejected from None
    finally:
        await _shut_down(application)
    if bot.reason:
        raise bot.reason


@asynccontextmanager
async def _keeping_up(bot: Bot, desk: Desk, upkeep: Upkeep, stop: asyncio.Event) -> AsyncIterator[None]:
    """Reads the FAQ anew whenever its files change, for as long as the context is open."""
    task = asyncio.create_task(reload.keep_up(bot, desk, upkeep, stop))
    task.add_done_callback(_tell_of_fault)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _tell_of_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        # The exception's own text may hold anything.
        said = "A fault in the bot: %s. It answers, but no longer sees when the FAQ is edited: /reload reads it."
        logger.error(said, type(error).__name__)


async def _shut_down(application: App) -> None:
    """Finishes what was fetched, and lets go of the connections."""
    if application.running:
        try:
            async with asyncio.timeout(LONGEST_GOODBYE):
                await application.stop()
        except TimeoutError:
            logger.warning("Stopped before all replies were delivered.")
    await application.shutdown()
    await application.bot.shutdown()


async def _persist(action: Callable[[], Awaitable[Any]], stop: asyncio.Event, sleep: Sleep) -> bool:
    """Does something that needs Telegram, however long that takes; False if it was told to stop before it could."""
    for pause in chain(START_PAUSES, repeat(START_PAUSES[-1])):
        try:
            return await _unless(stop, action())
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning("Can't reach Telegram: %s. I keep trying.", describe(error))
        if not await _unless(stop, sleep(pause)):
            return False
    raise AssertionError("the pauses have no end")


async def _unless(stop: asyncio.Event, work: Awaitable[Any]) -> bool:
    """Does some work, and raises what it raises; False if it was told to stop before that was done."""
    task = asyncio.ensure_future(work)
    await _first(stop, task)
    if stop.is_set():
        await asyncio.gather(task, return_exceptions=True)
        return False
    await task
    return True


async def _first(*awaited: asyncio.Event | asyncio.Future[Any]) -> None:
    """Waits until one of these happens, and lets go of the others."""
    tasks = [asyncio.ensure_future(one.wait() if isinstance(one, asyncio.Event) else one) for one in awaited]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
