"""Groups: the bot speaks only when it is called, briefly, and to the message that it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton, Message, Update, User

from bot.channels.telegram import links
from bot.channels.telegram.asked import is_by_bot, split_command, without_mention, words
from bot.channels.telegram.context import Context, Desk
from bot.channels.telegram.messages import Outgoing, edit, send
from bot.conversation.assistant import Assistant
from bot.conversation.markup import escape, to_html
from bot.conversation.reply import Reply
from bot.journal.notes import Channel

PRIVATE_CHAT = "Ask me in a private chat"
NOT_SURE = "I'm not sure what you mean. Is it this? [{question}]({link})"
NO_ANSWER = "I don't have an answer to that. [Open a private chat with me]({link}) to see what I know."
AS_A_GUEST = "To ask me here, write @{name} and your question. [Open a private chat with me]({link}) to see the topics."
"""How to call it where it is no member: there it gets no commands and no replies."""
SEE_TOPICS = "[Open a private chat with me]({link}) to see the topics."

COMMANDS: dict[str, Callable[[Assistant, datetime], Reply]] = {"about": Assistant.about, "privacy": Assistant.privacy}


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody called the bot."""

    said: str
    """The question; empty if there is none."""
    about: Message
    """The message that gets the reply."""
    command: str | None = None
    passed_on: Call | None = None
    """Somebody else's message that it replies to: "@bot can you answer this?"."""


async def message(update: Update, context: Context) -> None:
    """Somebody wrote something in a group that the bot is in."""
    assert update.message
    if call := find_call(update.message, context.bot.bot):
        await _reply(update.message, call, context)


async def edited(update: Update, context: Context) -> None:
    """Somebody changed a message in a group: if it called the bot, its reply changes with it."""
    message = update.edited_message
    assert message
    if call := find_call(message, context.bot.bot):
        await _reply(message, call, context, context.desk.memory.replies.get((message.chat_id, message.message_id)))


def find_call(message: Message, me: User) -> Call | None:
    """Whether and how a message of a group calls the bot: a command, a mention, or a reply to the bot."""
    if is_by_bot(message):
        return None
    command, addressee, said = split_command(message)
    if command:
        mine = addressee == (me.username or "").lower()
        if not mine and (addressee or command != "ask"):
            return None
        return _question(said, message, me, command)
    mentioned = without_mention(message, me)
    if mentioned is not None:
        return _question(mentioned, message, me)
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == me.id and words(replied) and said:
        return Call(said, message)
    return None


def _question(said: str, message: Message, me: User, command: str | None = None) -> Call:
    """A call with a question of its own; without one, it passes on the message that it replies to."""
    replied = message.reply_to_message
    if command not in (None, "ask") or replied is None or is_own(replied, me):
        return Call(said, message, command)
    quoted = message.quote.text if message.quote else None
    passed_on = Call(quoted or words(replied), replied, command)
    return Call(said, message, command, passed_on) if said else passed_on


def meant(call: Call, desk: Desk) -> Call:
    """The call, or what it passes on if that is an emergency, or has an answer and the call's own words have none."""
    if call.passed_on is None:
        return call
    assistant, at = desk.assistant, desk.clock()
    own, other = assistant.reply(call.said, at), assistant.reply(call.passed_on.said, at)
    says_nothing = own.kind in ("none", "suggest") or own.entries == ("bot",)
    urgent = other.kind == "emergency" != own.kind
    return call.passed_on if urgent or (says_nothing and other.kind == "answer") else call


def is_own(message: Message, me: User) -> bool:
    """Whether the bot wrote a message itself."""
    return message.from_user is not None and message.from_user.id == me.id


async def _reply(message: Message, call: Call, context: Context, earlier: int | None = None) -> None:
    """Answers a call; by changing the message `earlier`, if there is one and it is still there."""
    desk, chat = context.desk, message.chat_id
    call = meant(call, desk)
    reply = respond(desk, call, context.bot.username, "group")
    flood = desk.memory.flood(chat, desk.clock())
    if reply.kind == "emergency" or flood == "fine":
        desk.note(reply, "group", call.said)
    elif flood == "say so":
        reply = desk.assistant.too_many(desk.clock())
    else:
        return
    outgoing = in_group(reply, desk.assistant, context.bot.username)
    if earlier and await edit(context, chat, earlier, outgoing):
        return
    sent = await send(context, call.about, outgoing, quote=True)
    desk.memory.replies.put((chat, message.message_id), sent.message_id)


def respond(desk: Desk, call: Call, username: str, channel: Channel) -> Reply:
    """What to say to a call."""
    assistant, at = desk.assistant, desk.clock()
    reply = assistant.reply(call.said, at) if call.said else None
    if reply and (reply.kind == "emergency" or call.command in (None, "ask")):
        return reply
    if call.command in COMMANDS:
        return COMMANDS[call.command](assistant, at)
    if call.command == "topics":
        return Reply("menu", SEE_TOPICS.format(link=links.private_chat(username)))
    if call.command in (None, "ask") and not call.said and _has_no_words(call):
        return assistant.text_only(at)
    if channel == "guest":
        return Reply("menu", AS_A_GUEST.format(name=escape(username), link=links.private_chat(username)))
    return assistant.group_hello(at)


def _has_no_words(call: Call) -> bool:
    """Whether the message to answer is a picture or the like, without a word below it."""
    return not words(call.about)


def in_group(reply: Reply, assistant: Assistant, username: str) -> Outgoing:
    """A reply as it looks among many people: an answer with one link, anything less on one line."""
    match reply.kind:
        case "answer":
            link = InlineKeyboardButton(PRIVATE_CHAT, url=links.private_chat(username, reply.entries[0]))
            return Outgoing(to_html(reply.text), ((link,),))
        case "suggest":
            entry = assistant.pack.by_id[reply.suggestions[0]]
            link_to_it = links.private_chat(username, entry.id)
            return Outgoing(to_html(NOT_SURE.format(question=escape(entry.question), link=link_to_it)))
        case "none":
            return Outgoing(to_html(NO_ANSWER.format(link=links.private_chat(username))))
        case _:
            return Outgoing(to_html(reply.text), urgent=reply.kind == "emergency")
