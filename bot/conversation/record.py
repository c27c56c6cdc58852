"""A question and its reply as data, for scripts: what `ask --json` prints."""

from __future__ import annotations

import json
from typing import TypedDict

from bot.conversation.markup import to_plain
from bot.conversation.reply import Kind, Reply


class Record(TypedDict):
    """One question answered. The names and their order are part of the command's promise."""

    question: str
    kind: Kind
    entries: list[str]
    suggestions: list[str]
    best: str | None
    score: float
    text: str


def record(question: str, reply: Reply) -> Record:
    """The reply to `question` as data; the text is plain."""
    return {
        "question": question,
        "kind": reply.kind,
        "entries": list(reply.entries),
        "suggestions": list(reply.suggestions),
        "best": reply.best,
        "score": round(reply.score, 4),
        "text": to_plain(reply.text),
    }


def json_line(question: str, reply: Reply) -> str:
    """The record as JSON on one line, without the line's end."""
    return json.dumps(record(question, reply), ensure_ascii=False)
