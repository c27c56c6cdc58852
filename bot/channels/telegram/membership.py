"""Where the bot is let in and out: groups that add it, groups that move, people who block it."""

from __future__ import annotations

from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.context import Context
from bot.channels.telegram.messages import Outgoing, send_to
from bot.conversation.markup import to_html

OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


async def changed(update: Update, context: Context) -> None:
    """A group that adds the bot gets one short hello, once. Whoever blocks the bot is forgotten."""
    change, desk = update.my_chat_member, context.desk
    assert change
    memory = desk.memory
    if change.new_chat_member.status in OUTSIDE:
        memory.forget(change.chat.id)
    elif change.chat.type in GROUPS and _was_added(change) and memory.greeted.add(change.chat.id, None):
        await send_to(context, change.chat.id, Outgoing(to_html(desk.assistant.group_hello(desk.clock()).text)))


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup: Telegram says so in the old one and in the new one."""
    message = update.message
    assert message
    if message.migrate_to_chat_id:
        context.desk.memory.follow(message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        context.desk.memory.follow(message.migrate_from_chat_id, message.chat_id)


def _was_added(change: ChatMemberUpdated) -> bool:
    return change.old_chat_member.status in OUTSIDE
