"""What people asked and got no good answer to, for maintainers to page through and to dismiss."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery, InlineKeyboardButton, MaybeInaccessibleMessage, Message

from bot.amounts import times
from bot.channels.telegram.context import Context, Desk, Upkeep
from bot.channels.telegram.menus import notify
from bot.channels.telegram.messages import Outgoing, Rows, edit, send
from bot.channels.telegram.stats import DAYS, Unreadable, first_day, read
from bot.conversation.markup import escape, to_html, to_plain
from bot.knowledge.model import Pack
from bot.unanswered.groups import Group, group

PREFIX = "unanswered:"
"""What the buttons' actions begin with."""
PAGE = 3
EXAMPLES = 3
MOST_MISSES = 500
"""Different questions that are grouped; more than that nobody pages through."""
LONGEST_EXAMPLE = 200
NOTHING = f"Nothing went unanswered in the last {DAYS} days."
DISMISSED = "Dismissed."


async def start(message: Message, context: Context, upkeep: Upkeep) -> None:
    """Shows the first page of what the journal holds now."""
    try:
        groups = await _find(context.desk, upkeep)
        outgoing = page(groups, 0, context.desk.assistant.pack)
    except Unreadable as unreadable:
        outgoing = Outgoing(to_html(str(unreadable)))
    await send(context, message, outgoing)


async def pressed(query: CallbackQuery, message: MaybeInaccessibleMessage, context: Context, upkeep: Upkeep) -> None:
    """Turns to another page, or dismisses a group and shows the page without it."""
    number, _, dismissed = (query.data or "").removeprefix(PREFIX).partition(":")
    notice = None
    try:
        groups = await _find(context.desk, upkeep) if upkeep.groups is None else upkeep.groups
        if dismissed.isdecimal():
            # Gone already is as good: two maintainers may look at the same page.
            gone = next((one for one in groups if int(dismissed) in one.ids), None)
            await read(upkeep.journal.store.dismiss(gone.ids if gone else ()))
            groups = upkeep.groups = tuple(one for one in groups if one is not gone)
            notice = DISMISSED
        shown = page(groups, int(number) if number.isdecimal() else 0, context.desk.assistant.pack)
        await edit(context, message.chat.id, message.message_id, shown)
    except Unreadable as unreadable:
        notice = to_plain(str(unreadable))
    finally:
        await notify(query, notice)


async def _find(desk: Desk, upkeep: Upkeep) -> tuple[Group, ...]:
    assistant = desk.assistant
    misses = await read(upkeep.journal.store.misses(first_day(desk.clock().date()), MOST_MISSES))
    # Every question is asked anew, which takes its time.
    found = await asyncio.to_thread(group, misses, assistant.pack, assistant.interpreter)
    upkeep.groups = found.groups
    return found.groups


def page(groups: tuple[Group, ...], number: int, pack: Pack) -> Outgoing:
    """One page of groups with its buttons; `number` from 0, the last page if there are fewer."""
    if not groups:
        return Outgoing(to_html(NOTHING))
    last = (len(groups) - 1) // PAGE
    number = min(number, last)
    shown = list(enumerate(groups[number * PAGE : (number + 1) * PAGE], start=number * PAGE + 1))
    heading = f"**Unanswered in the last {DAYS} days**" + (f" ({number + 1} of {last + 1})" if last else "")
    text = "\n\n".join([heading, *(_group(place, one, pack) for place, one in shown)])
    dismiss = tuple(_button(f"Dismiss {place}", f"{number}:{one.ids[0]}") for place, one in shown)
    turns = []
    if number > 0:
        turns.append(_button("Back", f"{number - 1}"))
    if number < last:
        turns.append(_button("More", f"{number + 1}"))
    rows: Rows = (dismiss, tuple(turns)) if turns else (dismiss,)
    return Outgoing(to_html(text), rows)


def _button(label: str, action: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=PREFIX + action)


def _group(place: int, group: Group, pack: Pack) -> str:
    lines = [f"**{place}.** Asked {times(group.count)}, last on {group.last.day} {group.last:%B %Y}"]
    lines += [f"“{escape(_cut(question))}”" for question in group.questions[:EXAMPLES]]
    if (more := len(group.questions) - EXAMPLES) > 0:
        lines.append(f"… and {more} more ways to ask it")
    return "  \n".join([*lines, _nearest(group, pack)])


def _nearest(group: Group, pack: Pack) -> str:
    entry = pack.by_id.get(group.nearest or "")
    if entry is None:
        return "Nothing in the FAQ is near."
    question = f"*{escape(entry.question)}* ({escape(entry.id)})"
    if group.unhelpful:
        return f"Answered with {question}, which didn't help {group.unhelpful} of them."
    return f"Nearest: {question}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
