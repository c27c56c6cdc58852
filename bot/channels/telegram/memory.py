"""What the bot remembers of its chats while it runs: bounded, and in memory only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Literal, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

CHATS = 5_000
"""Those of the last three minutes or more, at the 30 messages a second that Telegram lets a bot send."""
ANSWERED = 2_000
FLOOD_LIMIT = 20
FLOOD_WINDOW = timedelta(minutes=1)


class Recent(Generic[K, V]):
    """A mapping of the `size` keys used last."""

    def __init__(self, size: int = CHATS) -> None:
        self._size = size
        self._items: OrderedDict[K, V] = OrderedDict()

    def __contains__(self, key: K) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: K) -> V | None:
        """The value of `key`, if it is remembered."""
        if key in self._items:
            self._items.move_to_end(key)
        return self._items.get(key)

    def put(self, key: K, value: V) -> None:
        """Remembers `value`, and forgets the key that was used the longest ago if there are too many."""
        self._items[key] = value
        self._items.move_to_end(key)
        if len(self._items) > self._size:
            self._items.popitem(last=False)

    def add(self, key: K, value: V) -> bool:
        """Remembers `value` unless the key is there; whether it was new."""
        if key in self._items:
            return False
        self.put(key, value)
        return True

    def pop(self, key: K) -> None:
        """Forgets `key`."""
        self._items.pop(key, None)


@dataclass(slots=True)
class Window:
    """The messages of a chat in the last minute or so."""

    starts: datetime
    count: int = 0


@dataclass
class Memory:
    """The state of every chat."""

    replies: Recent[tuple[int, int], int] = field(default_factory=Recent)
    """Chat and id of a question -> id of the message that answers it."""
    misses: Recent[int, int] = field(default_factory=Recent)
    """Chat -> questions in a row that found no answer, if there are any."""
    voted: Recent[tuple[int, int, str], None] = field(default_factory=lambda: Recent(ANSWERED))
    """Answers on which feedback was given: chat, message and entry, for a message to browse in shows many."""
    answered: Recent[tuple[int, int], str] = field(default_factory=lambda: Recent(ANSWERED))
    """Answers on which feedback can be given -> the question, in case somebody says that the answer didn't help."""
    greeted: Recent[int, None] = field(default_factory=Recent)
    """Groups that have had their hello."""
    albums: Recent[str, None] = field(default_factory=lambda: Recent(1_000))
    """Albums of pictures that were replied to."""
    windows: Recent[int, Window] = field(default_factory=Recent)

    def count_misses(self, chat_id: int, misses: int) -> None:
        """Remembers how many questions in a row have found no answer; mostly none, which takes no room."""
        if misses:
            self.misses.put(chat_id, misses)
        else:
            self.misses.pop(chat_id)

    def has_voted(self, chat_id: int, message_id: int | None, entries: tuple[str, ...]) -> bool:
        """Whether feedback was given on what this message shows or is to show."""
        return message_id is not None and bool(entries) and (chat_id, message_id, entries[0]) in self.voted

    def flood(self, chat_id: int, now: datetime) -> Literal["fine", "say so", "silent"]:
        """Counts a message: whether it is one too many in a minute, and whether that has been said."""
        window = self.windows.get(chat_id)
        if window is None or now - window.starts >= FLOOD_WINDOW:
            window = Window(now)
            self.windows.put(chat_id, window)
        window.count += 1
        if window.count <= FLOOD_LIMIT:
            return "fine"
        return "say so" if window.count == FLOOD_LIMIT + 1 else "silent"

    def forget(self, chat_id: int) -> None:
        """Forgets how a conversation went: whoever blocked the bot starts afresh."""
        self.misses.pop(chat_id)
        self.windows.pop(chat_id)

    def follow(self, old: int, new: int) -> None:
        """A group has become a supergroup with another id: it has had its hello."""
        self.greeted.put(new, None)
        self.forget(old)
