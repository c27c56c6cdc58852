"""Answers on the command line, for people and for programs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from tests.cli.conftest import DURING, REFUND, Run, complaint, write_faq
from tests.patience import PATIENCE

KEYS = ["question", "kind", "entries", "suggestions", "best", "score", "text"]


def test_words_make_one_question(run: Run, faq: Path) -> None:
    done = run("ask", "--faq", faq, *DURING, *REFUND.split())
    assert done.returncode == 0
    said = done.stdout.decode()
    assert said.startswith(f"{REFUND}\n\nAsk City Hall (https://city.example).\n")
    assert "Bus drivers' strike is on now." in said
    assert done.stderr == b""


def test_json_is_one_object_on_one_line(run: Run, faq: Path) -> None:
    done = run("ask", "--json", "--faq", faq, *DURING, REFUND)
    (line,) = done.stdout.decode().splitlines()
    answer = json.loads(line)
    assert list(answer) == KEYS
    assert answer["question"] == REFUND
    assert answer["kind"] == "answer"
    assert answer["entries"] == ["refund"]
    assert answer["best"] == "refund"
    assert 0 < answer["score"] <= 1
    assert answer["text"].startswith(f"{REFUND}\n\nAsk City Hall")


def test_the_clock_can_be_set(run: Run, faq: Path) -> None:
    for at, status in [
        ("2031-05-06T04:59", "starts at"),
        ("2031-05-06T05:00", "on now"),
        ("2031-05-08", "is over"),
    ]:
        assert status in run("ask", "--faq", faq, "--at", at, REFUND).stdout.decode()


def test_without_a_question_it_reads_one_a_line(run: Run, faq: Path) -> None:
    done = run("ask", "--json", "--faq", faq, typed=f"{REFUND}\nWho is right?")
    assert [json.loads(line)["entries"] for line in done.stdout.splitlines()] == [["refund"], ["opinion"]]


def test_without_json_answers_to_lines_are_text_with_a_line_between(run: Run, faq: Path) -> None:
    said = run("ask", "--faq", faq, typed=f"{REFUND}\nWho is right?\n").stdout.decode()
    assert "\n\nWho is right?\n\nI take no side." in said


def test_each_line_is_answered_when_it_comes(faq: Path, surroundings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings) as asking:
        assert asking.stdin and asking.stdout
        for question in (REFUND, "Who is right?"):
            asking.stdin.write(f"{question}\n".encode())
            asking.stdin.flush()
            assert json.loads(asking.stdout.readline())["question"] == question


def test_whatever_comes_gets_an_object_each(run: Run, faq: Path) -> None:
    lines = [b"", b"\xff\xfe\x80", b"\0\x07", b"x" * 1_000_000, "🚌🚌".encode(), b"\r", b'"}{', "\u2028".encode()]
    done = run("ask", "--json", "--faq", faq, typed=b"\n".join(lines) + b"\n")
    assert done.returncode == 0
    assert done.stderr == b""
    answers = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    assert len(answers) == len(lines)
    assert answers[0]["question"] == ""
    assert answers[1]["question"] == "\ufffd\ufffd\ufffd"
    assert answers[7]["question"] == "\u2028"
    assert all(list(answer) == KEYS for answer in answers)


def test_an_argument_that_is_not_utf_8_is_no_fault(surroundings: dict[str, str], faq: Path) -> None:
    command = [sys.executable, b"-m", b"bot", b"ask", b"--json", b"--faq", os.fsencode(faq), b"caf\xe9?"]
    done = subprocess.run(command, capture_output=True, env=surroundings, timeout=PATIENCE)
    assert done.returncode == 0
    assert json.loads(done.stdout)["question"] == "caf??"


def test_json_is_utf_8_whatever_the_terminal_speaks(run: Run, faq: Path) -> None:
    done = run("ask", "--json", "--faq", faq, "où?", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout.decode("utf-8"))["question"] == "où?"


def test_text_is_printed_as_far_as_the_terminal_can(run: Run, tmp_path: Path) -> None:
    entry = {"id": "price", "question": "How much?", "asked_as": ["price"], "answer": "£5 – no more."}
    folder = write_faq(tmp_path / "pounds", {"entries": [entry]})
    done = run("ask", "--faq", folder, "How much?", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"?5 ? no more." in done.stdout


@pytest.mark.parametrize("at", ["yesterday", "", "2016-13-01", "10 February"])
def test_a_time_that_is_none_is_refused_in_one_line(run: Run, faq: Path, at: str) -> None:
    done = run("ask", "--faq", faq, "--at", at, REFUND)
    assert done.returncode == 2
    assert complaint(done) == f"--at: {at!r} is not a date and time. Write it like 2016-02-10T09:00.\n"


def test_nobody_to_ask_is_wrong_use(faq: Path, surroundings: dict[str, str]) -> None:
    terminal, other_end = os.openpty()
    command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
    done = subprocess.run(command, stdin=other_end, capture_output=True, env=surroundings, timeout=PATIENCE)
    os.close(terminal)
    os.close(other_end)
    assert done.returncode == 2
    assert complaint(done).startswith("What is the question?")


@dataclass(frozen=True)
class Asking:
    process: subprocess.Popen[bytes]
    questions: IO[bytes]
    out: IO[bytes]
    err: IO[bytes]


@contextmanager
def asking_on(faq: Path, surroundings: dict[str, str]) -> Iterator[Asking]:
    """`ask`, which has answered one question and waits for more."""
    command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"a\n")
        process.stdin.flush()
        process.stdout.readline()
        yield Asking(process, process.stdin, process.stdout, process.stderr)


def test_a_reader_who_leaves_early_is_no_fault(faq: Path, surroundings: dict[str, str]) -> None:
    with asking_on(faq, surroundings) as asking:
        asking.out.close()
        asking.questions.write(b"b\nc\n")
        asking.questions.close()
        assert asking.err.read() == b""
        assert asking.process.wait(PATIENCE) == 0


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_it_quietly(faq: Path, surroundings: dict[str, str]) -> None:
    with asking_on(faq, surroundings) as asking:
        asking.process.send_signal(signal.SIGINT)
        assert asking.process.wait(PATIENCE) == 130
        assert asking.err.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(faq: Path, surroundings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--faq", faq, REFUND]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=surroundings, timeout=PATIENCE)
    assert done.returncode == 2
    assert done.stderr.decode() == "Input or output: No space left on device.\n"
