"""The peer: python-telegram-bot's examples echobot.py, inlinebot.py and inlinekeyboard.py in one bot, as they stand."""

from __future__ import annotations

import logging
import os
from html import escape
from uuid import uuid4

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, InlineQueryHandler, MessageHandler, filters

logging.getLogger("httpx").setLevel(logging.WARNING)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message and update.message.text
    await update.message.reply_text(update.message.text)


async def inline_query(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query
    query = update.inline_query.query
    if not query:
        return
    bold, italic = f"<b>{escape(query)}</b>", f"<i>{escape(query)}</i>"
    results = [
        InlineQueryResultArticle(str(uuid4()), "Caps", InputTextMessageContent(query.upper())),
        InlineQueryResultArticle(str(uuid4()), "Bold", InputTextMessageContent(bold, parse_mode=ParseMode.HTML)),
        InlineQueryResultArticle(str(uuid4()), "Italic", InputTextMessageContent(italic, parse_mode=ParseMode.HTML)),
    ]
    await update.inline_query.answer(results)


async def button(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    await query.answer()
    await query.edit_message_text(text=f"Selected option: {query.data}")


def main() -> None:
    """Polls until it is stopped."""
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    builder = builder.base_url(f"{os.environ['TELEGRAM_API_URL']}/bot")
    if at_once := int(os.environ.get("AT_ONCE", "0")):
        builder = builder.concurrent_updates(at_once)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.add_handler(InlineQueryHandler(inline_query))
    application.add_handler(CallbackQueryHandler(button))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
