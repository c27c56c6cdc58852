"""Links into the private chat: t.me/BOT?start=ENTRY opens on that entry."""

from __future__ import annotations

from bot.knowledge.model import ID_PATTERN

WITHOUT_ENTRY = "_"
"""What /start carries where there must be something and no entry is meant; nobody would call an entry so."""


def private_chat(username: str, entry: str | None = None) -> str:
    """The address of the private chat with the bot, on the entry of this id if there is one."""
    return f"https://t.me/{username}" + (f"?start={entry}" if entry else "")


def entry_of(argument: str) -> str | None:
    """The entry that /start was called with; None if it was called with none, or with something typed by hand."""
    return argument if argument != WITHOUT_ENTRY and ID_PATTERN.fullmatch(argument) else None
