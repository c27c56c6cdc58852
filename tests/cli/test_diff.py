"""`diff` on the command line: what a change of the FAQ makes better and worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DURING, REFUND, Run, complaint, write_faq
from tests.sample import CONTENT


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_faq(tmp_path / "old", CONTENT)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Knows a word more, and lost an entry."""
    entries = [entry for entry in CONTENT["entries"] if entry["id"] != "opinion"]
    return write_faq(tmp_path / "new", CONTENT | {"entries": entries, "vocabulary": {"same": {"refund": ["dosh"]}}})


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "asked.jsonl"
    rows = [
        {"q": "dosh", "ok": ["refund"]},
        {"q": "Who is right?", "ok": ["opinion"]},
        {"q": REFUND, "ok": ["refund"]},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_tells_what_is_better_and_what_is_worse(run: Run, old: Path, new: Path, asked: Path) -> None:
    done = run("diff", old, new, asked, *DURING)
    assert done.returncode == 0
    worse, better = done.stdout.decode().splitlines()
    assert worse.startswith("- Who is right?: opinion → ")
    assert better == "+ dosh: none → refund"
    assert done.stderr.decode() == "2 of 3 messages get another reply: 1 worse, 1 better, 0 different.\n"


def test_can_fail_on_worse_replies(run: Run, old: Path, new: Path, asked: Path) -> None:
    assert run("diff", old, new, asked, "--fail-on-worse").returncode == 1
    assert run("diff", old, old, asked, "--fail-on-worse").returncode == 0


def test_speaks_json_and_markdown(run: Run, old: Path, new: Path, asked: Path) -> None:
    data = json.loads(run("diff", old, new, asked, "--json").stdout)
    assert (data["messages"], data["worse"], data["better"]) == (3, 1, 1)
    assert run("diff", old, new, asked, "--markdown").stdout.startswith(b"**2 of 3 messages")


def test_without_a_file_it_asks_what_the_new_faq_brings(run: Run, old: Path, new: Path) -> None:
    data = json.loads(run("diff", old, new, "--json").stdout)
    assert data["messages"] == sum(len(entry["asked_as"]) for entry in CONTENT["entries"]) - 1


def test_a_folder_that_is_not_there_is_wrong_use(run: Run, old: Path) -> None:
    done = run("diff", old, "nowhere")
    assert done.returncode == 2
    assert "nowhere" in complaint(done)
