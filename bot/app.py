"""Wires the parts together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import time
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.assistant import Assistant
from bot.knowledge.files import stamps
from bot.knowledge.load import default_pack, load_pack
from bot.settings import Settings, load_settings
from bot.wrong_use import WrongUse

if TYPE_CHECKING:
    from bot.journal.claims import Claims
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


def run(settings: Settings, faq: Path, *, webhook: bool | None = None) -> None:
    """Answers on Telegram, from the FAQ in the folder `faq`, until it is interrupted.

    `webhook`: Telegram brings the messages; or, if False, the bot fetches them, whoever got them before. None: as the
    settings say. Raises PackError, WrongUse.
    """
    from bot import logs

    token = settings.telegram_bot_token.get_secret_value().strip() if settings.telegram_bot_token else ""
    logs.configure(settings.log_level, settings.log_format, secrets=settings.secrets)
    if not token:
        from bot.channels.telegram.errors import NO_TOKEN, TokenRejected

        raise TokenRejected(NO_TOKEN)
    by_webhook = settings.webhook_url is not None if webhook is None else webhook
    address = settings.webhook() if by_webhook else None
    asyncio.run(_serve(settings, faq, token, address, take_over=webhook is False))


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


async def _serve(
    settings: Settings, faq: Path, token: str, address: tuple[str, str] | None, *, take_over: bool
) -> None:
    """`address`: the webhook's, with its secret; None to fetch the updates."""
    # Looked at before they are read: what changes in between counts as changed.
    seen, started = stamps(faq), _now()
    assistant = load_assistant(faq)
    # Only this command needs the libraries for Telegram and the database, which take a while to load. They come after
    # the FAQ, so that they find room in what reading it has left free.
    from bot import metrics
    from bot.channels.telegram.app import build_application
    from bot.channels.telegram.context import Desk, Upkeep
    from bot.channels.telegram.polling import Polling
    from bot.channels.telegram.service import WayIn, serve
    from bot.health import Health

    journal = open_journal(settings)
    upkeep = Upkeep(faq, load_assistant, seen, _now(), started, journal, settings.maintainer_ids)
    desk = Desk(assistant, _now, journal, upkeep=upkeep)
    application = build_application(
        desk,
        token,
        settings.telegram_api_url,
        polls=address is None,
        messages_per_second=settings.messages_per_second,
    )
    metrics.faq_in_use(assistant.pack.version, len(assistant.pack.entries))
    del assistant  # which another may take the place of; held here, it would stay, large as it is
    metrics.JOURNAL_PENDING.set_function(lambda: len(journal.pending))
    metrics.JOURNAL_LOST.set_function(lambda: journal.lost)
    metrics.JOURNAL_HEALTHY.set_function(lambda: journal.condition.healthy)
    health = Health(lambda: len(desk.assistant.pack.entries), lambda: journal.condition.healthy)
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; Ctrl-C ends the program there all the same.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal_number, health.stop.set)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(journal.running())
        way_in: WayIn = Polling(take_over)
        routes = []
        if address:
            from bot.channels.telegram.webhook import Webhook

            claims = await stack.enter_async_context(_claims(journal, bot=int(token.partition(":")[0])))
            way_in = webhook = Webhook(*address, claims)
            routes.append(webhook.route)
        if routes or "listen_port" in settings.model_fields_set:
            from bot.http_server import build_server, listening

            server = build_server(health, routes)
            await stack.enter_async_context(listening(server, settings.listen_host, settings.listen_port))
        await serve(application, way_in, health.stop, ready=health.signed_in)
    logging.getLogger(__name__).info("Stopped.")


def _claims(journal: Journal, bot: int) -> AbstractAsyncContextManager[Claims]:
    """Where replicas agree who answers what: in the journal's database, if it is one that they can share."""
    from bot.journal.claims import Alone, SharedClaims
    from bot.journal.database import is_sqlite

    if is_sqlite(journal.store.url):
        return contextlib.nullcontext(Alone())
    return SharedClaims(journal.store, bot, time.monotonic).running()
