"""Notices that the files of a pack have changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

from watchfiles import awatch

from bot.knowledge.files import Stamps, stamps

QUIET = 200
"""Milliseconds without a change after which changes count as complete."""
LONGEST = 5_000
"""Milliseconds after which they count as complete though more of them come."""
LOOK = 2_000
"""Milliseconds after which the files are looked at though nothing was heard: some disks and mounts tell nothing."""


async def changes(folder: Path, seen: Callable[[], Stamps], stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """Yields when the pack's files are no longer as `seen` tells, until `stop` is set.

    Files that change one soon after the other, as by a `git pull`, are one change.
    """
    async with contextlib.aclosing(_stirrings(folder, stop)) as stirrings:
        async for _ in stirrings:
            if await asyncio.to_thread(stamps, folder) != seen():
                yield


async def _stirrings(folder: Path, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """Yields at once, whenever something stirs in the folder, and every now and then."""
    while not stop.is_set():
        yield
        # A folder that is away can't be watched; it may come back, and be another one then. Where the system has no
        # watches left, watchfiles raises a RuntimeError: the files are looked at all the same.
        with contextlib.suppress(OSError, RuntimeError):
            async with contextlib.aclosing(_watch(folder, stop)) as stirrings:
                async for _ in stirrings:
                    yield
                    if not await asyncio.to_thread(folder.is_dir):
                        break
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK / 1_000)


def _watch(folder: Path, stop: asyncio.Event) -> AsyncGenerator[object, None]:
    # Whatever stirs counts: a file of the pack may be a link to one with any name.
    return awatch(
        folder,
        watch_filter=None,
        debounce=LONGEST,
        step=QUIET,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        stop_event=stop,
    )
