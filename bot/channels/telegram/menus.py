"""Buttons: a menu changes in place, a related question gets a message of its own, feedback is counted once."""

from __future__ import annotations

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    Update,
)
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.context import Context
from bot.channels.telegram.errors import describe, is_benign, logger
from bot.channels.telegram.messages import WAS_IT_HELPFUL, Outgoing, Rows, edit, in_private, send_to
from bot.conversation import actions
from bot.conversation.actions import Verdict
from bot.conversation.assistant import count_misses
from bot.conversation.markup import to_plain
from bot.conversation.reply import Reply
from bot.journal.notes import Voted

NOT_HERE = "Please ask me in a private chat."
GONE = "That question is no longer in this list."
THANKS: dict[Verdict, str] = {
    "yes": "Thank you. I'm glad that it helped.",
    "no": "Thank you. I'm sorry that it didn't help.",
    "old": "Thank you. It is noted that this answer may be out of date.",
}
NOTICE_LENGTH = 200


async def pressed(update: Update, context: Context) -> None:
    """Somebody pressed a button below a message, perhaps one sent long ago."""
    query, desk = update.callback_query, context.desk
    assert query
    message, action = query.message, query.data or ""
    if message is None or message.chat.type != ChatType.PRIVATE:
        await notify(query, NOT_HERE)
        return
    if desk.memory.flood(message.chat.id, desk.clock()) != "fine":
        await notify(query, to_plain(desk.assistant.too_many(desk.clock()).text))
        return
    if given := actions.parse_feedback(action):
        await _feedback(query, context, *given)
        return
    misses = desk.memory.misses.get(message.chat.id) or 0
    reply = desk.assistant.press(action, desk.clock(), misses=misses)
    desk.memory.count_misses(message.chat.id, count_misses(misses, reply))
    desk.note(reply, "private", None)
    try:
        await _show(reply, message, context)
    finally:
        await notify(query)


async def _show(reply: Reply, message: MaybeInaccessibleMessage, context: Context) -> None:
    """Shows what a button led to: in place of a menu or of what was offered, else in a message of its own."""
    shown = _actions(message)
    in_place = _is_menu(shown) or actions.NONE_OF_THESE in shown
    voted = in_place and context.desk.memory.has_voted(message.chat.id, message.message_id, reply.entries)
    outgoing = in_private(reply, voted=voted)
    if _is_menu(shown):
        outgoing = _with_way_back(outgoing, reply, context)
    if in_place and await edit(context, message.chat.id, message.message_id, outgoing):
        return
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    await send_to(context, message.chat.id, outgoing, thread=thread)


def _actions(message: MaybeInaccessibleMessage) -> list[str]:
    """What the buttons below a message do; nothing is known of those below a very old one."""
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return [str(button.callback_data) for row in rows for button in row if button.callback_data]


def _is_menu(shown: list[str]) -> bool:
    """Whether a message with these buttons is one to browse in."""
    return any(action == actions.TOPICS or action.startswith(actions.TOPIC) for action in shown)


def _with_way_back(outgoing: Outgoing, reply: Reply, context: Context) -> Outgoing:
    """An answer that was opened while browsing, with a button back to its topic."""
    entry = context.desk.assistant.pack.by_id.get(reply.entries[0]) if reply.kind == "answer" else None
    if entry is None:
        return outgoing
    back = InlineKeyboardButton(f"Back to {entry.topic}", callback_data=actions.topic(entry.topic))
    return Outgoing(outgoing.html, (*outgoing.rows, (back,)), outgoing.urgent)


async def _feedback(query: CallbackQuery, context: Context, verdict: Verdict, entry: str) -> None:
    """Counts what somebody thinks of an answer, thanks for it in place, and takes the question away."""
    desk, message = context.desk, query.message
    assert message
    if entry not in desk.assistant.pack.by_id:
        await notify(query, GONE)
        return
    if desk.memory.voted.add((message.chat.id, message.message_id, entry), None):
        question = desk.memory.answered.get((message.chat.id, message.message_id)) or ""
        desk.journal.note(Voted(verdict, entry, "private", question))
    if isinstance(message, Message) and message.text:
        html = message.text_html.replace(WAS_IT_HELPFUL, f"<i>{THANKS[verdict]}</i>")
        thanked = Outgoing(html, _without_feedback(message.reply_markup))
        await edit(context, message.chat.id, message.message_id, thanked)
    await notify(query, THANKS[verdict])


def _without_feedback(markup: InlineKeyboardMarkup | None) -> Rows:
    rows = markup.inline_keyboard if markup else ()
    return tuple(row for row in rows if not any(actions.parse_feedback(str(b.callback_data)) for b in row))


async def notify(query: CallbackQuery, text: str | None = None) -> None:
    """Ends the waiting sign on the button, with a short notice if there is one. Never stands in a reply's way."""
    try:
        await query.answer(text[:NOTICE_LENGTH] if text else None)
    except TelegramError as error:
        if not is_benign(error):
            logger.warning("A button press could not be confirmed: %s", describe(error))
