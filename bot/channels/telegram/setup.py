"""How the bot presents itself on Telegram, set only where it differs; and what only BotFather can switch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    User,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.errors import describe, is_benign
from bot.conversation.markup import to_plain
from bot.knowledge.facts import fill
from bot.knowledge.model import Pack

logger = logging.getLogger(__name__)

PRIVATE_COMMANDS = (
    BotCommand("topics", "Choose from all questions"),
    BotCommand("help", "How to ask"),
    BotCommand("about", "Where the answers come from"),
    BotCommand("privacy", "What is kept of your messages"),
)
GROUP_COMMANDS = (
    BotCommand("ask", "Ask a question, or have a message answered by replying to it"),
    BotCommand("help", "How to call me here"),
    BotCommand("privacy", "What is kept of your messages"),
)
MAINTAINER_COMMANDS = (
    *PRIVATE_COMMANDS,
    BotCommand("status", "How the bot is doing"),
    BotCommand("reload", "Read the FAQ anew"),
    BotCommand("unanswered", "What had no good answer"),
    BotCommand("stats", "What was asked, in figures"),
)
"""For the chats of maintainers only."""
PATIENCE = 20.0
"""Seconds after which people are answered, set up or not."""
DESCRIPTION_LENGTH = 512
SHORT_DESCRIPTION_LENGTH = 120

Step = tuple[str, Callable[[], Awaitable[Any]], Any, Callable[[], Awaitable[Any]]]
"""What is set up, in words; how to ask what it is now; what it should be; how to set it."""


async def set_up(bot: ExtBot[bool], pack: Pack, at: datetime, maintainers: Iterable[int] = ()) -> None:
    """Sets what differs from what it should be. Whatever Telegram doesn't take is one warning."""
    try:
        async with asyncio.timeout(PATIENCE):
            for what, get, wanted, put in steps(bot, pack, at):
                await _set(what, get, wanted, put)
            for maintainer in maintainers:
                await set_maintainer_commands(bot, maintainer)
    except TimeoutError:
        logger.warning("Telegram was too slow to set up how the bot presents itself. It answers all the same.")


async def set_maintainer_commands(bot: ExtBot[bool], chat_id: int) -> None:
    """Puts the maintainers' commands into the menu of one's private chat, as soon as they have opened it."""
    chat = BotCommandScopeChat(chat_id)
    await _set(
        "commands in the chat of a maintainer",
        lambda: bot.get_my_commands(chat),
        MAINTAINER_COMMANDS,
        lambda: bot.set_my_commands(MAINTAINER_COMMANDS, chat),
    )


async def _set(what: str, get: Callable[[], Awaitable[Any]], wanted: Any, put: Callable[[], Awaitable[Any]]) -> None:
    try:
        if await get() != wanted:
            await put()
            logger.info("Set the bot's %s.", what)
    except TelegramError as error:
        if is_benign(error):
            return  # a chat that nobody has opened yet
        logger.warning("Couldn't set the bot's %s: %s. It answers all the same.", what, describe(error))


def steps(bot: ExtBot[bool], pack: Pack, at: datetime) -> list[Step]:
    """Everything that is set for everybody."""
    text, short = description(pack, at), short_description(pack)
    private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()

    async def description_now() -> str:
        return (await bot.get_my_description()).description

    async def short_description_now() -> str:
        return (await bot.get_my_short_description()).short_description

    return [
        (
            "commands in private chats",
            lambda: bot.get_my_commands(private),
            PRIVATE_COMMANDS,
            lambda: bot.set_my_commands(PRIVATE_COMMANDS, private),
        ),
        (
            "commands in groups",
            lambda: bot.get_my_commands(groups),
            GROUP_COMMANDS,
            lambda: bot.set_my_commands(GROUP_COMMANDS, groups),
        ),
        ("description", description_now, text, lambda: bot.set_my_description(text)),
        ("short description", short_description_now, short, lambda: bot.set_my_short_description(short)),
        (
            "menu button",
            bot.get_chat_menu_button,
            MenuButtonCommands(),
            lambda: bot.set_chat_menu_button(menu_button=MenuButtonCommands()),
        ),
    ]


def description(pack: Pack, at: datetime) -> str:
    """What somebody reads who opens the chat for the first time."""
    return _cut(to_plain(fill(pack.wording.welcome, pack, at)), DESCRIPTION_LENGTH)


def short_description(pack: Pack) -> str:
    """What stands on the bot's profile, and beside its link when it is shared."""
    about = f"{pack.strike.name}: " if pack.strike else ""
    return _cut(f"{about}answers to people's questions. I'm a computer program.", SHORT_DESCRIPTION_LENGTH)


def _cut(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-16 units, which is how Telegram counts; cut between words."""
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    words = text.split(" ")
    while words and len(" ".join(words).encode("utf-16-le")) // 2 >= limit:
        words.pop()
    return " ".join(words) + "…"


def hints(me: User) -> list[str]:
    """What the bot will and won't see, and what to tell @BotFather to change that."""
    name = f"@{me.username}"
    found = []
    if me.can_join_groups is False:
        found.append(f"Nobody can add me to groups. To allow it: @BotFather, /setjoingroups, {name}, Enable.")
    if me.can_read_all_group_messages:
        found.append(
            "Privacy mode is off: in groups I'm sent every message, and answer only when I'm called. "
            f"To be sent only what is meant for me: @BotFather, /setprivacy, {name}, Enable."
        )
    else:
        found.append(
            "Privacy mode is on: in groups I see commands and replies to me, but perhaps not every mention of my name. "
            f"To be sent mentions for certain: @BotFather, /setprivacy, {name}, Disable, and add me to the group again."
        )
    if me.supports_inline_queries:
        found.append(
            "Inline mode is on. Which of its answers people choose is counted only if Telegram reports it: "
            f"@BotFather, /setinlinefeedback, {name}, Enabled."
        )
    else:
        found.append(f"Inline mode is off: {name} can't be used from other chats. @BotFather, /setinline, {name}.")
    if not me.supports_guest_queries:
        found.append(
            f"Guest mode is off: I can't be called in chats that I'm not in. @BotFather, /mybots, {name}, Bot Settings."
        )
    return found
