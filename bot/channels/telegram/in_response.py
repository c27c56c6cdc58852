"""A request to Telegram that rides in the webhook's own response, which spares making one.

Only answers to inline queries do. They are most of what a bot is asked for, one with each letter typed; each is half
the work so, and is there sooner by the way to Telegram and back. What became of it isn't told, but nothing could be
done about it either: an answer that comes too late is of no use to anybody. Of a message one must know if it arrived.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from telegram import TelegramObject

RIDES = "answerInlineQuery"

Request = dict[str, Any]
"""A method and its parameters, ready for JSON; empty: none."""

_room: ContextVar[Request | None] = ContextVar("room", default=None)


def offer() -> Request:
    """Offers room for one request, to whatever this task and those that it starts ask of Telegram."""
    request: Request = {}
    _room.set(request)
    return request


def put(method: str, parameters: dict[str, Any]) -> bool:
    """Takes the room that is offered, if the request may ride there and nothing else does."""
    request = _room.get()
    if method != RIDES or request is None or request:
        return False
    request.update(method=method, **{name: _plain(value) for name, value in parameters.items()})
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, TelegramObject):
        return value.to_dict()
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
