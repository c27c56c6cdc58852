"""A reply as people find it."""

from __future__ import annotations

from bot.conversation.markup import to_plain
from bot.conversation.reply import Button, Reply


def said(reply: Reply) -> list[str]:
    """The paragraphs of a reply as a person reads them."""
    return to_plain(reply.text).split("\n\n")


def labels(reply: Reply) -> list[str]:
    """What its buttons say."""
    return [button.label for row in reply.buttons for button in row]


def button(reply: Reply, label: str) -> Button:
    """The button that says so."""
    return next(button for row in reply.buttons for button in row if button.label == label)
