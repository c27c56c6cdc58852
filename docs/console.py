"""Keeps what docs/editing.md shows real: `python -m docs.console` runs its commands and writes what they print.

A block marked `console` holds commands, each after "$ ", and what they print. They run one after the other in an
empty folder with a copy of the second pack, `bins`, and a journal of a few questions. A block marked `yaml` whose first
line is "# FOLDER/FILE.yaml" is that file from there on. In the output, "…" stands for anything.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.conversation.assistant import Assistant
from bot.journal.database import database_url
from bot.journal.notes import Asked, Voted
from bot.journal.pending import Pending
from bot.journal.store import Store
from bot.knowledge.load import load_pack

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "editing.md"
PACK = ROOT / "tests" / "packs" / "refuse"
FENCED = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w-]+/[\w-]+\.yaml)\n")
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
ELISION = "…"

ASKED = (
    *("is the tip open", "when is it over", "will they do my black bin", "recycling lorry coming?", "hello"),
    *("can i pay a man with a van", "is it ok to pay a man with a van", "man with a van, 20 quid, is that legal"),
    *("how do i get a job on the bins", "when will the bins be emptied", "is the tip open on sunday"),
    *("can i put paint tins in the bin", "is it ok to pay a man with a van"),
)
"""What people have asked in the days before."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the guide."""

    typed: str
    shown: str
    """What the guide says that it prints."""
    printed: str
    """What it prints."""
    at: tuple[int, int]
    """Where `shown` stands in the guide."""

    @property
    def holds(self) -> bool:
        """Whether the guide shows what is printed."""
        parts = (re.escape(part) for part in self.shown.split(ELISION))
        return re.fullmatch(".*".join(parts), self.printed, re.DOTALL) is not None


def today() -> date:
    """The day by which the commands go, too."""
    return datetime.now(UTC).date()


def replay(guide: str) -> Iterator[Command]:
    """Every command of a guide, run in the order in which it stands there."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(PACK, place / "bins")
        asyncio.run(_write_journal(f"sqlite:///{place / 'journal.db'}"))
        for block in FENCED.finditer(guide):
            if block[1] == "console":
                for found in COMMAND.finditer(guide, block.start(2), block.end(2)):
                    yield Command(found[1], found[2].rstrip("\n"), _printed(found[1], place), found.span(2))
            elif name := FILE.match(block[2]):
                path = place / name[1]
                path.parent.mkdir(exist_ok=True)
                path.write_text(block[2], encoding="utf-8")


def rewritten(guide: str) -> str:
    """A guide with the output of those commands replaced that print something else."""
    for command in reversed([command for command in replay(guide) if not command.holds]):
        start, end = command.at
        guide = guide[:start] + command.printed + "\n" + guide[end:]
    return guide


def _printed(command: str, place: Path) -> str:
    settings = {
        "HOME": str(place), "JOURNAL_URL": "sqlite:///journal.db", "NO_COLOR": "1", "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "TZ": "UTC",
    }  # fmt: skip
    line = f'python() {{ "{sys.executable}" "$@"; }}; {command}'
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=place,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    text = "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")
    return re.sub(r"(\d{4}-\d{2}-\d{2})( ?)", _timeless, text)


def _timeless(found: re.Match[str]) -> str:
    """A day of this month would be another one tomorrow; in a table its place stays as wide as it was."""
    if abs(date.fromisoformat(found[1]) - today()) > timedelta(days=40):
        return found[0]
    return ELISION.ljust(len(found[0])) if found[2] else ELISION


async def _write_journal(address: str) -> None:
    assistant, pending, last = Assistant(load_pack(PACK)), Pending(), today()
    at = datetime(2030, 3, 5, 12, tzinfo=UTC)
    for number, question in enumerate(ASKED):
        reply = assistant.reply(question, at)
        assert reply.kind != "menu"  # which no question opens
        near = tuple((one.entry, one.score) for one in assistant.near(question))
        day = last - timedelta(days=number % 2)
        pending.add(Asked(reply.kind, "private", reply.entries, question, near), day)
    pending.add(Voted("yes", "tip", "private"), last)
    pending.add(Voted("old", "when", "private"), last)
    async with Store(database_url(address)) as store:
        await store.migrate()
        await store.add(pending.take())


if __name__ == "__main__":
    GUIDE.write_text(rewritten(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
