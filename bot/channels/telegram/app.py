"""The bot as python-telegram-bot's application: the table of handlers, and its life from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import ssl
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from functools import cache
from itertools import chain, repeat
from typing import Any

import httpx
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.channels.telegram import groups, guest, inline, maintainers, membership, menus, private, reload, unanswered
from bot.channels.telegram.bot import Bot
from bot.channels.telegram.context import KEY, Context, Desk
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.errors import TokenRejected, describe, on_error, polling_complaints
from bot.channels.telegram.order import ChatOrder
from bot.channels.telegram.setup import hints, set_up

logger = logging.getLogger(__name__)

# The library's log holds what people write and who they are, and the token. What goes wrong in it comes back to the bot
# as an exception, and is told in one line of the bot's own.
logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
# What the library will change in its next version concerns whoever moves the bot to that version.
warnings.filterwarnings("ignore", category=PTBDeprecationWarning)

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.MY_CHAT_MEMBER,
    Update.GUEST_MESSAGE,
]
"""What Telegram is asked to send, no more; it remembers the list, so it is passed at every start."""
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
START_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between tries to reach Telegram at the start; the last one again and again."""

App = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[str, Any], Any]
Sleep = Callable[[float], Awaitable[Any]]


def add_handlers(application: App) -> None:
    """Who deals with what. The first that fits gets an update; what fits none is left alone."""
    new, edited, guests = (
        filters.UpdateType.MESSAGE,
        filters.UpdateType.EDITED_MESSAGE,
        filters.UpdateType.GUEST_MESSAGE,
    )
    alone, among_others = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    words, things = filters.TEXT | filters.CAPTION, (filters.ATTACHMENT | filters.CHECKLIST) & ~filters.StatusUpdate.ALL
    application.add_handlers(
        [
            MessageHandler(guests, guest.message),
            MessageHandler(new & alone & words & maintainers.Asks(application.bot_data[KEY]), maintainers.command),
            MessageHandler(new & alone & words, private.question),
            MessageHandler(edited & alone & words, private.edited),
            MessageHandler(new & alone & things, private.not_text),
            MessageHandler(new & among_others & words, groups.message),
            MessageHandler(edited & among_others & words, groups.edited),
            MessageHandler(new & among_others & filters.StatusUpdate.MIGRATE, membership.migrated),
            ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
            CallbackQueryHandler(maintainers.pressed, pattern=f"^{unanswered.PREFIX}"),
            CallbackQueryHandler(menus.pressed),
            InlineQueryHandler(inline.query),
            ChosenInlineResultHandler(inline.chosen),
        ]
    )
    application.add_error_handler(on_error)


def build_application(
    desk: Desk, token: str, api_url: str, *, sleep: Sleep = asyncio.sleep, read_timeout: float = 10.0
) -> App:
    """An application that is ready to be served. Raises TokenRejected if the token can't be one."""
    if not TOKEN.fullmatch(token):
        raise TokenRejected
    tls = {"verify": _certificates()}
    bot = Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(256, read_timeout=read_timeout, pool_timeout=read_timeout, httpx_kwargs=tls),
        get_updates_request=HTTPXRequest(2, read_timeout=read_timeout, httpx_kwargs=tls),
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=Delivery(sleep),
    )
    application = (
        ApplicationBuilder()
        .bot(bot)
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(ChatOrder())
        .job_queue(None)
        .build()
    )
    application.bot_data[KEY] = desk
    add_handlers(application)
    return application


@cache
def _certificates() -> ssl.SSLContext:
    """Who is trusted to be Telegram; slow to read, so read once."""
    return httpx.create_ssl_context()


async def serve(application: App, stop: asyncio.Event, *, sleep: Sleep = asyncio.sleep) -> None:
    """Answers until `stop` is set, and then what was asked before. Raises TokenRejected."""
    bot = application.bot
    desk: Desk = application.bot_data[KEY]
    upkeep = desk.upkeep
    if not await _reach_telegram(application, stop, sleep):
        return
    try:
        await set_up(bot, desk.assistant.pack, desk.clock(), upkeep.maintainers if upkeep else ())
        for hint in hints(bot.bot):
            logger.info(hint)
        assert application.updater
        await application.updater.start_polling(
            allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=polling_complaints(logger.warning)
        )
        await application.start()
        logger.info("Answering as @%s. Ctrl-C stops.", bot.username)
        async with _beside(reload.keep_up(bot, desk, upkeep, stop) if upkeep else None):
            await _first(stop, bot.rejected)
    except InvalidToken:
        bot.rejected.set()
    finally:
        await _shut_down(application)
    if bot.rejected.is_set():
        raise TokenRejected


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None] | None) -> AsyncIterator[None]:
    """Does `work` for as long as the context is open."""
    tasks = [asyncio.create_task(work)] if work else []
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            await asyncio.wait([task])


async def _shut_down(application: App) -> None:
    """Stops fetching, finishes what was fetched, and lets go of the connections."""
    # The updater passes on what ended its fetching, which is known by now.
    with contextlib.suppress(InvalidToken):
        if application.updater and application.updater.running:
            await application.updater.stop()
    if application.running:
        await application.stop()
    await application.shutdown()


async def _reach_telegram(application: App, stop: asyncio.Event, sleep: Sleep) -> bool:
    """Signs in, however long that takes; False if it was told to stop before it could."""
    for pause in chain(START_PAUSES, repeat(START_PAUSES[-1])):
        try:
            await application.initialize()
            return True
        except InvalidToken:
            await application.bot.shutdown()
            # The library's message holds the token.
            raise TokenRejected from None
        except NetworkError as error:
            logger.warning("Can't reach Telegram: %s. I keep trying.", describe(error))
        pausing = asyncio.ensure_future(sleep(pause))
        await _first(stop, pausing)
        if stop.is_set():
            return False
    raise AssertionError("the pauses have no end")


async def _first(*awaited: asyncio.Event | asyncio.Future[Any]) -> None:
    """Waits until one of these happens, and lets go of the others."""
    tasks = [asyncio.ensure_future(one.wait() if isinstance(one, asyncio.Event) else one) for one in awaited]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
