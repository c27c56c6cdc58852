"""A bot as a process: started, watched from outside, stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "4242:TESTS-ONLY-0123456789abcdefghijklmnop"
GOODBYE = 20.0
TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024


class Process:
    """A running bot; what it needs is read from /proc, so that watching costs it nothing."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process, self._log = process, log

    @property
    def runs(self) -> bool:
        return self._process.returncode is None

    def log(self) -> str:
        """What it has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self) -> float:
        """Memory in use now (RSS)."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / MEGABYTE
        return 0.0


@contextlib.asynccontextmanager
async def running(*module: str, **settings: str) -> AsyncIterator[Process]:
    """`python -m MODULE …` with these settings and no others of this machine's, as long as the context is open."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as written:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *module,
                env=kept | {"PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": TOKEN} | settings,
                cwd=folder, stdin=asyncio.subprocess.DEVNULL, stdout=written, stderr=written,
            )  # fmt: skip
        try:
            yield Process(process, log)
        finally:
            if process.returncode is None:
                process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), GOODBYE)
                except TimeoutError:
                    process.kill()
                    await process.wait()
