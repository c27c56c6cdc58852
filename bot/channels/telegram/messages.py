"""From a reply to what Telegram shows, and on its way."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated

from bot.channels.telegram.context import Context
from bot.channels.telegram.delivery import URGENT
from bot.channels.telegram.errors import is_gone, is_unchanged
from bot.conversation import actions
from bot.conversation.actions import Verdict
from bot.conversation.markup import length, to_html
from bot.conversation.reply import Reply

MAX_LENGTH = 4096
WAS_IT_HELPFUL = "<i>Was this helpful?</i>"
VERDICTS: dict[Verdict, str] = {"yes": "Yes", "no": "No", "old": "Out of date"}

Rows = tuple[tuple[InlineKeyboardButton, ...], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a message of the bot's is made of."""

    html: str
    rows: Rows = ()
    urgent: bool = False
    """Better shown twice than not at all."""

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons, if there are any."""
        return InlineKeyboardMarkup(self.rows) if self.rows else None


def in_private(reply: Reply, *, voted: bool = False) -> Outgoing:
    """A reply as it looks in a private chat: with all its buttons, and asking whether an answer was of use.

    `voted`: that has been said already.
    """
    html = to_html(reply.text)
    rows = buttons(reply)
    if reply.kind == "answer" and not voted and length(reply.text) + len(WAS_IT_HELPFUL) <= MAX_LENGTH:
        html = f"{html}\n\n{WAS_IT_HELPFUL}"
        rows = (*rows, _feedback_row(reply.entries[0]))
    return Outgoing(html, rows, urgent=reply.kind == "emergency")


def buttons(reply: Reply) -> Rows:
    """A reply's own buttons."""
    return tuple(tuple(InlineKeyboardButton(b.label, callback_data=b.action) for b in row) for row in reply.buttons)


def _feedback_row(entry: str) -> tuple[InlineKeyboardButton, ...]:
    return tuple(
        InlineKeyboardButton(label, callback_data=actions.feedback(verdict, entry))
        for verdict, label in VERDICTS.items()
    )


async def send(context: Context, question: Message, outgoing: Outgoing, *, quote: bool = False) -> Message:
    """Sends a message into the chat, and the thread, of `question`; with `quote` as a reply to it."""
    thread = question.message_thread_id if question.is_topic_message else None
    reply_to = question.message_id if quote else None
    return await send_to(context, question.chat_id, outgoing, reply_to=reply_to, thread=thread)


async def send_to(
    context: Context, chat_id: int, outgoing: Outgoing, *, reply_to: int | None = None, thread: int | None = None
) -> Message:
    """Sends a message; a group that has become a supergroup is followed."""
    reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
    try:
        return await context.bot.send_message(
            chat_id,
            outgoing.html,
            reply_markup=outgoing.markup,
            reply_parameters=reply,
            message_thread_id=thread,
            rate_limit_args=URGENT if outgoing.urgent else None,
        )
    except ChatMigrated as moved:
        context.desk.memory.follow(chat_id, moved.new_chat_id)
        return await send_to(context, moved.new_chat_id, outgoing)


async def edit(context: Context, chat_id: int, message_id: int, outgoing: Outgoing) -> bool:
    """Changes a message of the bot's; False if it is no longer there to be changed."""
    try:
        await context.bot.edit_message_text(
            outgoing.html, chat_id=chat_id, message_id=message_id, reply_markup=outgoing.markup
        )
    except BadRequest as error:
        if is_gone(error):
            return False
        if not is_unchanged(error):
            raise
    return True
