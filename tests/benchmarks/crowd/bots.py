"""The bots that are put under load, each with a Telegram of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import count

import httpx

from tests.benchmarks.crowd.mix import Mix
from tests.benchmarks.crowd.process import Process, running
from tests.benchmarks.crowd.telegram import PATH, SECRET, Telegram
from tests.benchmarks.packs import shipped

DISTANCE = 0.04
"""Seconds to Telegram and back, about, from a computer in Europe."""
CONNECTIONS = 100
"""That Telegram opens to one webhook at most."""
UNPACED = "1000"
LONGEST_START = 60.0


@dataclass
class Stage:
    """Bots that run, and the Telegram that they talk to."""

    telegram: Telegram
    processes: list[Process]

    def cpu_seconds(self) -> float:
        return sum(process.cpu_seconds() for process in self.processes)

    def megabytes(self) -> float:
        """Of the largest process."""
        return max(process.megabytes() for process in self.processes)


Start = Callable[[], AbstractAsyncContextManager[Stage]]


@contextlib.asynccontextmanager
async def echo(at_once: int = 0, distance: float = DISTANCE) -> AsyncIterator[Stage]:
    """The peer; `at_once`: updates that it deals with side by side, 0 for one after the other as in the examples."""
    async with Telegram(Mix(shipped()), distance).running() as telegram:
        settings = {"TELEGRAM_API_URL": _url(telegram), "AT_ONCE": str(at_once)}
        async with running("tests.benchmarks.crowd.echo", **settings) as process:
            await _until_polling(telegram, process)
            yield Stage(telegram, [process])


@contextlib.asynccontextmanager
async def polling(messages_per_second: str = UNPACED, distance: float = DISTANCE) -> AsyncIterator[Stage]:
    """This bot, which fetches its updates."""
    async with Telegram(Mix(shipped()), distance).running() as telegram:
        settings = {"TELEGRAM_API_URL": _url(telegram), "MESSAGES_PER_SECOND": messages_per_second}
        async with running("bot", "run", "--polling", **settings, **_settings()) as process:
            await _until_polling(telegram, process)
            yield Stage(telegram, [process])


@contextlib.asynccontextmanager
async def webhook(
    replicas: int = 1, journal: str | None = None, connections: int = CONNECTIONS, distance: float = DISTANCE
) -> AsyncIterator[Stage]:
    """This bot behind a webhook; `replicas` of it share the database `journal`, and take turns."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(Telegram(Mix(shipped()), distance).running())
        ports = [_free_port() for _ in range(replicas)]
        processes = []
        for port in ports:
            settings = _settings() | {
                "TELEGRAM_API_URL": _url(telegram), "WEBHOOK_URL": f"http://127.0.0.1:{port}{PATH}",
                "WEBHOOK_SECRET": SECRET, "LISTEN_PORT": str(port), "MESSAGES_PER_SECOND": UNPACED,
            }  # fmt: skip
            if journal:
                settings["JOURNAL_URL"] = journal
            process = await stack.enter_async_context(running("bot", "run", "--webhook", **settings))
            await _until_ready(port, process)
            processes.append(process)
        await stack.enter_async_context(telegram.bringing(ports, connections))
        yield Stage(telegram, processes)


def _settings() -> dict[str, str]:
    # Without docstrings, as compose.yaml and the unit of systemd have it.
    return {"JOURNAL_URL": "sqlite:///journal.db", "LOG_LEVEL": "WARNING", "PYTHONOPTIMIZE": "2"}


def _url(telegram: Telegram) -> str:
    return f"http://127.0.0.1:{telegram.port}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _until_polling(telegram: Telegram, process: Process) -> None:
    try:
        await asyncio.wait_for(telegram.polled.wait(), LONGEST_START)
    except TimeoutError:
        raise RuntimeError(f"The bot doesn't start:\n{process.log()}") from None


async def _until_ready(port: int, process: Process) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for tries in count():
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(f"http://127.0.0.1:{port}/readyz")).status_code == httpx.codes.OK:
                    return
            if tries * 0.2 > LONGEST_START or not process.runs:
                raise RuntimeError(f"The bot doesn't start:\n{process.log()}")
            await asyncio.sleep(0.2)
