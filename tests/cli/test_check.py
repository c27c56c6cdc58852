"""`check` on the command line: what is printed where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, complaint, write_faq

PHRASINGS = (
    "parking", "can i park", "is the car park open", "where do i leave the car", "any spaces", "blue badge bays",
    "dad can't walk far, can we drive to the door", "what does it cost", "motorbikes", "my van",
)  # fmt: skip
GOOD: dict[str, Any] = {"id": "a", "question": "Can I park?", "asked_as": PHRASINGS, "answer": "Yes."}
THIN: dict[str, Any] = {"id": "a", "question": "A?", "asked_as": ["a"], "answer": "Please note it."}
HINT = "`python -m bot check --explain CODE` tells more about a kind of problem.\n"


@pytest.fixture
def thin(tmp_path: Path) -> Path:
    return write_faq(tmp_path / "thin", {"entries": [THIN]})


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "broken"
    folder.mkdir()
    text = "entries:\n  - id: a\n    question: A?\n    asked_as: [a, b, c, d, e]\n    anwser: A.\n"
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_faq_passes(run: Run, tmp_path: Path) -> None:
    folder = write_faq(tmp_path / "good", {"entries": [GOOD]})
    done = run("check", "--faq", folder)
    assert done.returncode == 0
    assert done.stdout == b""
    assert done.stderr.decode() == f"{folder}: 0 errors, 0 warnings\n"


def test_warnings_are_shown_but_pass(run: Run, thin: Path) -> None:
    done = run("check", "--faq", thin)
    assert done.returncode == 0
    slow, few = done.stdout.decode().splitlines()
    assert "pack.yaml:" in few
    assert ": warning few-phrasings: " in few
    assert ": warning slow-start: " in slow
    assert done.stderr.decode() == f"{thin}: 0 errors, 2 warnings (1 slow-start, 1 few-phrasings)\n{HINT}"


def test_errors_are_shown_with_place_and_remedy_and_fail(run: Run, broken: Path) -> None:
    done = run("check", "--faq", broken)
    assert done.returncode == 1
    shown = done.stdout.decode()
    assert f"{Path('broken/a.yaml')}:5:5: error unknown-field: " in shown
    assert '"answer"' in shown
    assert "\x1b" not in shown
    assert "Only errors were looked for" in done.stderr.decode()


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "slow-start"], ["slow-start"]),
        (["--ignore", "slow-start"], ["few-phrasings"]),
        (["--ignore", "slow-start,few-phrasings"], []),
        (["--review"], ["slow-start", "few-phrasings", "never-reviewed"]),
    ],
)
def test_warnings_can_be_chosen(run: Run, thin: Path, options: list[str], codes: list[str]) -> None:
    done = run("check", "--faq", thin, "--json", *options)
    assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == codes


def test_errors_can_not_be_ignored(run: Run, broken: Path) -> None:
    assert run("check", "--faq", broken, "--ignore", "unknown-field,missing-field").returncode == 1


def test_prints_annotations_for_github(run: Run, broken: Path) -> None:
    done = run("check", "--faq", broken, "--github")
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert f"::error file={Path('broken/a.yaml')},line=5,col=5,title=unknown-field::" in lines[-1]


def test_prints_json_for_machines(run: Run, broken: Path) -> None:
    done = run("check", "--faq", broken, "--json")
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert data["errors"] == len(data["problems"]) == 2
    assert data["notes"]


def test_explains_a_code_without_looking_at_the_faq(run: Run) -> None:
    done = run("check", "--explain", "slow-start", "--faq", "nowhere")
    assert done.returncode == 0
    assert "Why it matters: " in done.stdout.decode()


@pytest.mark.parametrize("option", ["--explain", "--select", "--ignore"])
def test_a_code_that_is_none_is_wrong_use(run: Run, option: str) -> None:
    done = run("check", option, "slow-strat")
    assert done.returncode == 2
    assert complaint(done) == "There is no code 'slow-strat'. Did you mean slow-start?\n"
