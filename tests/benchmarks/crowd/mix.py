"""What the crowd does: private questions, inline typing, buttons, and mentions in groups."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from bot.conversation import actions
from bot.knowledge.model import Pack
from tests.benchmarks.packs import phrasings

Kind = Literal["private", "inline", "button", "group"]
JSON = dict[str, Any]

SHARES: dict[Kind, float] = {"private": 0.55, "inline": 0.20, "button": 0.15, "group": 0.10}
PEOPLE, GROUPS = 50_000, 10_000
"""Enough that nobody writes so much that the bot asks them to slow down."""
NAME = "strike_faq_bot"
ME: JSON = {
    "id": 4242, "is_bot": True, "first_name": "Strike FAQ", "username": NAME, "can_join_groups": True,
    "can_read_all_group_messages": True, "supports_inline_queries": True, "supports_guest_queries": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """Something that somebody did."""

    kind: Kind
    key: str
    """By what the bot's answer is known: the chat to which it goes, or the query."""
    update: bytes
    """As JSON."""


class Mix:
    """An endless stream of updates; who asks what is the same for the same pack and seed."""

    def __init__(self, pack: Pack, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        # Later trials with the same database must not look like repeats of this one.
        self._numbers = count(time.time_ns() // 1_000_000)
        self._questions = [one.q for one in pack.labelled] or [text for text, _ in phrasings(pack)]
        self._menu = [actions.topic(name) for name in pack.topics]
        self._entries = [actions.entry(entry.id) for entry in pack.entries]
        self._votes = [actions.feedback("yes", entry.id) for entry in pack.entries]

    def __iter__(self) -> Iterator[Done]:
        return self

    def __next__(self) -> Done:
        number = next(self._numbers)
        (kind,) = self._dice.choices(list(SHARES), list(SHARES.values()))
        key, content = getattr(self, f"_{kind}")(number)
        return Done(kind, key, json.dumps({"update_id": number, **content}).encode())

    def _private(self, number: int) -> tuple[str, JSON]:
        person = _person(number)
        return str(person["id"]), {"message": _message(number, _private_chat(person), person, self._question())}

    def _group(self, number: int) -> tuple[str, JSON]:
        chat = {"id": -1_000_000_000_000 - number % GROUPS, "type": "supergroup", "title": "Neighbours"}
        message = _message(number, chat, _person(number), f"@{NAME} {self._question()}")
        message["entities"] = [{"type": "mention", "offset": 0, "length": len(NAME) + 1}]
        return str(chat["id"]), {"message": message}

    def _inline(self, number: int) -> tuple[str, JSON]:
        question, id = self._question(), f"i{number}"
        typed = question[: self._dice.randrange(3, 40)]
        return id, {"inline_query": {"id": id, "from": _person(number), "query": typed, "offset": ""}}

    def _button(self, number: int) -> tuple[str, JSON]:
        """In a chat of its own, so that what is sent there beside the answer is not taken for another's."""
        person, id, dice = _person(number + PEOPLE), f"b{number}", self._dice
        (pressed,) = dice.choices([self._entries, self._menu, self._votes], [6, 2, 2])
        shown = self._menu if pressed is self._menu else dice.sample(self._entries, 4)
        message = _message(number, _private_chat(person), ME, self._question() * 8)
        message["reply_markup"] = {"inline_keyboard": [[{"text": a, "callback_data": a}] for a in shown]}
        data = dice.choice(pressed)
        return id, {
            "callback_query": {"id": id, "from": person, "chat_instance": "1", "data": data, "message": message}
        }

    def _question(self) -> str:
        return self._dice.choice(self._questions)


def _person(number: int) -> JSON:
    return {"id": 1_000_000 + number % (2 * PEOPLE), "is_bot": False, "first_name": "Alice", "language_code": "en"}


def _private_chat(person: JSON) -> JSON:
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}


def _message(number: int, chat: JSON, sender: JSON, text: str) -> JSON:
    return {"message_id": number % 2**31, "date": int(time.time()), "chat": chat, "from": sender, "text": text}
