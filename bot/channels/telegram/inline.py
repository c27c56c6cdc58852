"""Inline mode: @bot and a few words, typed in any chat, offer answers to post there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

from telegram import InlineKeyboardButton, InlineQueryResultArticle, InlineQueryResultsButton, Update

from bot.channels.telegram import links
from bot.channels.telegram.articles import article
from bot.channels.telegram.context import Context
from bot.channels.telegram.messages import Outgoing
from bot.conversation.assistant import Assistant
from bot.conversation.commands import WITHOUT_ENTRY
from bot.conversation.markup import to_html, to_plain
from bot.journal.notes import Asked
from bot.knowledge.clock import turns
from bot.knowledge.model import Entry, Strike

PAGE = 20
CACHE = timedelta(minutes=1)
"""How long Telegram may show an answer again without asking: a changed FAQ shows after this time."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
DESCRIPTION_LENGTH = 120
URGENT = "urgent advice"
"""Id of a result that is no entry: with a blank, which no entry's id has."""
IN_PRIVATE = "Ask me in a private chat"
NO_MATCH = "No answer to that here. Ask me in a private chat"


async def query(update: Update, context: Context) -> None:
    """Somebody types."""
    typed = update.inline_query
    assert typed
    assistant, at, username = context.desk.assistant, context.desk.clock(), context.bot.username
    start = int(typed.offset) if typed.offset.isdecimal() else 0
    results, more = offered(assistant, typed.query, start, at, username)
    # An answer that comes too late for a query, whose author typed on, is dropped by `errors.on_error`.
    await typed.answer(
        results,
        cache_time=cache_seconds(assistant.pack.strike, at),
        is_personal=False,
        # None and not "": with Defaults, python-telegram-bot 22.8 makes an empty list of an empty text.
        next_offset=str(start + PAGE) if more else None,
        button=None if results or start else InlineQueryResultsButton(NO_MATCH, start_parameter=WITHOUT_ENTRY),
    )


async def chosen(update: Update, context: Context) -> None:
    """Somebody posted a result: only now it counts as a question, for every letter typed asks anew."""
    assert update.chosen_inline_result
    id = update.chosen_inline_result.result_id
    entries = (id,) if id in context.desk.assistant.pack.by_id else ()
    context.desk.journal.note(Asked("emergency" if id == URGENT else "answer", "inline", entries))


def offered(
    assistant: Assistant, typed: str, start: int, at: datetime, username: str
) -> tuple[list[InlineQueryResultArticle], bool]:
    """The results from number `start` on, and whether there are more; nothing typed: every entry."""
    if not typed.strip():
        entries = assistant.browse
        return _entries(assistant, entries[start : start + PAGE], at, username), start + PAGE < len(entries)
    if start:
        return [], False
    results = _entries(assistant, assistant.search(typed, PAGE), at, username)
    if urgent := assistant.urgent(typed, at):
        title, _, advice = to_plain(urgent.text).partition("\n")
        results.insert(0, article(URGENT, _line(title), _line(advice), Outgoing(to_html(urgent.text))))
    return results, False


def _entries(
    assistant: Assistant, entries: Iterable[Entry], at: datetime, username: str
) -> list[InlineQueryResultArticle]:
    since = _status_since(assistant.pack.strike, at)
    return [_entry(assistant, entry, since, username) for entry in entries]


# Forgotten with the assistant, which goes when the FAQ changes; between turns of the strike nothing changes.
_ready: WeakKeyDictionary[Assistant, dict[tuple[str, datetime, str], InlineQueryResultArticle]] = WeakKeyDictionary()


def _entry(assistant: Assistant, entry: Entry, at: datetime, username: str) -> InlineQueryResultArticle:
    ready = _ready.setdefault(assistant, {})
    key = (entry.id, at, username)
    if key not in ready:
        ready[key] = _make(assistant, entry, at, username)
    return ready[key]


def _make(assistant: Assistant, entry: Entry, at: datetime, username: str) -> InlineQueryResultArticle:
    link = InlineKeyboardButton(IN_PRIVATE, url=links.private_chat(username, entry.id))
    outgoing = Outgoing(to_html(assistant.open(entry.id, at).text), ((link,),))
    return article(entry.id, entry.question, _line(assistant.gist(entry, at)), outgoing)


def _status_since(strike: Strike | None, at: datetime) -> datetime:
    """A time at which everything reads as it does at `at`, and the same one until the strike starts or ends."""
    return max((turn for turn in turns(strike) if turn <= at), default=LONG_AGO)


def _line(text: str) -> str:
    """The beginning of a text, as one line."""
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION_LENGTH else text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def cache_seconds(strike: Strike | None, at: datetime) -> int:
    """How long an answer given at `at` may be shown again: never past the strike's start or end."""
    return int(min((CACHE, *(turn - at for turn in turns(strike) if turn > at))).total_seconds())
