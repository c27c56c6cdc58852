"""Updates of every kind that the Bot API knows, made from its documentation: each with every field it may have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.telegram.bot_api.schema import TYPES
from tests.telegram.bot_api.world import JSON

PLAIN: dict[str, Any] = {"Integer": 7, "Float": 1.5, "String": "are the <lamps> lit", "Boolean": True, "InputFile": "f"}
CHAT_TYPES = ("private", "group", "supergroup", "channel")


def updates(kind: str) -> Iterator[JSON]:
    """Updates of a kind, without their number: a bare one, and one more for each field and each form it may take."""
    shape = TYPES["Update"]
    assert isinstance(shape, dict)
    chats = count(1)
    for content in _forms(shape[kind].lstrip("?")):
        if "chat" not in content:
            yield {kind: content}
            continue
        for chat_type in CHAT_TYPES:
            chat_id = next(chats) if chat_type == "private" else -next(chats)
            yield {kind: content | {"chat": {"id": chat_id, "type": chat_type}}}


def _forms(type_name: str) -> Iterator[JSON]:
    shape = TYPES[type_name]
    assert isinstance(shape, dict)
    bare = _bare(type_name)
    yield bare
    for field, kind in shape.items():
        for value in _alternatives(kind.lstrip("?")):
            yield bare | {field: value}


def _alternatives(kind: str) -> Iterator[Any]:
    """A value of each form that a field of this kind may take."""
    if kind.startswith("["):
        yield []
        for item in _alternatives(kind[1:-1]):
            yield [item]
        return
    for one in kind.split("|"):
        shape = TYPES.get(one)
        if isinstance(shape, list):
            for subtype in shape:
                yield from _alternatives(subtype)
        else:
            yield _value(one)


def _value(kind: str) -> Any:
    """The shortest value of a kind."""
    kind = kind.split("|")[0]
    if kind.startswith("["):
        return []
    if kind.startswith("="):
        return kind[1:]
    return PLAIN[kind] if kind in PLAIN else _bare(kind)


def _bare(type_name: str) -> JSON:
    """An object with only the fields that it must have."""
    shape = TYPES[type_name]
    if isinstance(shape, list):
        return _bare(shape[0])
    return {field: _value(kind) for field, kind in shape.items() if not kind.startswith("?")}
