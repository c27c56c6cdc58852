"""The private chat: one reply a message, and an edited question edits its reply."""

from __future__ import annotations

from telegram import Message, Update

from bot.channels.telegram.asked import is_by_bot, split_command
from bot.channels.telegram.context import Context, Desk
from bot.channels.telegram.messages import Outgoing, edit, in_private, send
from bot.conversation.assistant import count_misses
from bot.conversation.commands import asked, obey
from bot.conversation.markup import to_html


async def question(update: Update, context: Context) -> None:
    """Somebody wrote something, or passed it on."""
    message = update.message
    assert message
    if is_by_bot(message):
        return
    await _reply(message, context)


async def edited(update: Update, context: Context) -> None:
    """Somebody changed what they wrote: its reply changes with it."""
    message = update.edited_message
    assert message
    if not is_by_bot(message):
        await _reply(message, context, context.desk.memory.replies.get((message.chat_id, message.message_id)))


async def not_text(update: Update, context: Context) -> None:
    """A picture, a voice message, a sticker…: only text is understood. Said once for an album."""
    message, desk = update.message, context.desk
    assert message
    if is_by_bot(message) or (message.media_group_id and not desk.memory.albums.add(message.media_group_id, None)):
        return
    if _in_flood(desk, message) == "fine":
        await send(context, message, Outgoing(to_html(desk.assistant.text_only(desk.clock()).text)))


async def _reply(message: Message, context: Context, earlier: int | None = None) -> None:
    """Answers `message`; by changing the message `earlier`, if there is one and it is still there."""
    desk, chat = context.desk, message.chat_id
    command, _, said = split_command(message)
    misses, question = desk.memory.misses.get(chat) or 0, asked(command, said)
    reply = obey(desk.assistant, command, said, desk.clock(), misses)
    flood = _in_flood(desk, message)
    if reply.kind == "emergency" or flood == "fine":
        desk.memory.count_misses(chat, count_misses(misses, reply))
        desk.note(reply, "private", question)
    elif flood == "say so":
        reply = desk.assistant.too_many(desk.clock())
    else:
        return
    outgoing = in_private(reply, voted=desk.memory.has_voted(chat, earlier, reply.entries))
    if earlier and await edit(context, chat, earlier, outgoing):
        shown = earlier
    else:
        shown = (await send(context, message, outgoing)).message_id
        desk.memory.replies.put((chat, message.message_id), shown)
    if reply.kind == "answer" and question:
        desk.memory.answered.put((chat, shown), question)
    else:
        desk.memory.answered.pop((chat, shown))


def _in_flood(desk: Desk, message: Message) -> str:
    return desk.memory.flood(message.chat_id, desk.clock())
