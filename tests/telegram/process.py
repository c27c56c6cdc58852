"""The bot as a process of its own, as operators start and stop it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.patience import PATIENCE
from tests.ports import free_port
from tests.telegram.conftest import PACK


async def start(folder: Path, faq: Path = PACK, *, before: str = "", **settings: str) -> asyncio.subprocess.Process:
    """Starts `python -m bot run` in `folder`; `before`: Python that is run first."""
    program = ("-c", f"{before}; from bot.cli import main; main()") if before else ("-m", "bot")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return await asyncio.create_subprocess_exec(
        sys.executable, *program, "run", "--faq", str(faq),
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[2]), "JOURNAL_URL": "sqlite:///journal.db"} | settings,
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


@dataclass
class Replica:
    """One of the processes: it can be killed or stopped, and another one started in its place."""

    folder: Path
    settings: dict[str, str]
    faq: Path = PACK
    before: str = ""
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None
    reading: asyncio.Task[tuple[bytes, bytes]] | None = None

    async def start(self) -> None:
        """Starts it, and waits until it is ready."""
        self.process = await start(
            self.folder, self.faq, before=self.before, **self.settings, LISTEN_PORT=str(self.port)
        )
        self.reading = asyncio.create_task(self.process.communicate())
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False) as http:
            while not await self._is_ready(http):
                assert not self.reading.done(), self.reading.result()
                await asyncio.sleep(0.05)

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        with suppress(httpx.TransportError):
            return (await http.get(f"http://127.0.0.1:{self.port}/readyz")).status_code == 200
        return False

    async def end(self, by: signal.Signals) -> tuple[int | None, str]:
        """Ends it; returns its exit code and its log."""
        assert self.process and self.reading
        if self.process.returncode is None:
            self.process.send_signal(by)
        _, log = await asyncio.wait_for(self.reading, PATIENCE)
        return self.process.returncode, log.decode()
