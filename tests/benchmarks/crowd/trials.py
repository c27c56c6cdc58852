"""What is tried with a bot, and the figures that come of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.crowd.bots import Stage, Start
from tests.benchmarks.crowd.telegram import Answered

WINDOW = 200
"""People who wait for an answer at any time, where a bot is to be kept busy."""
WARM_UP = 500
SAMPLE = 0.25
MS = 1000


@dataclass(frozen=True, slots=True)
class Load:
    """How a bot did."""

    per_second: float
    cpu_ms: float
    """Processor time an update, of all its processes together."""
    p50: float
    """Seconds from the update's coming to the bot until the answer."""
    p99: float
    megabytes: float
    """At its highest."""
    unanswered: int
    refused: int


async def saturate(start: Start, seconds: float) -> Load:
    """As much as it can take: for each update that is answered another comes."""
    async with start() as stage:
        telegram = stage.telegram
        telegram.keep(WINDOW)
        await _answered(stage, WARM_UP)
        before, began, cpu = len(telegram.answered), time.monotonic(), stage.cpu_seconds()
        await asyncio.sleep(seconds)
        answered = telegram.answered[before:]
        passed, used = time.monotonic() - began, stage.cpu_seconds() - cpu
        telegram.keep(0)
        await telegram.settled(60)
        return _load(stage, answered, passed, used, stage.megabytes())


async def at_rate(start: Start, rate: float, seconds: float, patience: float) -> Load:
    """People come at a rate, whatever the bot does; afterwards it has `patience` seconds for those who still wait."""
    async with start() as stage:
        telegram = stage.telegram
        telegram.let_in(WARM_UP // 5)
        await telegram.settled(60)
        before, began, cpu = len(telegram.answered), time.monotonic(), stage.cpu_seconds()
        highest = stage.megabytes()
        coming = asyncio.create_task(telegram.arrive(rate, seconds))
        while not coming.done() or (telegram.unanswered and time.monotonic() - began < seconds + patience):
            highest = max(highest, stage.megabytes())
            await asyncio.sleep(SAMPLE)
        passed, used = time.monotonic() - began, stage.cpu_seconds() - cpu
        return _load(stage, telegram.answered[before:], passed, used, highest)


async def soak(start: Start, updates: int, samples: int = 10) -> list[tuple[int, float]]:
    """So many updates; after each part of them, how many there were and the memory in use in megabytes."""
    async with start() as stage:
        found = [(0, stage.megabytes())]
        stage.telegram.keep(WINDOW)
        for part in range(1, samples + 1):
            await _answered(stage, part * updates // samples)
            found.append((stage.telegram.count, stage.megabytes()))
            stage.telegram.forget()
        stage.telegram.keep(0)
        await stage.telegram.settled(60)
        return found


async def _answered(stage: Stage, number: int) -> None:
    before = -1
    while stage.telegram.count < number:
        if stage.telegram.count == before or not all(process.runs for process in stage.processes):
            raise RuntimeError("The bot answers no more:\n" + stage.processes[0].log())
        before = stage.telegram.count
        for _ in range(100):
            await asyncio.sleep(SAMPLE)
            if stage.telegram.count > before:
                break


def _load(stage: Stage, answered: Sequence[Answered], passed: float, used: float, megabytes: float) -> Load:
    times = sorted(one.since_handed for one in answered)
    return Load(
        len(answered) / passed,
        MS * used / max(len(answered), 1),
        times[len(times) // 2] if times else 0.0,
        times[len(times) * 99 // 100] if times else 0.0,
        megabytes,
        stage.telegram.unanswered,
        stage.telegram.refused.total(),
    )
