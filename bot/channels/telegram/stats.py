"""The figures of the journal, for maintainers: as text, and as a picture where pictures can be drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.amounts import count, times
from bot.channels.telegram.context import Context, Upkeep
from bot.channels.telegram.messages import Outgoing, send
from bot.conversation.markup import escape, to_html
from bot.journal.database import describe
from bot.journal.picture import draw
from bot.journal.report import EntryReport, Report, report
from bot.journal.tables import CHANNEL_NAMES, KIND_NAMES, percent
from bot.wrong_use import WrongUse

DAYS = 30
TOP = 10
NOTHING = f"Nothing was asked in the last {DAYS} days."
UNREADABLE = "The journal can't be read now: {why}."

T = TypeVar("T")


class Unreadable(Exception):
    """The journal's database is out of reach: a line that says why."""


async def read(asking: Awaitable[T]) -> T:
    """What the journal answers. Raises Unreadable."""
    try:
        return await asking
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise Unreadable(UNREADABLE.format(why=escape(describe(error)))) from None


async def stats(message: Message, context: Context, upkeep: Upkeep) -> None:
    """Shows how many questions came, how they were answered, and what people said of the answers."""
    desk = context.desk
    today = desk.clock().date()
    since = first_day(today)
    try:
        found = report(await read(upkeep.journal.store.totals(since)), since, today)
    except Unreadable as unreadable:
        await send(context, message, Outgoing(to_html(str(unreadable))))
        return
    questions = {entry.id: entry.question for entry in desk.assistant.pack.entries}
    await send(context, message, Outgoing(to_html(summary(found, questions) if found else NOTHING)))
    if not found:
        return
    try:
        picture = await asyncio.to_thread(draw, found)
    except WrongUse:
        return  # without the library that draws, the text must do
    await context.bot.send_photo(message.chat_id, picture)


def first_day(today: date) -> date:
    """The first of the days that are looked at."""
    return today - timedelta(days=DAYS - 1)


def summary(found: Report, questions: Mapping[str, str]) -> str:
    """The report in Markdown, in lines short enough for a telephone."""
    kinds = [f"- {KIND_NAMES[kind]}: {n} ({percent(n, found.questions)})" for kind, n in found.kinds.items() if n]
    channels = [f"- {CHANNEL_NAMES[channel]}: {n}" for channel, n in found.channels.items() if n]
    # Whatever people find out of date is worth a look, however rarely it is shown.
    entries = [*found.entries[:TOP], *(entry for entry in found.entries[TOP:] if entry.old)][: 2 * TOP]
    shown = [f"- {_entry(entry, questions)}" for entry in entries]
    parts = [
        f"**{count(found.questions, 'question', 'questions')}, {_day(found.since)} to {_day(found.until)}**",
        "\n".join(kinds),
    ]
    parts += ["**Where they were asked**", "\n".join(channels)] if channels else []
    parts += ["**Answers by use**", "\n".join(shown)] if shown else []
    return "\n\n".join(part for part in parts if part)


def _entry(entry: EntryReport, questions: Mapping[str, str]) -> str:
    votes = {"helpful": entry.yes, "not helpful": entry.no, "out of date": entry.old}
    said = ", ".join(f"{number} {name}" for name, number in votes.items() if number)
    question = escape(questions.get(entry.entry, f"{entry.entry} (no longer in the FAQ)"))
    return f"{times(entry.shown)}: {question}" + (f" ({said})" if said else "")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
