"""What Telegram knows: the bot, its chats and their messages, queries that wait for an answer, updates to fetch."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.bot_api.html import utf16
from tests.telegram.bot_api.schema import TYPES, Refused, bad

JSON = dict[str, Any]
NOT_SENT_UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
UPDATE_KINDS = [name for name in TYPES["Update"] if name != "update_id"]
ENTITY = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?\b|(?<!\w)@[A-Za-z]\w{3,31}\b")
DATE = 1_455_091_200


@dataclass
class Chat:
    """A private chat, a group or a supergroup, and every message in it."""

    id: int
    type: str
    names: JSON
    messages: dict[int, JSON] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    shut: Refused | None = None
    """What the bot is told when it writes: blocked, kicked out, moved."""
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def json(self) -> JSON:
        return {"id": self.id, "type": self.type, **self.names} | ({"is_forum": True} if self.threads else {})

    def add(self, **fields: Any) -> JSON:
        """A new message of this chat."""
        message = {"message_id": next(self.numbers), "date": DATE, "chat": self.json, **fields}
        self.messages[message["message_id"]] = message
        return message


@dataclass
class Query:
    """Something that a person did and that the bot is to answer in time: a button, an inline or a guest query."""

    id: str
    kind: str
    answers: list[JSON] = field(default_factory=list)


class World:
    """One bot's Telegram."""

    def __init__(self, username: str = "strike_faq_bot") -> None:
        self.me: JSON = {
            "id": 4242,
            "is_bot": True,
            "first_name": "Strike FAQ",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "supports_guest_queries": True,
        }
        self.inline_feedback = True
        """Whether BotFather's /setinlinefeedback is on."""
        self.chats: dict[int, Chat] = {}
        self.inline_messages: dict[str, JSON] = {}
        self.queries: dict[str, Query] = {}
        self.profile: dict[str, Any] = {}
        """What the bot set about itself, by method name and scope."""
        self.webhook = ""
        self.webhook_secret = ""
        """What is sent along to the webhook."""
        self.updates: list[JSON] = []
        """Updates not yet confirmed."""
        self.allowed: list[str] | None = None
        self.news = asyncio.Condition()
        """Notified whenever anything changed."""
        self.last_update = 1000
        self.confirmed = 1000
        """The id up to which the bot has confirmed updates."""
        self.ids = itertools.count(1)
        self._poll = 0

    # What people do

    async def post(self, **update: Any) -> int | None:
        """Hands an update to the bot, if it asked for that kind; returns its id."""
        (kind,) = update
        wanted = self.allowed or [k for k in UPDATE_KINDS if k not in NOT_SENT_UNASKED]
        if kind not in wanted:
            return None
        async with self.news:
            self.last_update += 1
            self.updates.append({"update_id": self.last_update, **update})
            self.news.notify_all()
            return self.last_update

    def ask(self, kind: str) -> Query:
        query = Query(f"{kind}-{next(self.ids)}", kind)
        self.queries[query.id] = query
        return query

    def hears(self, chat: Chat, message: JSON) -> bool:
        """Whether a bot gets this message of a chat, as the documentation of privacy mode has it."""
        if chat.type == "private" or self.me["can_read_all_group_messages"] or is_service(message):
            return True
        text = message.get("text", "")
        addressed = re.match(rf"/\w+@{self.me['username']}\b", text, re.IGNORECASE)
        general = re.match(r"/\w+(\s|$)", text)
        replied = message.get("reply_to_message", {}).get("from", {}).get("id") == self.me["id"]
        via = message.get("via_bot", {}).get("id") == self.me["id"]
        return bool(addressed or general or replied or via)

    # What the bot does

    def chat(self, chat_id: int | str) -> Chat:
        """The chat to write to; refused if it isn't there or doesn't take the bot's messages."""
        chat = self.chats.get(int(chat_id)) if re.fullmatch(r"-?\d+", str(chat_id)) else None
        if chat is None:
            raise bad("chat not found")
        if chat.shut:
            raise chat.shut
        return chat

    def answer(self, query_id: str, kind: str, answer: JSON) -> None:
        query = self.queries.get(query_id)
        if query is None or query.kind != kind or query.answers:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        query.answers.append(answer)

    async def poll(self, offset: int, limit: int, patience: float, allowed: list[str] | None) -> list[JSON]:
        """The updates from `offset` on; waits for one up to `patience` seconds. A newer poll ends an older one."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._poll += 1
        number = self._poll
        if allowed is not None:
            self.allowed = allowed
        async with self.news:
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
            self.confirmed = max(self.confirmed, offset - 1)
            self.news.notify_all()
            if not self.updates and patience > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait_for(lambda: self.updates or self._poll != number), patience)
        if self._poll != number:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return self.updates[:limit]

    async def end_polls(self) -> None:
        """Lets nobody wait for updates any longer."""
        self._poll += 1
        await self.changed()

    async def changed(self) -> None:
        async with self.news:
            self.news.notify_all()


def is_service(message: JSON) -> bool:
    """Whether a message tells of something that happened, rather than being said."""
    return bool({"new_chat_members", "left_chat_member", "migrate_to_chat_id", "pinned_message"} & message.keys())


def entities_of(text: str) -> list[JSON]:
    """Commands and mentions that Telegram marks in what people write."""
    return [
        {
            "type": "bot_command" if found[0].startswith("/") else "mention",
            "offset": utf16(text[: found.start()]),
            "length": utf16(found[0]),
        }
        for found in ENTITY.finditer(text)
    ]
