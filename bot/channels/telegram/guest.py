"""Guest mode: the bot is called in a chat that it isn't in, and says one thing."""

from __future__ import annotations

from telegram import Update

from bot.channels.telegram.articles import article
from bot.channels.telegram.context import Context
from bot.channels.telegram.groups import Call, find_call, in_group, meant, respond


async def message(update: Update, context: Context) -> None:
    """Answers a call from elsewhere. Every guest message is one: Telegram sends it because the bot was called."""
    message = update.guest_message
    assert message
    if not message.guest_query_id:
        return
    call = find_call(message, context.bot.bot) or Call((message.text or message.caption or "").strip(), message)
    desk, username = context.desk, context.bot.username
    call = meant(call, desk)
    reply = respond(desk, call, username, "guest")
    desk.note(reply, "guest", call.said)
    result = article("guest", context.bot.first_name, "", in_group(reply, desk.assistant, username))
    await context.bot.answer_guest_query(message.guest_query_id, result)
