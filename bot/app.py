"""Wires the parts together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.assistant import Assistant
from bot.knowledge.load import default_pack, load_pack
from bot.settings import Settings, load_settings
from bot.wrong_use import WrongUse


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
    """Answers on Telegram, from the FAQ in the folder `faq`, until it is interrupted. Raises PackError, TokenRejected."""
    # Only this command needs the library for Telegram, which takes a while to load.
    from bot import logs
    from bot.channels.telegram.errors import NO_TOKEN, TokenRejected

    token = settings.telegram_bot_token.get_secret_value().strip() if settings.telegram_bot_token else ""
    logs.configure(settings.log_level, settings.log_format, secrets=(token,))
    if not token:
        raise TokenRejected(NO_TOKEN)
    asyncio.run(_serve(load_assistant(faq), token, settings.telegram_api_url))


async def _serve(assistant: Assistant, token: str, api_url: str) -> None:
    from bot.channels.telegram.app import build_application, serve
    from bot.channels.telegram.context import Desk
    from bot.journal.counter import Tally

    tally = Tally()
    application = build_application(Desk(assistant, lambda: datetime.now(UTC), tally), token, api_url)
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; Ctrl-C ends the program there all the same.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    await serve(application, stop)
    logging.getLogger(__name__).info("Stopped. Counted since the start: %s.", tally)
