"""The figures of the journal, and the commands that show them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot.journal.database import database_url
from bot.journal.notes import Asked, Event, Shown, Voted
from bot.journal.pending import Pending
from bot.journal.picture import draw
from bot.journal.report import EntryReport, as_json, report
from bot.journal.store import Store
from tests.journal.conftest import TODAY
from tests.patience import PATIENCE
from tests.sample import CONTENT

ROOT = Path(__file__).parents[2]
EVENTS: tuple[Event, ...] = (
    Asked("answer", "private", ("refund",)),
    Asked("answer", "private", ("refund", "school")),
    Asked("answer", "inline", ("refund",)),
    Asked("none", "group", (), "is the ferry running", (("running", 0.2),)),
    Asked("emergency", "private"),
    Asked("smalltalk", "private", ("hello",)),
    Shown("opinion", "private"),
    Voted("yes", "refund", "private"),
    Voted("old", "school", "private"),
)


def totals(*days: int) -> dict[object, int]:
    pending = Pending()
    for day in days:
        for event in EVENTS:
            pending.add(event, TODAY - timedelta(days=day))
    return dict(pending.take().counts)


class TestReport:
    found = report(totals(0, 2), TODAY - timedelta(days=3), TODAY)  # type: ignore[arg-type]

    def test_questions_are_what_was_asked_and_what_was_posted_inline_but_no_small_talk(self) -> None:
        assert self.found.questions == 10
        assert self.found.kinds == {"answer": 6, "suggest": 0, "none": 2, "emergency": 2}
        assert self.found.channels == {"private": 6, "group": 2, "inline": 2, "guest": 0}
        assert self.found.smalltalk == 2

    def test_days_without_a_question_are_days_too(self) -> None:
        assert [sum(kinds.values()) for kinds in self.found.days.values()] == [0, 5, 0, 5]

    def test_entries_tell_their_use_and_votes(self) -> None:
        assert self.found.entries == (
            EntryReport("refund", shown=6, inline=2, yes=2),
            EntryReport("opinion", shown=2),
            EntryReport("school", shown=2, old=2),
        )

    def test_days_that_were_not_asked_for_do_not_count(self) -> None:
        assert report(totals(5), TODAY, TODAY).questions == 0  # type: ignore[arg-type]

    def test_as_data_it_survives_json_and_tells_shares(self) -> None:
        data = json.loads(json.dumps(as_json(self.found)))
        assert data["kinds"]["answer"] == {"count": 6, "percent": 60.0}
        assert data["days"][TODAY.isoformat()]["none"] == 1
        assert as_json(report({}, TODAY, TODAY))["kinds"]["answer"] == {"count": 0, "percent": None}

    @pytest.mark.parametrize("days", [(), (0,), (0, 2)])
    def test_the_picture_is_a_png(self, days: tuple[int, ...]) -> None:
        assert draw(report(totals(*days), TODAY - timedelta(days=9), TODAY)).startswith(b"\x89PNG")  # type: ignore[arg-type]


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(address: str, tmp_path: Path) -> Run:
    """Runs a command on the journal at `address`, with the sample FAQ."""
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "pack.yaml").write_text(yaml.safe_dump(CONTENT), encoding="utf-8")

    def run(*arguments: str, before: str = "pass", **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "JOURNAL_URL": address} | settings
        program = f"import sys; {before}; from bot.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", program, *arguments, "--faq", "faq"],
            capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=PATIENCE,
        )  # fmt: skip

    return run


@pytest.fixture
def filled(address: str) -> None:
    async def fill() -> None:
        pending = Pending()
        for event in EVENTS:
            pending.add(event, datetime.now(UTC).date())
        async with Store(database_url(address)) as store:
            await store.migrate()
            await store.add(pending.take())

    asyncio.run(fill())


@pytest.mark.usefixtures("filled")
class TestCommands:
    def test_stats_are_tables_with_the_questions_of_the_entries(self, run: Run) -> None:
        done = run("stats")
        assert (done.returncode, done.stderr) == (0, "")
        assert "5 questions" in done.stdout
        assert "60.0%" in done.stdout
        assert "Can I get my money back?" in done.stdout

    def test_stats_are_data_and_a_picture(self, run: Run, tmp_path: Path) -> None:
        done = run("stats", "--json", "--days", "2", "--plot", "out.png")
        assert json.loads(done.stdout)["questions"] == 5
        assert len(json.loads(done.stdout)["days"]) == 2
        assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")

    def test_unanswered_is_a_table_data_and_yaml(self, run: Run) -> None:
        assert "is the ferry running" in run("unanswered").stdout
        assert json.loads(run("unanswered", "--json").stdout)["groups"][0]["count"] == 1
        (entry,) = yaml.safe_load(run("unanswered", "--yaml").stdout)["entries"]
        assert entry["asked_as"] == ["is the ferry running"]

    def test_a_picture_without_its_library_is_one_line(self, run: Run) -> None:
        done = run("stats", "--plot", "out.png", before="sys.modules['matplotlib'] = None")
        assert done.returncode == 2
        assert "pip install 'strike-faq-bot[plots]'" in done.stderr
        assert len(done.stderr.splitlines()) == 1

    def test_a_picture_of_another_kind_is_one_line(self, run: Run) -> None:
        done = run("stats", "--plot", "out.gif")
        assert (done.returncode, done.stderr) == (2, "--plot: out.gif: name a file that ends in .png.\n")


@pytest.mark.parametrize("command", ["stats", "unanswered"])
class TestWithoutAJournal:
    def test_that_is_told_kindly(self, run: Run, command: str) -> None:
        done = run(command)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.startswith("The journal is empty")

    def test_machines_get_their_data_all_the_same(self, run: Run, command: str) -> None:
        done = run(command, "--json")
        assert done.returncode == 0
        assert json.loads(done.stdout)

    def test_a_database_out_of_reach_is_one_line(self, run: Run, command: str) -> None:
        done = run(command, JOURNAL_URL="postgresql://me:hush@127.0.0.1:1/journal")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("The journal can't be read: ")
        assert len(done.stderr.splitlines()) == 1
        assert "hush" not in done.stderr
