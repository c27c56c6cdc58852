"""Wires the parts together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.assistant import Assistant
from bot.knowledge.files import stamps
from bot.knowledge.load import default_pack, load_pack
from bot.settings import Settings, load_settings
from bot.wrong_use import WrongUse

if TYPE_CHECKING:
    from bot.journal.writer import Journal


class NoFolder(WrongUse):
    """The FAQ's folder isn't there: one line that says so."""


def faq_folder(chosen: Path | None) -> Path:
    """The folder of the FAQ: the one chosen, else the setting FAQ_DIR, else the one shipped.

    Raises NoFolder, SettingsError.
    """
    named = chosen or load_settings().faq_dir
    folder = named or default_pack()
    if not folder.is_dir():
        raise NoFolder(f"{'--faq' if chosen else 'FAQ_DIR'}: {folder} is not a folder.")
    return folder


def load_assistant(folder: Path) -> Assistant:
    """An assistant for the FAQ in `folder`. Raises PackError if the FAQ is broken."""
    # Half a million objects that all stay: looking for garbage among them would take a tenth of the time.
    gc.disable()
    try:
        return Assistant(load_pack(folder))
    finally:
        gc.enable()


def run(settings: Settings, faq: Path) -> None:
    """Answers on Telegram, from the FAQ in the folder `faq`, until it is interrupted. Raises PackError, WrongUse."""
    # Only this command needs the library for Telegram, which takes a while to load.
    from bot import logs
    from bot.channels.telegram.errors import NO_TOKEN, TokenRejected

    token = settings.telegram_bot_token.get_secret_value().strip() if settings.telegram_bot_token else ""
    logs.configure(settings.log_level, settings.log_format, secrets=(token,))
    if not token:
        raise TokenRejected(NO_TOKEN)
    asyncio.run(_serve(settings, faq, token))


def open_journal(settings: Settings) -> Journal:
    """The journal that the settings name; nothing is written before it runs. Raises WrongUse."""
    # As above: other commands do without a database.
    from bot.journal.database import database_url
    from bot.journal.scrub import scrubber
    from bot.journal.store import Store
    from bot.journal.writer import Journal

    store = Store(database_url(settings.journal_url.get_secret_value() if settings.journal_url else None))
    return Journal(store, scrubber(settings.phone_region), _now, timedelta(days=settings.journal_retention_days))


def _now() -> datetime:
    return datetime.now(UTC)


async def _serve(settings: Settings, faq: Path, token: str) -> None:
    from bot.channels.telegram.app import build_application, serve
    from bot.channels.telegram.context import Desk, Upkeep

    # Looked at before they are read: what changes in between counts as changed.
    seen, journal, started = stamps(faq), open_journal(settings), _now()
    assistant = load_assistant(faq)
    upkeep = Upkeep(faq, load_assistant, seen, _now(), started, journal, settings.maintainer_ids)
    application = build_application(Desk(assistant, _now, journal, upkeep=upkeep), token, settings.telegram_api_url)
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; Ctrl-C ends the program there all the same.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    async with journal.running():
        await serve(application, stop)
    logging.getLogger(__name__).info("Stopped.")
