"""Long polling: the bot fetches its updates itself, and needs no address."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.app import ALLOWED_UPDATES, App
from bot.channels.telegram.bot import Bot
from bot.channels.telegram.context import KEY, Desk
from bot.channels.telegram.errors import describe
from bot.wrong_use import WrongUse

logger = logging.getLogger(__name__)

WEBHOOK_IS_SET = (
    "Telegram sends this bot's messages to a webhook at {host}, so they can't be fetched. If a bot answers there, "
    "leave it to it. If none does any more, fetch them with `python -m bot run --polling`: it takes the webhook away."
)


TAKEN_OVER = (
    "Somebody has set a webhook for this bot: Telegram now sends its messages there. Leave it to the bot that answers "
    "there, or fetch them again with `python -m bot run --polling`: it takes the webhook away."
)
ANOTHER = (
    "Another process fetches this bot's messages with the same token. Only one can: stop it, or leave it to it. "
    "Several can share the work with a webhook (WEBHOOK_URL)."
)
NEWCOMER = timedelta(minutes=1)
"""Of two that fetch with one token the one that began less than this ago gives way. A process that is being replaced
is gone sooner."""
CONFLICTS = 3
"""Conflicts after which it does so."""
LULL = timedelta(minutes=2)
"""Without an error for so long, the next one is news: while they last, they come every half minute or more often."""


@dataclass(frozen=True)
class Polling:
    """Updates as they are fetched."""

    take_over: bool = False
    """Take a webhook away that is set: whoever answers there gets nothing any more."""

    async def prepare(self, bot: Bot) -> None:
        """Looks whether updates can be fetched. Raises WrongUse if a webhook is set, and TelegramError."""
        if self.take_over:
            return
        if url := (await bot.get_webhook_info()).url:
            raise WrongUse(WEBHOOK_IS_SET.format(host=urlsplit(url).hostname or "another address"))

    @asynccontextmanager
    async def open(self, application: App) -> AsyncIterator[None]:
        """Fetches updates as long as the context is open. Raises TelegramError."""
        updater = application.updater
        assert updater
        try:
            await updater.start_polling(
                allowed_updates=ALLOWED_UPDATES, bootstrap_retries=0, error_callback=_complaints(application)
            )
            yield
        finally:
            # The updater passes on what ended its fetching, which is known by now. One that is told to stop while it
            # starts counts as running.
            with suppress(InvalidToken):
                if updater.running:
                    await updater.stop()


def _complaints(application: App) -> Callable[[TelegramError], None]:
    """For errors while fetching, which come again every few seconds: a kind is said once in a row, and after a lull."""
    bot, desk = application.bot, application.bot_data[KEY]
    assert isinstance(desk, Desk)
    clock, last, conflicts = desk.clock, "", 0
    started = came = clock()

    def complain(error: TelegramError) -> None:
        nonlocal last, came, conflicts
        if isinstance(error, Conflict):
            said = ANOTHER
            if "webhook" in error.message.lower():
                bot.give_up(WrongUse(TAKEN_OVER))
                return
            if clock() - started < NEWCOMER:
                # Said once, as the reason why it ends; fewer come from a process that is being replaced.
                conflicts += 1
                if conflicts >= CONFLICTS:
                    bot.give_up(WrongUse(ANOTHER))
                return
        else:
            said = f"Can't fetch messages: {describe(error)}. I keep trying."
        if last != said or clock() - came > LULL:
            logger.warning("%s", said)
        last, came = said, clock()

    return complain
