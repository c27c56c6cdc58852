"""`explain` on the command line: why a message gets the reply that it gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, complaint, write_faq

WHICH = "Which buses are running?"


def test_tells_the_entry_the_words_the_runners_up_and_what_to_do(run: Run, faq: Path) -> None:
    done = run("explain", "--faq", faq, *WHICH.split())
    assert done.returncode == 0
    assert done.stderr == b""
    said = done.stdout.decode()
    assert said.startswith(f"“{WHICH}”: answered with running\nNo urgent sign fired.\nProbability that running")
    rows = [line.split() for line in said.splitlines()]
    assert f"Word by word, beside “{WHICH}”" in said
    assert any(row[:1] + row[2:6] == ["buses", "buses", "same", "word", "1.00"] for row in rows)
    assert any(row[:1] == ["running"] and row[-4:] == WHICH.split() for row in rows)
    assert any(row[:1] == ["school"] for row in rows)
    assert any(row[:1] == ["coverage"] for row in rows)
    assert said.splitlines()[-1].startswith("What to do: Nothing to add if running is right")


def test_elsewhere_than_in_a_terminal_it_is_plain_text_with_whole_lines(run: Run, tmp_path: Path) -> None:
    asked = "is it true that " + "my very very long road " * 8 + "is closed"
    entry = {"id": "road", "question": "Roads?", "asked_as": [asked], "answer": "…"}
    said = run("explain", "--faq", write_faq(tmp_path / "roads", {"entries": [entry]}), asked).stdout.decode()
    assert "\x1b" not in said
    assert not set("─│━┃╭") & set(said)
    assert sum(asked in line for line in said.splitlines()) == 3


def test_json_has_everything(run: Run, faq: Path) -> None:
    done = run("explain", "--json", "--faq", faq, WHICH)
    (line,) = done.stdout.decode().splitlines()
    found = json.loads(line)
    assert (found["question"], found["kind"], found["best"]) == (WHICH, "answer", "running")
    assert found["decision"]["margin"] == pytest.approx(found["score"] - found["decision"]["threshold"], abs=1e-3)
    (asked,) = found["asked"]
    assert [word["written"] for word in asked["words"]] == ["which", "buses", "are", "running"]
    assert asked["words"][1]["alignment"]["relation"] == "same word"
    assert asked["best"]["entry"] == "running"
    assert asked["best"]["phrasings"][0]["text"] == WHICH
    assert "school" in [one["entry"] for one in asked["runners_up"]]
    assert {"bias", "coverage"} <= {term["signal"] for term in asked["terms"]}
    assert found["advice"].startswith("Nothing to add")


def test_what_nobody_ever_wrote_is_explained_too(run: Run, faq: Path) -> None:
    for message in ("xyzzy", "", "🚌", "[bold]", "x" * 5000):
        done = run("explain", "--faq", faq, message)
        assert done.returncode == 0
        assert "What to do: " in done.stdout.decode()


def test_without_a_question_it_is_wrong_use(run: Run, faq: Path) -> None:
    done = run("explain", "--faq", faq)
    assert done.returncode == 2
    assert "Usage: python -m bot explain" in complaint(done)
