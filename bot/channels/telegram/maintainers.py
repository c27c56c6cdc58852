"""What maintainers can ask in their private chats. To anybody else these commands are unknown ones like any other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.amounts import count
from bot.channels.telegram import menus, unanswered
from bot.channels.telegram.asked import is_by_bot, split_command
from bot.channels.telegram.context import Context, Desk, Upkeep
from bot.channels.telegram.messages import Outgoing, send
from bot.channels.telegram.reload import outcome, reload
from bot.channels.telegram.setup import set_maintainer_commands
from bot.channels.telegram.stats import stats
from bot.conversation.markup import escape, to_html
from bot.conversation.status import status_line
from bot.knowledge.clock import windows
from bot.knowledge.facts import in_words
from bot.knowledge.model import Strike

Command = Callable[[Message, Context, Upkeep], Awaitable[None]]


class Asks(filters.MessageFilter):
    """A maintainer's message that is one of their commands and nothing else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def filter(self, message: Message) -> bool:
        """Whether it is."""
        name, _, said = split_command(message)
        sender = message.from_user
        if sender is None or _upkeep(self._desk, sender.id) is None:
            return False
        return name in COMMANDS and not said and not is_by_bot(message)


async def command(update: Update, context: Context) -> None:
    """A maintainer gave a command. Whatever it is, the menu of commands in their chat is complete afterwards."""
    message, upkeep = update.message, context.desk.upkeep
    assert message and upkeep
    name, _, _ = split_command(message)
    await COMMANDS[name or ""](message, context, upkeep)
    await set_maintainer_commands(context.bot, message.chat_id)


async def pressed(update: Update, context: Context) -> None:
    """Somebody pressed a button of a maintainer's; to anybody else it is one that no longer works."""
    query = update.callback_query
    assert query
    upkeep, message = _upkeep(context.desk, query.from_user.id), query.message
    if upkeep is None or message is None or message.chat.type != ChatType.PRIVATE:
        await menus.pressed(update, context)
        return
    await unanswered.pressed(query, message, context, upkeep)


def _upkeep(desk: Desk, user: int) -> Upkeep | None:
    """The bot's upkeep, if the user is one of its maintainers."""
    return desk.upkeep if desk.upkeep and user in desk.upkeep.maintainers else None


async def _reload(message: Message, context: Context, upkeep: Upkeep) -> None:
    await reload(context.bot, context.desk, upkeep, asked_by=message.chat_id)
    await send(context, message, Outgoing(to_html(outcome(context.desk, upkeep))))


async def _status(message: Message, context: Context, upkeep: Upkeep) -> None:
    await send(context, message, Outgoing(to_html(status(context.desk, upkeep))))


def status(desk: Desk, upkeep: Upkeep) -> str:
    """How the bot is doing, in Markdown: nothing in it is about anybody."""
    pack, now = desk.assistant.pack, desk.clock()
    phrasings = sum(len(entry.asked_as) for entry in pack.entries)
    lines = [
        f"**{escape(pack.strike.name if pack.strike else 'FAQ')}**",
        f"{count(len(pack.entries), 'entry', 'entries')}, {count(phrasings, 'phrasing', 'phrasings')}, "
        f"read at {in_words(upkeep.loaded)} ({upkeep.loaded:%Z})",
        f"Strike: {_times(pack.strike)}",
        status_line(pack, now),
        _journal(upkeep),
        f"Running for {_long(now - upkeep.started)}",
    ]
    if upkeep.problems:
        lines.insert(2, outcome(desk, upkeep))
    return "\n\n".join(line for line in lines if line)


def _times(strike: Strike | None) -> str:
    told = [
        f"{f'from {in_words(starts)}' if starts else ''} {f'to {in_words(ends)}' if ends else ''}".strip()
        for starts, ends in windows(strike)
    ]
    return ", ".join(told) or "the FAQ doesn't say when it is"


def _journal(upkeep: Upkeep) -> str:
    journal = upkeep.journal
    state = "is being written" if journal.condition.healthy else "can't be written now, which I keep trying"
    lost = f"; lost so far: {journal.lost:,}" if journal.lost else ""
    return f"Journal: {state}{lost}"


def _long(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    units = ((days, "day", "days"), (hours, "hour", "hours"), (minutes % 60, "minute", "minutes"))
    return " ".join([count(number, one, many) for number, one, many in units if number][:2]) or "less than a minute"


COMMANDS: dict[str, Command] = {
    "status": _status,
    "reload": _reload,
    "stats": stats,
    "unanswered": unanswered.start,
}
