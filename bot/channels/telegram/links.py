"""Links into the private chat: t.me/BOT?start=ENTRY opens on that entry."""

from __future__ import annotations


def private_chat(username: str, entry: str | None = None) -> str:
    """The address of the private chat with the bot, on the entry of this id if there is one."""
    return f"https://t.me/{username}" + (f"?start={entry}" if entry else "")
