"""What goes wrong on Telegram's side, and what is said about it: benign things not at all, the rest in one line."""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.wrong_use import WrongUse

if TYPE_CHECKING:
    from bot.channels.telegram.context import Context

logger = logging.getLogger(__name__)

SORRY = "Sorry, something went wrong here. Please ask again in a moment."
GET_A_TOKEN = (
    "Open @BotFather on Telegram, send /newbot, and put the token that you get into the environment or .env. "
    "Without a token, `python -m bot chat` works."
)
NO_TOKEN = f"TELEGRAM_BOT_TOKEN is not set. {GET_A_TOKEN}"
WRONG_TOKEN = f"Telegram doesn't know the token in TELEGRAM_BOT_TOKEN. {GET_A_TOKEN}"

QUOTED = re.compile(r'"[^"]*"?|\d{5,}')
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
STALE = ("query is too old", "query_id_invalid")
UNCHANGED = ("message is not modified",)
UNREACHABLE = ("chat not found", "not enough rights", "chat_write_forbidden", "topic_closed", "thread not found")


class TokenRejected(WrongUse):
    """There is no token, or Telegram doesn't take it: one line that says how to get one."""

    def __init__(self, message: str = WRONG_TOKEN) -> None:
        super().__init__(message)


def is_unchanged(error: TelegramError) -> bool:
    """The message shows already what it was to show."""
    return _says(error, UNCHANGED)


def is_gone(error: TelegramError) -> bool:
    """The message was deleted, or is too old to be changed."""
    return _says(error, GONE)


def is_benign(error: BaseException) -> bool:
    """Things that happen every day: whoever asked has gone, or has what they asked for."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and _says(error, (*GONE, *STALE, *UNCHANGED, *UNREACHABLE))


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    return isinstance(error, BadRequest) and any(phrase in error.message.lower() for phrase in phrases)


async def on_error(update: object, context: Context) -> None:
    """Deals with whatever a handler raised, and the bot goes on. Never logs what people wrote or who they are."""
    error = context.error
    if error is None or is_benign(error):
        if isinstance(error, Forbidden) and isinstance(update, Update) and update.effective_chat:
            context.desk.memory.forget(update.effective_chat.id)
        return
    if isinstance(error, InvalidToken):
        context.give_up(TokenRejected())
        return
    if isinstance(error, TelegramError):
        logger.warning("A reply could not be delivered: %s", describe(error))
        return
    # The exception's own text may quote what somebody wrote; where it happened doesn't.
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    logger.error("A fault in the bot: %s\n%s", type(error).__name__, frames)
    if isinstance(update, Update) and update.message and update.message.chat.type == "private":
        try:
            await context.bot.send_message(update.message.chat.id, SORRY)
        except TelegramError as second:
            logger.warning("A reply could not be delivered: %s", describe(second))


def describe(error: TelegramError) -> str:
    """An error of Telegram's in words; no ids, no text, no token."""
    match error:
        case RetryAfter():
            return "Telegram asks for a longer break than the reply is worth"
        case Conflict():
            return "another process uses the same token"
        case BadRequest() | Forbidden():
            # Telegram quotes what it can't read.
            return f"Telegram refused it ({QUOTED.sub('…', error.message)})"
        case NetworkError():
            return f"the connection to Telegram failed ({type(error).__name__})"
        case _:
            return type(error).__name__
