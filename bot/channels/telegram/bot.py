"""python-telegram-bot's bot, made fit to fetch updates for months."""

from __future__ import annotations

import asyncio
import logging
import warnings
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.errors import TokenRejected
from bot.channels.telegram.inbox import Inbox
from bot.wrong_use import WrongUse

logger = logging.getLogger(__name__)


class Bot(ExtBot[bool]):
    """A bot that gives up when its token is taken away, and passes over updates that the library can't read."""

    def __init__(self, *args: Any, inbox: Inbox, **kwargs: Any) -> None:
        """`inbox`: where the updates go that are fetched."""
        super().__init__(*args, **kwargs)
        # Bots take no new attributes once they are set up.
        with self._unfrozen():
            self._inbox = inbox
            self.given_up = asyncio.Event()
            self.reason: WrongUse | None = None

    def give_up(self, reason: WrongUse) -> None:
        """There is no use in going on, and somebody has to do something about it."""
        with self._unfrozen():
            self.reason = reason
        self.given_up.set()

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Fetches updates, once there is room for them."""
        if kwargs.get("timeout"):  # without it, at the stop, only those fetched before are confirmed
            await self._inbox.room()
        try:
            return await super().get_updates(*args, **kwargs)
        except InvalidToken:
            self.give_up(TokenRejected())
            raise
        except TelegramError:
            raise
        except Exception:
            # Left to itself the library would fetch the same update, fail, and fetch it again for ever.
            return await self._get_readable_updates(kwargs.get("offset"))

    async def _get_readable_updates(self, offset: int | None) -> tuple[Update, ...]:
        with warnings.catch_warnings():
            # Only so do the updates come as data.
            warnings.simplefilter("ignore", PTBUserWarning)
            raw = await self.do_api_request("getUpdates", api_kwargs={"offset": offset, "timeout": 0})
        return tuple(self.read(update) for update in raw)

    def read(self, data: dict[str, Any]) -> Update:
        """An update; an empty one of the same number if it can't be read, so that it counts as dealt with."""
        try:
            return Update.de_json(data, self)
        except Exception as error:
            logger.warning("Telegram sent something that can't be read (%s). It is passed over.", type(error).__name__)
            return Update(data["update_id"])
