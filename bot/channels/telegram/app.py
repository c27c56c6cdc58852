"""The bot as python-telegram-bot's application: the table of handlers."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
import warnings
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import httpx
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
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

from bot.channels.telegram import groups, guest, inline, maintainers, membership, menus, private, unanswered
from bot.channels.telegram.bot import Bot
from bot.channels.telegram.context import KEY, Context, Desk
from bot.channels.telegram.delivery import CONNECTIONS, MESSAGES_PER_SECOND, Delivery
from bot.channels.telegram.errors import TokenRejected, on_error
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.order import ChatOrder

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

App = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[str, Any], Any]
Sleep = Callable[[float], Awaitable[Any]]


class ForgetfulApplication(App):
    """Keeps no list of who wrote."""

    def _mark_for_persistence_update(self, **_: object) -> None:
        # The library's notes every chat and user until they are written to a store. This bot has none, so the list
        # would grow with everybody who ever writes.
        pass


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
    desk: Desk,
    token: str,
    api_url: str,
    *,
    polls: bool = True,
    messages_per_second: int = MESSAGES_PER_SECOND,
    sleep: Sleep = asyncio.sleep,
    read_timeout: float = 10.0,
) -> App:
    """An application that is ready to be served; `polls`: it fetches its updates itself.

    `messages_per_second`: how many it sends at most, in all chats together.

    Raises TokenRejected if the token can't be one.
    """
    if not TOKEN.fullmatch(token):
        raise TokenRejected
    tls = {"verify": _certificates()}
    inbox = Inbox()
    bot = Bot(
        token,
        inbox=inbox,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(2 * CONNECTIONS, read_timeout=read_timeout, pool_timeout=read_timeout, httpx_kwargs=tls),
        get_updates_request=HTTPXRequest(2, read_timeout=read_timeout, httpx_kwargs=tls),
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=Delivery(sleep, messages_per_second),
    )
    builder = (
        ApplicationBuilder()
        .application_class(ForgetfulApplication)
        .bot(bot)
        .update_queue(inbox)
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(ChatOrder())
        .job_queue(None)
    )
    application = (builder if polls else builder.updater(None)).build()
    application.bot_data[KEY] = desk
    add_handlers(application)
    return application


@cache
def _certificates() -> ssl.SSLContext:
    """Who is trusted to be Telegram; slow to read, so read once."""
    return httpx.create_ssl_context()
