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

logger = logging.getLogger(__name__)


class Bot(ExtBot[bool]):
    """A bot that says so when its token is taken away, and passes over updates that the library can't read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Bots take no new attributes once they are set up.
        with self._unfrozen():
            self.rejected = asyncio.Event()

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Fetches updates."""
        try:
            return await super().get_updates(*args, **kwargs)
        except InvalidToken:
            self.rejected.set()
            raise
        except TelegramError:
            raise
        except Exception as error:
            # Left to itself the library would fetch the same update, fail, and fetch it again for ever.
            logger.warning("Telegram sent something that can't be read (%s). It is passed over.", type(error).__name__)
            return await self._get_readable_updates(kwargs.get("offset"))

    async def _get_readable_updates(self, offset: int | None) -> tuple[Update, ...]:
        with warnings.catch_warnings():
            # Only so do the updates come as data.
            warnings.simplefilter("ignore", PTBUserWarning)
            raw = await self.do_api_request("getUpdates", api_kwargs={"offset": offset, "timeout": 0})
        return tuple(self._read(update) for update in raw)

    def _read(self, data: dict[str, Any]) -> Update:
        """An update; an empty one of the same number if it can't be read, so that it counts as fetched."""
        update_id = data["update_id"]
        try:
            return Update.de_json(data, self)
        except Exception:
            return Update(update_id)
