"""A strict local Bot API for the tests, and the people who use the bot through it."""

from tests.telegram.bot_api.server import TOKEN, BotApi

__all__ = ["TOKEN", "BotApi"]
