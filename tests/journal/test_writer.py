"""Answering never waits for the journal, and the journal makes the best of a bad database."""

from __future__ import annotations

import asyncio
import logging
import signal
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.journal.database import database_url
from bot.journal.notes import Asked, Shown, Voted
from bot.journal.pending import CountKey, Pending
from bot.journal.store import Miss, Store
from bot.journal.writer import Journal
from tests.journal.conftest import EVER, NOON, TODAY, Clock, Pace, open_journal
from tests.journal.outage import line_to
from tests.patience import PATIENCE

SECRET = "is mrs marker's ward open, ring 07700 900123"
MISS = Asked("none", "private", (), SECRET, (("wards", 0.3),))
SHOWN = CountKey(TODAY, "shown", "private", "a")


async def totals(address: str) -> dict[CountKey, int]:
    async with Store(database_url(address)) as store:
        return await store.totals(EVER)


async def misses(address: str) -> list[Miss]:
    async with Store(database_url(address)) as store:
        return await store.misses(EVER)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING and r.name.startswith("bot")]


async def test_what_is_noted_is_written_every_second(address: str) -> None:
    pace = Pace()
    async with open_journal(address, pace).running() as journal:
        journal.note(Shown("a", "private"))
        journal.note(MISS)
        await pace.second()
        assert await totals(address) == {SHOWN: 1, CountKey(TODAY, "none", "private", ""): 1}
        assert [miss.question for miss in await misses(address)] == ["is mrs marker's ward open, ring [phone]"]
        journal.note(Shown("a", "private"))
        await pace.second()
        assert (await totals(address))[SHOWN] == 2


async def test_what_is_pending_at_the_end_is_written(address: str) -> None:
    async with open_journal(address, Pace()).running() as journal:
        journal.note(Shown("a", "private"))
    assert await totals(address) == {SHOWN: 1}


async def test_details_are_gone_before_anything_is_kept_even_in_memory(tmp_path: Path) -> None:
    journal = open_journal(f"sqlite:///{tmp_path / 'journal.db'}", Pace())
    journal.note(MISS)
    journal.note(Voted("no", "a", "private", SECRET))
    journal.note(Asked("answer", "private", ("a",), SECRET))
    assert "07700" not in repr(vars(journal.pending))
    assert len(journal.pending.batch.misses) == 2


async def test_the_database_may_be_away_for_a_while(address: str, caplog: pytest.LogCaptureFixture) -> None:
    """It is said once, nothing is lost, and it catches up."""
    caplog.set_level(logging.INFO)
    pace = Pace()
    async with line_to(address) as line, open_journal(line.address, pace, patience=line.patience).running() as journal:
        journal.note(Shown("a", "private"))
        await pace.second()
        await line.cut()
        for _ in range(3):
            journal.note(Shown("a", "private"))
            journal.note(MISS)
            await pace.second()
        assert not journal.condition.healthy
        assert await totals(address) == {SHOWN: 1}
        await line.mend()
        await pace.second()
        assert journal.condition.healthy
        assert (await totals(address))[SHOWN] == 4
        assert [miss.count for miss in await misses(address)] == [3]
    assert journal.lost == 0
    (warning,) = warnings(caplog)
    assert warning.startswith("The journal can't be written: ")
    assert "The journal is being written again." in caplog.text
    assert "marker" not in caplog.text


async def test_the_database_may_be_away_at_the_start(postgres: str, caplog: pytest.LogCaptureFixture) -> None:
    pace = Pace()
    async with line_to(postgres) as line:
        await line.cut()
        async with open_journal(line.address, pace, patience=line.patience).running() as journal:
            journal.note(Shown("a", "private"))
            await pace.second()
            assert not journal.condition.healthy
            await line.mend()
            await pace.second()
            assert await totals(postgres) == {SHOWN: 1}
    assert len(warnings(caplog)) == 1


async def test_noting_returns_at_once_however_long_the_database_takes(tmp_path: Path) -> None:
    """And what is noted meanwhile goes with the next batch, once."""
    pace, slow = Pace(), asyncio.Event()
    journal = open_journal(f"sqlite:///{tmp_path / 'journal.db'}", pace)
    write, started = journal.store.add, asyncio.Event()

    async def write_slowly(batch: Any) -> None:
        started.set()
        await slow.wait()
        await write(batch)

    journal.store.add = write_slowly  # type: ignore[method-assign]
    async with journal.running():
        journal.note(Shown("a", "private"))
        second = asyncio.create_task(pace.second())
        await started.wait()
        for _ in range(1000):
            journal.note(Shown("a", "private"))
        slow.set()
        await second
    assert await totals(f"sqlite:///{tmp_path / 'journal.db'}") == {SHOWN: 1001}


async def test_a_database_that_never_answers_does_not_stop_the_bot_from_stopping(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def hang(batch: Any) -> None:
        await asyncio.Event().wait()

    journal = open_journal(f"sqlite:///{tmp_path / 'journal.db'}", Pace(), longest_write=0.05)
    journal.store.add = hang  # type: ignore[method-assign]
    async with asyncio.timeout(PATIENCE), journal.running():
        journal.note(Shown("a", "private"))
        journal.note(MISS)
    assert journal.lost == 3  # the answer shown, the question counted, and its words
    assert warnings(caplog) == [
        "The journal can't be written: it takes too long. I answer on, and keep trying.",
        "The journal's database is away: what was not written yet is lost.",
    ]


async def test_a_full_disk_is_told_and_survived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    address, pace = f"sqlite:///{tmp_path / 'journal.db'}", Pace()
    async with open_journal(address, pace).running() as journal:
        await pace.second()
        pages = 8

        def limit(connection: Any, _: Any) -> None:
            connection.cursor().execute(f"PRAGMA max_page_count={pages}")

        event.listen(journal.store.engine.sync_engine, "connect", limit)
        for n in range(200):
            journal.note(Asked("none", "private", (), f"{n} " + "long " * 90))
        await pace.second()
        assert "database or disk is full" in warnings(caplog)[0]
        assert await misses(address) == []
        pages = 100_000
        await pace.second()
        assert len(await misses(address)) == 200


async def test_a_file_that_is_deleted_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path, pace = tmp_path / "journal.db", Pace()
    async with open_journal(f"sqlite:///{path}", pace).running() as journal:
        await pace.second()
        for part in ("journal.db", "journal.db-wal", "journal.db-shm"):
            (tmp_path / part).unlink(missing_ok=True)
        journal.note(Shown("a", "private"))
        await pace.second()
        await pace.second()
    assert await totals(f"sqlite:///{path}") == {SHOWN: 1}
    assert len(warnings(caplog)) == 1


def test_what_is_pending_is_bounded_and_what_had_no_room_is_counted() -> None:
    pending = Pending(most_counts=2, most_misses=2)
    for n in range(10):
        pending.add(Voted("no", "a", "private", f"question {n}"), TODAY)
        pending.add(Shown(f"entry-{n}", "private"), TODAY)
    assert len(pending.batch.counts) == 2
    assert len(pending.batch.misses) == 2
    assert pending.batch.counts[CountKey(TODAY, "no", "private", "a")] == 10
    assert pending.lost == 8 + 9
    pending.put_back(pending.take())
    assert pending.lost == 8 + 9


async def test_forgets_at_the_start_and_whenever_a_day_is_over(address: str) -> None:
    clock, pace = Clock(), Pace()
    async with open_journal(address, pace, clock, retention=timedelta(days=2)).running() as journal:
        for question in ("first day", "second day", "third day"):
            journal.note(Asked("none", "private", (), question))
            await pace.second()
            kept = [miss.question for miss in await misses(address)]
            clock.now += timedelta(days=1)
        assert set(kept) == {"second day", "third day"}
    clock.now = NOON + timedelta(days=3)
    async with open_journal(address, Pace(), clock, retention=timedelta(days=2)).running():
        pass
    assert [miss.question for miss in await misses(address)] == ["third day"]


NOTER = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from bot.journal.database import database_url
from bot.journal.notes import Shown
from bot.journal.store import Store
from bot.journal.writer import Journal

async def main():
    journal = Journal(
        Store(database_url(sys.argv[1]), 60), str, lambda: datetime.now(UTC), timedelta(days=30), longest_write=60
    )
    written = 0
    while True:
        for n in range(50):
            journal.note(Shown(f"entry-{n}", "private"))
        await journal.flush()
        written += 50
        print(written, flush=True)

asyncio.run(main())
"""


async def test_kill_9_costs_no_more_than_what_was_not_written_yet(address: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", NOTER, address, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout
    for _ in range(5):
        await process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    written = int(rest.split()[-1]) if rest.split() else 250
    # The last batch may have been written and not been told.
    assert sum((await totals(address)).values()) in (written, written + 50)
    if address.startswith("sqlite"):
        with sqlite3.connect(address.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_two_replicas_share_one_journal(address: str) -> None:
    paces = Pace(), Pace()
    journals: list[Journal] = [open_journal(address, pace) for pace in paces]
    async with journals[0].running(), journals[1].running():
        for _ in range(5):
            for journal in journals:
                journal.note(Shown("a", "private"))
                journal.note(MISS)
            await asyncio.gather(*(pace.second() for pace in paces))
    assert (await totals(address))[SHOWN] == 10
    assert [miss.count for miss in await misses(address)] == [10]
    assert all(journal.condition.healthy for journal in journals)
