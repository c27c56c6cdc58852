"""The people who use the bot, and what they see of it: they write, press buttons, and call it from any chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram.bot_api.world import DATE, JSON, Chat, Query, entities_of

if TYPE_CHECKING:
    from tests.telegram.bot_api.server import BotApi


@dataclass(frozen=True)
class Shown:
    """A message as it stands in a chat now: after an edit it shows the new text."""

    api: BotApi
    chat: Chat
    id: int

    @property
    def json(self) -> JSON:
        return self.chat.messages[self.id]

    @property
    def text(self) -> str:
        return str(self.json.get("text", ""))

    @property
    def edited(self) -> bool:
        return "edit_date" in self.json

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, from the top."""
        return [button["text"] for row in self.rows for button in row]

    @property
    def rows(self) -> list[list[JSON]]:
        return self.json.get("reply_markup", {}).get("inline_keyboard", [])  # type: ignore[no-any-return]

    @property
    def links(self) -> list[str]:
        """Addresses that words of the text, and buttons, lead to."""
        worded = [entity["url"] for entity in self.json.get("entities", []) if "url" in entity]
        return worded + [button["url"] for row in self.rows for button in row if "url" in button]

    @property
    def bold(self) -> list[str]:
        return [self.text_of(entity) for entity in self.json.get("entities", []) if entity["type"] == "bold"]

    def text_of(self, entity: JSON) -> str:
        """The part of the text that an entity marks."""
        units = self.text.encode("utf-16-le")
        return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")

    @property
    def replies_to(self) -> int | None:
        reply = self.json.get("reply_to_message")
        return reply["message_id"] if reply else None

    @property
    def thread(self) -> int | None:
        return self.json.get("message_thread_id")

    def delete(self) -> None:
        del self.chat.messages[self.id]


@dataclass(frozen=True)
class Pressed:
    """What pressing a button did."""

    notice: str
    """What popped up, if anything."""
    new: list[Shown]

    @property
    def reply(self) -> Shown:
        """The one new message."""
        (reply,) = self.new
        return reply


@dataclass(frozen=True)
class InlineAnswer:
    """What is offered while somebody types @bot in any chat."""

    person: Person
    query: Query
    typed: str

    @property
    def given(self) -> JSON:
        """The answer as the bot gave it: just one."""
        (answer,) = self.query.answers
        return answer

    @property
    def results(self) -> list[JSON]:
        return self.given["results"]  # type: ignore[no-any-return]

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self.results]

    @property
    def button(self) -> JSON | None:
        return self.given.get("button")

    @property
    def next_offset(self) -> str:
        return str(self.given.get("next_offset", ""))

    async def more(self) -> InlineAnswer:
        """The next page."""
        return await self.person.types_inline(self.typed, offset=self.next_offset)

    async def choose(self, index: int = 0) -> str:
        """Picks a result; returns the id of the inline message it became."""
        api, result = self.person.api, self.results[index]
        inline_id = f"inline-{next(api.world.ids)}"
        api.world.inline_messages[inline_id] = {"reply_markup": result.get("reply_markup"), "from": api.world.me}
        chosen = {"result_id": result["id"], "from": self.person.user, "query": self.typed}
        if result.get("reply_markup"):
            chosen["inline_message_id"] = inline_id
        if api.world.inline_feedback:
            await api.world.post(chosen_inline_result=chosen)
        await api.settled()
        return inline_id


@dataclass(frozen=True)
class Person:
    """Somebody with a Telegram account. `chat`, unless said otherwise, is the private chat with the bot."""

    api: BotApi
    user: JSON

    @property
    def private(self) -> Chat:
        return self.api.world.chats[self.user["id"]]

    async def says(self, text: str, *, chat: Chat | None = None, **fields: Any) -> Shown:
        """Writes `text` and gets one reply."""
        new = await self.sends(chat=chat, text=text, **fields)
        assert len(new) == 1, f"{len(new)} replies to {text!r}: {[reply.text for reply in new]}"
        return new[0]

    async def sends(self, *, chat: Chat | None = None, reply_to: Shown | None = None, **fields: Any) -> list[Shown]:
        """Sends a message of any kind; returns what the bot wrote in that chat on that."""
        return await self._watch(self.write(chat=chat, reply_to=reply_to, **fields).id, chat or self.private)

    def write(self, *, chat: Chat | None = None, reply_to: Shown | None = None, **fields: Any) -> Shown:
        """Puts a message into a chat; the bot is told of it only by `sends` and `posted`."""
        chat = chat or self.private
        if "text" in fields:
            fields.setdefault("entities", entities_of(fields["text"]))
        if reply_to:
            fields["reply_to_message"] = {k: v for k, v in reply_to.json.items() if k != "reply_to_message"}
            if reply_to.thread:
                fields.setdefault("message_thread_id", reply_to.thread)
        if "message_thread_id" in fields:
            fields["is_topic_message"] = True
        return Shown(self.api, chat, chat.add(**{"from": self.user, **fields})["message_id"])

    async def posted(self, message: Shown) -> None:
        """Tells the bot of a message, without waiting for what it does."""
        if self.api.world.hears(message.chat, message.json):
            await self.api.world.post(message=message.json)

    async def _watch(self, message_id: int, chat: Chat) -> list[Shown]:
        await self.posted(Shown(self.api, chat, message_id))
        return await self.new_after(message_id, chat)

    async def new_after(self, message_id: int, chat: Chat) -> list[Shown]:
        await self.api.settled()
        mine = self.api.world.me["id"]
        return [
            Shown(self.api, chat, id)
            for id, message in sorted(chat.messages.items())
            if id > message_id and message.get("from", {}).get("id") == mine
        ]

    async def edits(self, message: Shown, text: str) -> list[Shown]:
        """Changes an own message; returns new messages that the bot wrote on that."""
        message.json.update(text=text, entities=entities_of(text), edit_date=DATE + 5)
        latest = max(message.chat.messages)
        if self.api.world.hears(message.chat, message.json):
            await self.api.world.post(edited_message=dict(message.json))
        return await self.new_after(latest, message.chat)

    def last_message(self, chat: Chat | None = None) -> Shown:
        """What this person wrote last."""
        chat = chat or self.private
        mine = [id for id, m in chat.messages.items() if m.get("from", {}).get("id") == self.user["id"]]
        return Shown(self.api, chat, max(mine))

    async def presses(self, label: str, reply: Shown, *, inaccessible: bool = False) -> Pressed:
        """Presses the button with this label below a message of the bot."""
        datas = [b["callback_data"] for row in reply.rows for b in row if b["text"] == label]
        assert len(datas) == 1, f"buttons: {reply.buttons}"
        return await self.presses_data(datas[0], reply, inaccessible=inaccessible)

    async def presses_data(self, data: str, reply: Shown, *, inaccessible: bool = False) -> Pressed:
        """Presses a button that stood below a message, perhaps in an earlier life of the bot."""
        query = self.api.world.ask("callback")
        message = {"chat": reply.chat.json, "message_id": reply.id, "date": 0} if inaccessible else reply.json
        latest = max(reply.chat.messages)
        await self.api.world.post(
            callback_query={
                "id": query.id, "from": self.user, "chat_instance": "1", "data": data, "message": dict(message),
            }
        )  # fmt: skip
        new = await self.new_after(latest, reply.chat)
        assert len(query.answers) == 1, "every press must be answered, once"
        return Pressed(query.answers[0].get("text", ""), new)

    async def presses_inline(self, data: str, inline_message_id: str) -> str:
        """Presses a callback button below a message sent by way of inline mode; returns what popped up."""
        query = self.api.world.ask("callback")
        await self.api.world.post(
            callback_query={
                "id": query.id, "from": self.user, "chat_instance": "1", "data": data,
                "inline_message_id": inline_message_id,
            }
        )  # fmt: skip
        await self.api.settled()
        return str(query.answers[0].get("text", ""))

    async def types_inline(
        self, typed: str, *, offset: str = "", chat_type: str = "private", settle: bool = True
    ) -> InlineAnswer:
        """Types `@bot typed` in some chat, and waits until all is settled or else just for the answer."""
        query = self.api.world.ask("inline")
        await self.api.world.post(
            inline_query={
                "id": query.id, "from": self.user, "query": typed, "offset": offset, "chat_type": chat_type,
            }
        )  # fmt: skip
        await (self.api.settled() if settle else self.api.until(lambda: query.answers))
        return InlineAnswer(self, query, typed)

    async def calls_guest(self, text: str, **fields: Any) -> JSON:
        """Mentions the bot in a chat that it isn't in; returns the result it answered with."""
        query = self.api.world.ask("guest")
        chat = {"id": -777, "type": "group", "title": "Elsewhere"}
        message = {
            "message_id": 1, "date": DATE, "chat": chat, "from": self.user, "text": text,
            "entities": entities_of(text), "guest_query_id": query.id, "guest_bot_caller_user": self.user,
        } | fields  # fmt: skip
        await self.api.world.post(guest_message=message)
        await self.api.settled()
        (answer,) = query.answers
        return answer["result"]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Group:
    """A group that people, and perhaps the bot, are in."""

    api: BotApi
    chat: Chat

    async def adds_the_bot(self, by: Person, *, was: str = "left", now: str = "member") -> list[Shown]:
        """Somebody adds the bot, or changes what it may do there; returns what the bot wrote on that."""
        latest = max(self.chat.messages, default=0)
        bot = self.api.world.me
        rights = {"until_date": 0} if now == "kicked" else {}
        await self.api.world.post(
            my_chat_member={
                "chat": self.chat.json, "from": by.user, "date": DATE,
                "old_chat_member": {"status": was, "user": bot} | ({"until_date": 0} if was == "kicked" else {}),
                "new_chat_member": {"status": now, "user": bot} | rights,
            }
        )  # fmt: skip
        return await by.new_after(latest, self.chat)

    def find(self, message_id: int) -> Shown:
        return Shown(self.api, self.chat, message_id)
