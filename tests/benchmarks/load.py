"""The real process under load, beside python-telegram-bot's echo bot: `python -m tests.benchmarks.load`.

Both talk HTTP to the same kind of Bot API on this machine, 40 ms away as Telegram about is, which is sent the same mix
of private, inline, button and group updates. Figures of a machine that others use, too, vary: compare within one run,
which takes the best of several rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import partial

from rich import box
from rich.console import Console
from rich.table import Table

from tests.benchmarks.crowd import bots, trials
from tests.benchmarks.crowd.bots import Start
from tests.benchmarks.crowd.trials import Load
from tests.postgres import NoServer, running_server

SIDE_BY_SIDE = 256
BUSY = 0.5
"""Of what it can take."""
OVERLOAD = 10
TELEGRAMS_PACE = 30
ROOM_MB = 150
GROWTH = 1.05
"""Memory at the end, to memory when the caches are full: after a third of the updates."""
MANY_CONNECTIONS = 1000

COLUMNS = ("measure", "goal", "reached")


@dataclass(frozen=True, slots=True)
class Row:
    measure: str
    goal: str
    reached: str


async def compare(seconds: float, rounds: int, notice: Callable[[str], None]) -> dict[str, Load]:
    """The best round of each bot, in turns."""
    starts: dict[str, Start] = {
        "echo bot, as in the examples": bots.echo,
        "echo bot, 256 side by side": partial(bots.echo, SIDE_BY_SIDE),
        "this bot, polling": bots.polling,
        "this bot, webhook": bots.webhook,
    }
    best: dict[str, Load] = {}
    for number in range(1, rounds + 1):
        for name, start in starts.items():
            notice(f"{name}, round {number} of {rounds}")
            load = await trials.saturate(start, seconds)
            if name not in best or load.per_second > best[name].per_second:
                best[name] = load
    return best


def throughput(loads: dict[str, Load]) -> Iterator[Row]:
    """What each can take, and how that compares."""
    for name, load in loads.items():
        figures = (
            f"{load.per_second:.0f} a second, {load.cpu_ms:.1f} ms of processor time each, {load.megabytes:.0f} MB"
        )
        yield Row(f"{name}: updates at most", "", figures)
    best_echo = max(load.per_second for name, load in loads.items() if name.startswith("echo"))
    for way in ("polling", "webhook"):
        yield Row(
            f"throughput beside the faster echo bot, {way}",
            "≥ 85%",
            f"{loads[f'this bot, {way}'].per_second / best_echo:.0%}",
        )


def _answer_time(name: str, goal: str, load: Load) -> Row:
    left = f", {load.unanswered} unanswered" if load.unanswered else ""
    return Row(name, goal, f"half within {load.p50 * 1000:.0f} ms, 99% within {load.p99 * 1000:.0f} ms{left}")


def _overload(name: str, load: Load) -> Row:
    reached = (
        f"99% within {load.p99:.1f} s of the bot's getting them, {load.unanswered} unanswered, "
        f"{load.refused} refused and brought again, {load.megabytes:.0f} MB at most"
    )
    return Row(name, "bounded; all answered", reached)


def memory(found: list[tuple[int, float]]) -> Row:
    updates, last = found[-1]
    full = found[len(found) // 3][1]
    course = ", ".join(f"{megabytes:.0f}" for _, megabytes in found)
    flat = "flat" if last <= full * GROWTH else "growing"
    return Row(f"memory over {updates:,} updates", f"< {ROOM_MB} MB, flat", f"{last:.0f} MB, {flat} ({course})")


@contextlib.asynccontextmanager
async def _database() -> AsyncIterator[str]:
    with running_server() as url:
        yield url


async def two_replicas(seconds: float, rounds: int, notice: Callable[[str], None]) -> Iterator[Row]:
    """One and two processes behind a webhook, sharing PostgreSQL, in turns."""
    best: dict[int, Load] = {}
    async with _database() as url:
        for number in range(1, rounds + 1):
            for replicas in (1, 2):
                notice(f"replicas: {replicas}, round {number} of {rounds}")
                load = await trials.saturate(partial(bots.webhook, replicas, url), seconds)
                if replicas not in best or load.per_second > best[replicas].per_second:
                    best[replicas] = load
    one, two = best[1], best[2]
    return iter(
        [
            Row("1 replica with PostgreSQL", "", f"{one.per_second:.0f} a second, {one.cpu_ms:.1f} ms each"),
            Row("2 replicas with PostgreSQL", "", f"{two.per_second:.0f} a second, {two.cpu_ms:.1f} ms each"),
            Row("2 replicas, by the clock", "≥ 1.7 ×", f"{two.per_second / one.per_second:.2f} ×"),
            Row("2 replicas, by processor time (as on free cores)", "≥ 1.7 ×", f"{2 * one.cpu_ms / two.cpu_ms:.2f} ×"),
        ]
    )


async def measure(options: argparse.Namespace, notice: Callable[[str], None]) -> AsyncIterator[Row]:
    """All that is measured, a row at a time."""
    seconds: float = options.seconds
    if options.replicas:
        for row in await two_replicas(seconds, options.rounds, notice):
            yield row
        return
    loads = await compare(seconds, options.rounds, notice)
    for row in throughput(loads):
        yield row
    ours: dict[str, Start] = {"polling": bots.polling, "webhook": bots.webhook}
    for way, start in ours.items():
        capacity = loads[f"this bot, {way}"].per_second
        notice(f"{way}, half busy")
        load = await trials.at_rate(start, BUSY * capacity, seconds, 30)
        yield _answer_time(f"time to answer at {BUSY * capacity:.0f} a second, half of that, {way}", "told", load)
    capacity = loads["this bot, polling"].per_second
    short = seconds / 3
    patience = 4 * OVERLOAD * short
    many: Start = partial(bots.webhook, connections=MANY_CONNECTIONS)
    overloaded: dict[str, Start] = {"polling": bots.polling, f"webhook, {MANY_CONNECTIONS} connections": many}
    for way, start in overloaded.items():
        notice(f"{way}, overloaded")
        load = await trials.at_rate(start, OVERLOAD * capacity, short, patience)
        yield _overload(f"{OVERLOAD} × that, {OVERLOAD * capacity:.0f} a second for {short:.0f} s, {way}", load)
    notice("overloaded at Telegram's pace")
    paced: Start = partial(bots.polling, str(TELEGRAMS_PACE))
    load = await trials.at_rate(paced, OVERLOAD * TELEGRAMS_PACE, short, patience)
    yield _overload(f"{OVERLOAD * TELEGRAMS_PACE} a second for {short:.0f} s at 30 messages a second, polling", load)
    notice(f"{options.updates} updates")
    yield memory(await trials.soak(partial(bots.polling, distance=0.0), options.updates))


async def show(options: argparse.Namespace) -> None:
    err = Console(stderr=True)
    with err.status("Starting") as status:
        rows = [row async for row in measure(options, lambda text: status.update(text))]
    if options.markdown:
        print(f"| {' | '.join(COLUMNS)} |\n| --- | --- | --- |")
        print("\n".join(f"| {row.measure} | {row.goal} | {row.reached} |" for row in rows))
        return
    table = Table(*COLUMNS, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(row.measure, row.goal, row.reached)
    Console().print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, metavar="N", help="that each trial lasts (default: 10)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of which the best counts (default: 3)")
    parser.add_argument("--updates", type=int, default=20_000, metavar="N", help="over which memory is watched")
    parser.add_argument("--replicas", action="store_true", help="compare one replica and two instead; needs PostgreSQL")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args()
    try:
        asyncio.run(show(options))
    except NoServer as error:
        parser.exit(2, f"{error}.\n")
    except RuntimeError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
