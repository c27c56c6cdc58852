"""What a message says to the bot: its words, the command in front of them, and whom it is meant for."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, User


def words(message: Message) -> str:
    """The text of a message, or what is written below a picture."""
    return message.text or message.caption or ""


def is_by_bot(message: Message) -> bool:
    """Whether a program wrote it: another bot, or a channel's post passed on. Admins who hide their name are people."""
    by_bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return by_bot or bool(message.is_automatic_forward) or message.via_bot is not None


def split_command(message: Message) -> tuple[str | None, str | None, str]:
    """The command that a message begins with, the bot that it is addressed to, both in lower case, and the rest."""
    text = words(message)
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            # Commands are ASCII: Telegram's length in UTF-16 units is theirs in characters.
            command, _, addressee = text[1 : entity.length].partition("@")
            return command.lower(), addressee.lower() or None, text[entity.length :].strip()
    return None, None, text.strip()


def without_mention(message: Message, me: User) -> str | None:
    """The words of a message that mentions the bot, without the mention; None if it doesn't mention it."""
    entities = {**message.parse_entities(_MENTIONS), **message.parse_caption_entities(_MENTIONS)}
    units, found = words(message).encode("utf-16-le", "surrogatepass"), False
    for entity, mention in entities.items():
        by_name = entity.type == MessageEntity.MENTION and mention.lower() == f"@{(me.username or '').lower()}"
        if by_name or (entity.user is not None and entity.user.id == me.id):
            # By its place, as other names may begin like the bot's. Telegram counts in UTF-16 units.
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            units, found = units[:start] + entity.length * _BLANK + units[end:], True
    # Lines stay: they part sentences.
    return re.sub(r"[^\S\n]+", " ", units.decode("utf-16-le", "surrogatepass")).strip() if found else None


_BLANK = " ".encode("utf-16-le")
_MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
