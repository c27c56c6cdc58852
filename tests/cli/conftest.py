"""`python -m bot` as people run it: in an empty folder, on a machine on which nothing is set."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.patience import PATIENCE
from tests.sample import CONTENT

ROOT = Path(__file__).parents[2]
REFUND = "Can I get my money back?"
DURING = ("--at", "2031-05-06T12:00")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine on which nothing is set."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "HOME", "LANG")}
    return kept | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def run(tmp_path: Path, surroundings: dict[str, str]) -> Run:
    """Runs `python -m bot` in an empty folder."""

    def run(*arguments: str | Path, typed: str | bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=surroundings | settings,
            timeout=PATIENCE,
        )

    return run


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """A folder with the sample pack."""
    return write_faq(tmp_path / "sample", CONTENT)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C ends what the test starts, as it does for people: shells keep it from all that runs in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def write_faq(folder: Path, content: dict[str, Any]) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """What was said on standard error, after making sure that it is no traceback and nothing went to stdout."""
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert done.stdout == b""
    return said
