"""What holds for every command: its help, wrong use, and a quick start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import REFUND, ROOT, Run, complaint
from tests.patience import PATIENCE


def test_run_without_a_token_says_how_to_get_one(run: Run, faq: Path) -> None:
    done = run("run", "--faq", faq)
    assert done.returncode == 2
    assert "@BotFather" in complaint(done)


@pytest.mark.parametrize("arguments", [["dance"], ["ask", "--colour", "x"], ["check", "one", "two"]])
def test_wrong_use_has_exit_code_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage: python -m bot" in complaint(done)


@pytest.mark.parametrize("command", ["run", "chat", "ask", "check", "evaluate"])
def test_every_command_explains_itself_and_takes_a_faq(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "--faq FOLDER" in done.stdout.decode()
    assert ("--at TIME" in done.stdout.decode()) == (command in ("chat", "ask", "evaluate"))


def test_asking_loads_nothing_heavy(run: Run, faq: Path) -> None:
    """What costs time at the start and is needed by other commands only stays away."""
    script = "import sys; from bot.cli import app; app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "--faq", faq, REFUND],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        timeout=PATIENCE,
    )
    loaded = {name.split(".")[0] for name in done.stdout.decode().splitlines()[-1].split()}
    assert "bot" in loaded
    assert loaded.isdisjoint({"telegram", "httpx", "rich", "sqlite3"})
