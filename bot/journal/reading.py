"""Reads the journal from a command: opens it, asks, and closes it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.journal.database import database_url, describe
from bot.journal.store import Store
from bot.wrong_use import WrongUse

T = TypeVar("T")

EMPTY = "The journal is empty: nothing was asked yet in these days. It fills while `python -m bot run` answers."


class JournalError(WrongUse):
    """The journal can't be read: one line that says why."""


def read(url: str | None, ask: Callable[[Store], Awaitable[T]]) -> T | None:
    """What `ask` finds in the journal at the address `url` (None: the default); None if there is no journal yet.

    Raises WrongUse.
    """
    return asyncio.run(_read(Store(database_url(url)), ask))


async def _read(store: Store, ask: Callable[[Store], Awaitable[T]]) -> T | None:
    async with store:
        try:
            return await ask(store) if await store.is_there() else None
        except (SQLAlchemyError, OSError) as error:
            raise JournalError(f"The journal can't be read: {describe(error)}. Check JOURNAL_URL.") from None
