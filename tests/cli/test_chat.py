"""A conversation in a terminal, or through a pipe."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.cli.conftest import DURING, REFUND, Run
from tests.patience import PATIENCE


def test_is_a_plain_transcript_where_there_is_no_terminal(run: Run, faq: Path) -> None:
    done = run("chat", "--faq", faq, *DURING, typed=f"{REFUND}\n/topics\n2\n")
    assert done.returncode == 0
    said = done.stdout.decode()
    assert "Ask City Hall" in said
    assert "strike is on now" in said
    assert "You: 2\n\nMoney" in said
    assert said.endswith("Goodbye, and take care.\n")


def test_in_a_terminal_it_shows_blocks_and_a_prompt_and_ctrl_d_leaves(faq: Path, surroundings: dict[str, str]) -> None:
    with in_a_terminal(["chat", "--faq", faq, *DURING], surroundings) as (chatting, terminal):
        assert "Getting about" in read_until(terminal, "You: ")
        os.write(terminal, f"{REFUND}\n".encode())
        answer = read_until(terminal, "You: ")
        assert "City Hall" in answer
        assert "│" in answer
        assert "\x1b[" in answer
        os.write(terminal, b"\x04")
        read_until(terminal, "Goodbye, and take care.")
        assert chatting.wait(PATIENCE) == 0


@pytest.mark.usefixtures("ctrl_c")
def test_in_a_terminal_ctrl_c_leaves_quietly(faq: Path, surroundings: dict[str, str]) -> None:
    with in_a_terminal(["chat", "--faq", faq], surroundings) as (chatting, terminal):
        read_until(terminal, "You: ")
        assert interrupt(chatting) == 130
        assert "Traceback" not in read_until(terminal, "\n")


@contextmanager
def in_a_terminal(
    arguments: list[str | Path], surroundings: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Runs `python -m bot` in a terminal of 80 columns; gives the process and the terminal's other end."""
    other_end, terminal = os.openpty()
    chatting = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=surroundings | {"TERM": "xterm", "COLUMNS": "80"},
    )
    try:
        yield chatting, other_end
    finally:
        chatting.kill()
        chatting.wait()
        os.close(terminal)
        os.close(other_end)


def interrupt(process: subprocess.Popen[bytes]) -> int:
    """Presses Ctrl-C until it ends; readline misses one that comes between the prompt and its waiting for keys."""
    for _ in range(6):
        while not sleeps(process):
            pass
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(PATIENCE / 6)
    raise AssertionError("Ctrl-C does not end it")


def sleeps(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process does nothing at the moment; only Linux tells, elsewhere it may be so."""
    told = Path(f"/proc/{process.pid}/stat")
    return not told.exists() or told.read_text().rpartition(")")[2].split()[0] != "R"


def read_until(terminal: int, words: str) -> str:
    """What a terminal shows up to and including `words`."""
    shown = ""
    while words not in shown:
        assert select.select([terminal], [], [], PATIENCE)[0], f"waited in vain for {words!r}, saw {shown!r}"
        shown += os.read(terminal, 4096).decode(errors="replace")
    return shown
