"""Telegram as a bot under load sees it: it hands out what people do, and takes what the bot answers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple
from urllib.parse import parse_qs

from tests.benchmarks.crowd.mix import ME, Done, Kind
from tests.benchmarks.crowd.wire import Client, listen

BATCH = 100
GATHER = 0.02
"""Seconds that Telegram waits for more to come before it hands out less than a whole batch."""
LONG_POLL = 5.0
PAUSE = 0.5
"""Seconds before an update that was refused is brought again."""
SECRET = "known-to-Telegram-only"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram"
KEY = re.compile(rb"(?:^|&)(?:chat_id|inline_query_id|callback_query_id)=([^&]+)")
ANSWERS_TO_ALL = {
    "getMe": json.dumps(ME),
    "getWebhookInfo": '{"url": "", "has_custom_certificate": false, "pending_update_count": 0}',
    "getMyCommands": "[]",
    "getMyDescription": '{"description": ""}',
    "getMyShortDescription": '{"short_description": ""}',
    "getChatMenuButton": '{"type": "default"}',
}


class Waiting(NamedTuple):
    """An update without an answer."""

    done: Done
    asked: float
    """When somebody did it, in seconds of the monotonic clock."""
    handed: float
    """When the bot was given it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An update and its answer."""

    kind: Kind
    since_asked: float
    """Seconds from the doing to the answer."""
    since_handed: float
    """Seconds from the bot's getting it to the answer."""


class Telegram:
    """One bot's Telegram. `crowd` is asked for what people do next."""

    def __init__(self, crowd: Iterator[Done], distance: float = 0.0) -> None:
        """`distance`: seconds to Telegram and back."""
        self.answered: list[Answered] = []
        self.count = 0
        """Updates answered, also those that were forgotten."""
        self.refused: Counter[str] = Counter()
        """Why the bot didn't take an update when it was brought; each was brought again."""
        self.polled = asyncio.Event()
        """Set when updates are fetched for the first time."""
        self.port = 0
        self._crowd, self._distance = crowd, distance
        self._queue: deque[tuple[Done, float]] = deque()
        self._some = asyncio.Event()
        self._in_hand: dict[str, deque[Waiting]] = {}
        self._window = 0
        self._ids = count(1)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Telegram]:
        """Serves as long as the context is open."""
        server, self.port = await listen(self.answer)
        try:
            yield self
        finally:
            server.close()

    # What people do

    @property
    def unanswered(self) -> int:
        """Updates that wait for the bot or are in its hands."""
        return len(self._queue) + sum(map(len, self._in_hand.values()))

    def let_in(self, number: int) -> None:
        """So many people do something now."""
        now = time.monotonic()
        self._queue.extend((next(self._crowd), now) for _ in range(number))
        if self._queue:
            self._some.set()

    def keep(self, window: int) -> None:
        """From now on so many updates are without an answer: for each that is answered another comes. 0: no more."""
        self._window = window
        self.let_in(max(window - self.unanswered, 0))

    async def arrive(self, rate: float, seconds: float) -> None:
        """Lets people in at a rate, by the clock, whatever the bot does."""
        start, came = time.monotonic(), 0
        while (passed := time.monotonic() - start) < seconds:
            self.let_in(int(passed * rate) - came)
            came = int(passed * rate)
            await asyncio.sleep(0.005)

    def forget(self) -> None:
        """Lets go of how each update was answered."""
        self.answered.clear()

    async def settled(self, longest: float) -> bool:
        """Waits until everything is answered; False if that takes longer than so many seconds."""
        end = time.monotonic() + longest
        while self.unanswered and time.monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return not self.unanswered

    def _take(self) -> tuple[Done, float]:
        done, asked = self._queue.popleft()
        if not self._queue:
            self._some.clear()
        self._in_hand.setdefault(done.key, deque()).append(Waiting(done, asked, time.monotonic()))
        return done, asked

    # What the bot does

    async def answer(self, method: str, body: bytes) -> bytes:
        """The JSON that a request gets."""
        if self._distance:
            await asyncio.sleep(self._distance)
        if method == "getUpdates":
            return await self._updates()
        if method.startswith("answer"):
            self._note(body)
            result = "true"
        elif method in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
            if method == "sendMessage":
                self._note(body)
            result = self._message(parse_qs(body.decode()))
        else:
            result = ANSWERS_TO_ALL.get(method, "true")
        return f'{{"ok": true, "result": {result}}}'.encode()

    async def _updates(self) -> bytes:
        self.polled.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONG_POLL):
                await self._some.wait()
        if len(self._queue) < BATCH:
            await asyncio.sleep(GATHER)
        taken = [self._take()[0].update for _ in range(min(BATCH, len(self._queue)))]
        return b'{"ok": true, "result": [%s]}' % b",".join(taken)

    def _note(self, body: bytes) -> None:
        if found := KEY.search(body):
            self._answered(found[1].decode())

    def _answered(self, key: str) -> None:
        waiting = self._in_hand.get(key)
        if not waiting:
            return  # a message that came beside the answer to a button
        one = waiting.popleft()
        if not waiting:
            del self._in_hand[key]
        now = time.monotonic()
        self.count += 1
        self.answered.append(Answered(one.done.kind, now - one.asked, now - one.handed))
        if self._window:
            self.let_in(1)

    def _message(self, sent: dict[str, list[str]]) -> str:
        """The message as it now stands: as long as what was sent, for the bot reads it."""
        chat = int(sent["chat_id"][0])
        kind = '"supergroup", "title": "Neighbours"' if chat < 0 else '"private", "first_name": "Alice"'
        markup = f', "reply_markup": {sent["reply_markup"][0]}' if "reply_markup" in sent else ""
        text = json.dumps(sent.get("text", ["…"])[0])
        return (
            f'{{"message_id": {next(self._ids)}, "date": {int(time.time())}, "from": {ANSWERS_TO_ALL["getMe"]}, '
            f'"chat": {{"id": {chat}, "type": {kind}}}, "text": {text}{markup}}}'
        )

    # The webhook

    @contextlib.asynccontextmanager
    async def bringing(self, ports: Sequence[int], connections: int) -> AsyncIterator[None]:
        """Brings updates to webhooks in turn, over so many connections, as long as the context is open."""
        headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
        clients = [Client(ports[n % len(ports)], PATH, headers) for n in range(connections)]
        couriers = [asyncio.create_task(self._bring(client)) for client in clients]
        try:
            yield
        finally:
            for courier in couriers:
                courier.cancel()
            await asyncio.wait(couriers)
            for client in clients:
                client.close()

    async def _bring(self, client: Client) -> None:
        while True:
            await self._some.wait()
            if not self._queue:
                continue
            done, asked = self._take()
            try:
                status, answer = await client.post(done.update)
                if answer.startswith(b"{"):  # a request of the bot's, which saves it one of its own
                    self._answered(str(json.loads(answer)["inline_query_id"]))
            except (OSError, EOFError) as error:
                status = 0
                self.refused[type(error).__name__] += 1
            if status != 200:
                self.refused[str(status)] += bool(status)
                self._put_back(done, asked)
                await asyncio.sleep(PAUSE)

    def _put_back(self, done: Done, asked: float) -> None:
        waiting = self._in_hand.get(done.key, deque())
        mine = next((one for one in waiting if one.done is done), None)
        if mine is None:
            return  # answered all the same
        waiting.remove(mine)
        if not waiting:
            del self._in_hand[done.key]
        self._queue.append((done, asked))
        self._some.set()
