"""Commands, and what comes behind them: a message means the same in a private chat and in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.conversation.assistant import Assistant
from bot.conversation.reply import Reply
from bot.knowledge.model import ID_PATTERN

COMMANDS: dict[str, Callable[[Assistant, datetime], Reply]] = {
    "start": Assistant.welcome,
    "help": Assistant.help,
    "topics": Assistant.topics,
    "about": Assistant.about,
    "privacy": Assistant.privacy,
}
WITHOUT_ENTRY = "_"
"""What /start carries where there must be something and no entry is meant; nobody would call an entry so."""


def obey(assistant: Assistant, command: str | None, said: str, at: datetime, misses: int) -> Reply:
    """What to say to a message: a command and what is said behind it, or, with no command, a question in any words.

    `command` is without its slash, in lower case; `misses`: as for `Assistant.reply`.
    """
    if command == "start" and (entry := _entry_of(said)):
        return assistant.open(entry, at)
    if (question := asked(command, said)) is not None:
        return assistant.reply(question, at, misses=misses)
    # Somebody may cry for help behind any command: "/help he is not breathing".
    if said and (reply := assistant.reply(said, at)).kind == "emergency":
        return reply
    return COMMANDS.get(command or "", Assistant.help)(assistant, at)


def asked(command: str | None, said: str) -> str | None:
    """The question that a message asks; None for other commands than the one to ask."""
    return said if command is None or (command == "ask" and said) else None


def _entry_of(argument: str) -> str | None:
    """The entry that /start was called with; None if it was called with none, or with something typed by hand."""
    return argument if argument != WITHOUT_ENTRY and ID_PATTERN.fullmatch(argument) else None
