"""Messages that somebody else sends for the bot: what is offered, and the text that will be posted."""

from __future__ import annotations

from telegram import InlineQueryResultArticle, InputTextMessageContent

from bot.channels.telegram.messages import Outgoing


def article(id: str, title: str, description: str, outgoing: Outgoing) -> InlineQueryResultArticle:
    """`outgoing` as a result to choose, under a title and a line that says what is in it."""
    return InlineQueryResultArticle(
        id=id,
        title=title,
        description=description or None,
        input_message_content=InputTextMessageContent(outgoing.html),
        reply_markup=outgoing.markup,
    )
