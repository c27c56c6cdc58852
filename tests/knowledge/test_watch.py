"""Changed files of a pack are noticed, all that change together as one."""

from __future__ import annotations

import asyncio
import math
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from itertools import pairwise
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest

from bot.knowledge import watch
from bot.knowledge.files import Stamps, stamps
from bot.knowledge.watch import changes
from tests.patience import PATIENCE


class Watcher:
    """Counts the changes that were noticed; each is taken note of, as by whoever loads the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen = stamps(folder)
        self.noticed = 0
        self.news = asyncio.Condition()

    async def run(self, stop: asyncio.Event) -> None:
        async with aclosing(changes(self.folder, lambda: self.seen, stop)) as found:
            async for _ in found:
                async with self.news:
                    self.seen = stamps(self.folder)
                    self.noticed += 1
                    self.news.notify_all()

    async def until(self, happened: Callable[[], bool]) -> None:
        async with self.news:
            await asyncio.wait_for(self.news.wait_for(happened), PATIENCE)

    async def sees(self, folder: Path) -> None:
        """Waits until the files as they are now have been noticed."""
        await self.until(lambda: self.seen == stamps(folder))


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Watcher]:
    stop, watcher = asyncio.Event(), Watcher(folder)
    running = asyncio.create_task(watcher.run(stop))
    try:
        # A change that is noticed proves that the watch has begun.
        (folder / "first.yaml").write_text("facts: {}")
        await watcher.sees(folder)
        watcher.noticed = 0
        yield watcher
    finally:
        stop.set()
        await asyncio.wait_for(running, PATIENCE)


def make(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.yaml").write_text("entries: []")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "faq")


async def test_ten_files_changed_one_after_the_other_are_one_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "QUIET", 500)
    monkeypatch.setattr(watch, "LOOK", 3_600_000)
    async with watching(folder) as watcher:
        longest = math.inf
        # A machine that is busy may hold them up for so long that they are several changes: then once more.
        while longest > 0.25:
            watcher.noticed, written = 0, []
            for number in range(10):
                await asyncio.to_thread((folder / f"{number}.yaml").write_text, f"facts: {{n: '{uuid4()}'}}")
                written.append(monotonic())
                # Some work in between takes some milliseconds, as with git.
                for _ in range(30):
                    await asyncio.to_thread(stamps, folder)
            longest = max(later - earlier for earlier, later in pairwise(written))
            await watcher.sees(folder)
        assert watcher.noticed == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.yaml").unlink(),
        lambda folder: (folder / "a.yaml").rename(folder / "b.yaml"),
        lambda folder: (folder / "new.yaml").write_text("facts: {}"),
        lambda folder: (
            (folder / ".a.swp").write_text("entries: []\n") and (folder / ".a.swp").replace(folder / "a.yaml")
        ),
    ],
    ids=["removed", "renamed", "added", "replaced, as editors do"],
)
async def test_whatever_happens_to_a_file_is_noticed(folder: Path, change: Callable[[Path], object]) -> None:
    async with watching(folder) as watcher:
        before = watcher.seen
        change(folder)
        await watcher.until(lambda: watcher.seen != before)


async def test_files_that_are_none_of_the_packs_are_no_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK", 3_600_000)
    async with watching(folder) as watcher:
        loop, looked = asyncio.get_running_loop(), asyncio.Event()

        def look(folder: Path) -> Stamps:
            found = stamps(folder)
            loop.call_soon_threadsafe(looked.set)
            return found

        monkeypatch.setattr(watch, "stamps", look)
        # Who looks a second time has made up their mind about the first.
        for name in ("notes.txt", ".a.yaml.swp"):
            looked.clear()
            (folder / name).write_text("to do")
            await asyncio.wait_for(looked.wait(), PATIENCE)
        assert watcher.noticed == 0


async def test_a_folder_that_is_a_link_to_another_now(folder: Path, tmp_path: Path) -> None:
    """So a pack is put in place where it must be whole at every moment."""
    newer, link = tmp_path / "newer", folder / "current"
    newer.mkdir()
    (newer / "b.yaml").write_text("facts: {}")
    async with watching(folder) as watcher:
        link.symlink_to(newer)
        await watcher.sees(folder)
        assert folder / "current" / "b.yaml" in {path for path, _, _ in watcher.seen}


async def test_a_folder_that_goes_and_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK", 50)
    async with watching(folder) as watcher:
        shutil.rmtree(folder)
        await watcher.until(lambda: not watcher.seen)
        make(folder)
        await watcher.until(lambda: bool(watcher.seen))
        (folder / "b.yaml").write_text("facts: {}")
        await watcher.sees(folder)


async def test_what_changed_before_the_watch_began_is_noticed(folder: Path) -> None:
    watcher, stop = Watcher(folder), asyncio.Event()
    (folder / "b.yaml").write_text("facts: {}")
    running = asyncio.create_task(watcher.run(stop))
    await watcher.until(lambda: watcher.noticed == 1)
    stop.set()
    await asyncio.wait_for(running, PATIENCE)


async def test_a_system_without_watches_left_is_looked_at_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("OS file watch limit reached")

    monkeypatch.setattr(watch, "LOOK", 50)
    monkeypatch.setattr(watch, "awatch", refuse)
    async with watching(folder) as watcher:
        (folder / "b.yaml").write_text("facts: {}")
        await watcher.sees(folder)
