"""The bot of the tests: the real application over HTTP, an FAQ of its own, a clock that stands until it is moved."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.telegram.app import App, build_application
from bot.channels.telegram.context import Desk, Upkeep
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.service import serve
from bot.conversation.assistant import Assistant
from bot.journal.notes import Event
from bot.knowledge.load import load_pack
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Candidate, Interpretation, Interpreter
from bot.understanding.urgency import Alarm
from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi

PACK = Path(__file__).with_name("pack")
DURING = datetime(2031, 3, 1, 12, tzinfo=UTC)
ADVICE = "**If somebody is in danger now, call 999.**\n\nThe coastguard listens on channel 16."


class Keywords(Interpreter):
    """An interpreter that is sure of what it knows: the tests' questions, word for word, and a few key words.

    "suggest …" offers the entries named after it, "drowning" is an emergency, anything else unknown is a miss.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.heard: list[str] = []

    def interpret(self, message: str) -> Interpretation:
        self.heard.append(message)
        said = " ".join(message.lower().split()).rstrip("?!.")
        if "drowning" in said:
            return Interpretation("emergency", alarm=Alarm("drowning", "drowning", ADVICE))
        if "fault in the bot" in said:
            raise ZeroDivisionError(message)
        if said.startswith("suggest "):
            ids = tuple(said.split()[1:])
            return Interpretation("suggest", suggestions=ids, best=ids[0], score=0.4)
        for talk in self.pack.smalltalk:
            if said in talk.asked_as:
                return Interpretation("smalltalk", (talk.id,), score=1.0)
        found = tuple(e.id for part in said.split(" and ") for e in self.pack.entries if part in self._phrases(e.id))
        if found:
            return Interpretation("answer", found, best=found[0], score=0.9)
        return Interpretation("none")

    def complete(self, typed: str, limit: int = 10) -> tuple[Candidate, ...]:
        said = typed.lower().strip()
        fits = [e.id for e in self.pack.entries if any(p.startswith(said) for p in self._phrases(e.id))]
        return tuple(Candidate(id, 0.8) for id in fits[:limit])

    def _phrases(self, id: str) -> list[str]:
        entry = self.pack.by_id[id]
        return [phrase.lower().rstrip("?") for phrase in (entry.question, *entry.asked_as)]


@dataclass
class Clock:
    now: datetime = DURING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Notebook:
    """A journal that a test can look into."""

    events: list[Event] = field(default_factory=list)

    def note(self, event: Event) -> None:
        self.events.append(event)


@dataclass
class Running:
    """The bot while it runs."""

    application: App
    desk: Desk
    notebook: Notebook
    clock: Clock
    stop: asyncio.Event
    serving: asyncio.Task[None]
    slept: list[float] = field(default_factory=list)
    """Seconds that it would have waited for another try."""

    @property
    def keywords(self) -> Keywords:
        assert isinstance(self.desk.assistant.interpreter, Keywords)
        return self.desk.assistant.interpreter


Start = Callable[[], Awaitable[Running]]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(PACK)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi().running() as api:
        yield api


@asynccontextmanager
async def running(api: BotApi, pack: Pack, upkeep: Upkeep | None = None) -> AsyncIterator[Running]:
    clock, notebook, slept = Clock(), Notebook(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    desk = Desk(Assistant(pack, Keywords(pack)), clock, notebook, upkeep=upkeep)
    application = build_application(desk, TOKEN, api.url, sleep=sleep, read_timeout=PATIENCE)
    stop = asyncio.Event()
    api.asked.clear()
    serving = asyncio.create_task(serve(application, Polling(), stop, sleep=sleep))
    api.bot_is_idle = application.update_queue.join
    polling = asyncio.create_task(api.until(lambda: "getUpdates" in api.asked))
    await asyncio.wait([serving, polling], return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        polling.cancel()
        serving.result()
    try:
        yield Running(application, desk, notebook, clock, stop, serving, slept)
    finally:
        stop.set()
        # A test that makes it fail has looked at why.
        await asyncio.wait([serving])


@pytest.fixture
async def start(api: BotApi, pack: Pack) -> AsyncIterator[Start]:
    """Starts the bot, once the test has set the stage."""
    async with AsyncExitStack() as stack:

        async def start() -> Running:
            return await stack.enter_async_context(running(api, pack))

        yield start


@pytest.fixture
async def bot(api: BotApi, pack: Pack) -> AsyncIterator[Running]:
    """A bot that runs; at the end none of its requests may have been refused, or anything have been logged as wrong."""
    async with running(api, pack) as bot:
        yield bot
        await api.settled()
    assert api.refusals == []


@pytest.fixture(autouse=True)
def nothing_went_wrong(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test doesn't expect to be logged as wrong, isn't."""
    yield
    if "expects_log" in request.fixturenames:
        return
    logged = [f"{r.name}: {r.getMessage()}" for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert logged == []


@pytest.fixture
def expects_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """For tests in which something goes wrong and is told."""
    return caplog
