"""Which FAQ a command works on, and what is said if it can't."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import REFUND, Run, complaint, write_faq


def test_the_shipped_one_is_used_where_none_is_named(run: Run) -> None:
    done = run("ask", "--json", "hello")
    assert done.returncode == 0
    assert json.loads(done.stdout)["text"]


def test_faq_dir_names_another_and_the_option_counts_more(run: Run, faq: Path, tmp_path: Path) -> None:
    entry = {"id": "other", "question": REFUND, "asked_as": ["refund"], "answer": "Another answer."}
    other = write_faq(tmp_path / "other", {"entries": [entry]})
    assert b"Another answer." in run("ask", REFUND, FAQ_DIR=str(other)).stdout
    assert b"City Hall" in run("ask", "--faq", faq, REFUND, FAQ_DIR=str(other)).stdout


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["check"], ["evaluate"]])
def test_a_folder_that_is_not_there_is_wrong_use(run: Run, command: list[str]) -> None:
    done = run(*command, "--faq", "nowhere")
    assert done.returncode == 2
    assert complaint(done) == "--faq: nowhere is not a folder.\n"
    assert complaint(run(*command, FAQ_DIR="nowhere")) == "FAQ_DIR: nowhere is not a folder.\n"


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["evaluate"]])
def test_a_broken_one_stops_with_the_first_errors(run: Run, tmp_path: Path, command: list[str]) -> None:
    entries = [{"id": f"e{n}", "question": "Q?", "asked_as": ["q"], "anwser": "A"} for n in range(9)]
    folder = write_faq(tmp_path / "broken", {"entries": entries})
    done = run(*command, "--faq", folder)
    assert done.returncode == 1
    said = complaint(done).splitlines()
    assert len(said) == 6
    assert "pack.yaml:" in said[0]
    assert "`python -m bot check` shows all of them" in said[-1]


def test_a_bad_setting_is_one_line(run: Run) -> None:
    done = run("ask", "x", LOG_LEVEL="loud")
    assert done.returncode == 2
    assert complaint(done).startswith("LOG_LEVEL is 'loud', but must be ")
