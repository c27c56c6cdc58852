"""`evaluate` on the command line: measures, predictions, bars, and what more is asked for."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import DURING, REFUND, Run, complaint, write_faq
from tests.sample import CONTENT

SET = (
    {"q": REFUND, "ok": ["refund"]},
    {"q": "Who is right?", "ok": ["opinion"]},
    {"q": "Which buses are running?", "ok": ["school"]},
)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in SET), encoding="utf-8")
    return path


def test_prints_a_table_with_counts_beside_percentages(run: Run, faq: Path, labelled: Path) -> None:
    done = run("evaluate", labelled, "--faq", faq)
    assert done.returncode == 0
    rows = {line.split("  ")[1]: line for line in done.stdout.decode().splitlines() if "  " in line.strip()}
    assert "66.7%" in rows["right"]
    assert "2 of 3" in rows["right"]
    assert "33.3%" in rows["wrong"]
    assert "–" in rows["emergencies caught"]


def test_prints_json_for_machines(run: Run, faq: Path, labelled: Path) -> None:
    measured = json.loads(run("evaluate", "--json", labelled, "--faq", faq).stdout)
    assert measured["messages"] == 3
    assert measured["right"] == {"percent": 66.67, "count": 2, "of": 3}


def test_writes_predictions_as_ask_prints_them(run: Run, faq: Path, labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run("evaluate", labelled, "--faq", faq, *DURING, "--predictions", out)
    lines = out.read_bytes().splitlines()
    asked = run("ask", "--json", "--faq", faq, *DURING, typed="\n".join(one["q"] for one in SET))
    assert lines == asked.stdout.splitlines()


def test_a_missed_bar_fails_and_says_by_how_much(run: Run, faq: Path, labelled: Path) -> None:
    assert run("evaluate", labelled, "--faq", faq, "--bar", "right=66").returncode == 0
    done = run("evaluate", labelled, "--faq", faq, "--bar", "right=66", "--bar", "wrong=4")
    assert done.returncode == 1
    assert done.stderr.decode() == "wrong is 33.3%, but should be at most 4%.\n"


def test_without_a_file_it_takes_the_faqs_own(run: Run, tmp_path: Path, faq: Path) -> None:
    own = write_faq(tmp_path / "own", CONTENT | {"labelled": [{"q": REFUND, "ok": ["refund"]}]})
    assert json.loads(run("evaluate", "--json", "--faq", own).stdout)["right"]["count"] == 1
    done = run("evaluate", "--faq", faq)
    assert done.returncode == 2
    assert complaint(done).startswith("The FAQ has no labelled questions of its own.")


def test_a_bad_line_is_named(run: Run, faq: Path, labelled: Path) -> None:
    labelled.write_text(json.dumps(SET[0]) + "\n{oops\n", encoding="utf-8")
    done = run("evaluate", labelled, "--faq", faq)
    assert done.returncode == 2
    assert complaint(done).startswith(f"{labelled}:2: not JSON")


def test_a_label_that_no_entry_has_is_a_warning(run: Run, faq: Path, labelled: Path) -> None:
    labelled.write_text('{"q": "x", "ok": ["refunds"]}\n', encoding="utf-8")
    done = run("evaluate", labelled, "--faq", faq)
    assert done.returncode == 0
    assert done.stderr.decode() == f"{labelled}:1: warning: the FAQ has no entry 'refunds'\n"


def test_predictions_that_can_not_be_written_are_one_line(run: Run, faq: Path, labelled: Path) -> None:
    done = run("evaluate", labelled, "--faq", faq, "--predictions", "no/such/folder/out.jsonl")
    assert done.returncode == 2
    assert complaint(done) == f"{Path('no/such/folder/out.jsonl')}: can't be written: No such file or directory.\n"


def test_what_more_is_asked_for_stands_below_the_measures(run: Run, faq: Path, labelled: Path) -> None:
    said = run(
        "evaluate", labelled, "--faq", faq, "--confusions", "--errors", "--reliability", "--by", "entry"
    ).stdout.decode()
    rows = [line.split() for line in said.splitlines()]
    assert ["school", "running", "1", "1"] in rows  # confusions
    assert ["school", "1", "0.0%", "0.0%", "100.0%", "100.0%"] in rows  # by entry
    assert any(row[:2] + row[3:] == ["wrong", "answer", "Which", "buses", "are", "running?"] for row in rows)
    assert any("taken for running: 1.00 “Which buses are running?”" in line for line in said.splitlines())
    assert "Expected calibration error" in said


def test_all_of_it_comes_as_json_too(run: Run, faq: Path, labelled: Path) -> None:
    flags = ("--confusions", "--errors", "--reliability", "--by", "style")
    found = json.loads(run("evaluate", "--json", labelled, "--faq", faq, *flags).stdout)
    assert found["confusions"] == [{"asked": "school", "understood": "running", "count": 1, "shown": 1}]
    (error,) = found["errors"]
    assert (error["fault"], error["q"], error["ok"]) == ("wrong answer", "Which buses are running?", ["school"])
    assert error["led"]["text"] == "Which buses are running?"
    assert sum(one["right"]["of"] for one in found["reliability"]["bins"]) == 3
    assert 0 <= found["reliability"]["expected_calibration_error"] <= 1
    (style,) = found["by_style"]
    assert style["right"] == found["right"]
    bare = json.loads(run("evaluate", "--json", labelled, "--faq", faq).stdout)
    assert not {"confusions", "errors", "reliability", "by_style", "by_entry"} & set(bare)


def test_folds_ask_the_faqs_own_phrasings(run: Run, faq: Path) -> None:
    found = json.loads(run("evaluate", "--json", "--folds", "2", "--errors", "--faq", faq).stdout)
    assert found["messages"] == sum(len(entry["asked_as"]) for entry in CONTENT["entries"])
    assert found["right"]["of"] == found["messages"]
    assert found["errors"]


def test_folds_and_a_file_exclude_each_other(run: Run, faq: Path, labelled: Path) -> None:
    done = run("evaluate", labelled, "--folds", "5", "--faq", faq)
    assert done.returncode == 2
    assert complaint(done) == "--folds asks the FAQ's own phrasings: leave out FILE or --folds.\n"


def test_the_picture_is_drawn(run: Run, faq: Path, labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.png"
    done = run("evaluate", labelled, "--faq", faq, "--plot", out)
    assert done.returncode == 0
    assert done.stderr == b""
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "said"),
    [("scores.txt", "name a file that ends in .png, .svg or .pdf."), ("no/folder/x.png", "is not a folder.")],
)
def test_a_picture_that_can_not_be_drawn_is_one_line(run: Run, faq: Path, labelled: Path, name: str, said: str) -> None:
    done = run("evaluate", labelled, "--faq", faq, "--plot", name)
    assert done.returncode == 2
    assert complaint(done).startswith("--plot: ")
    assert complaint(done).endswith(f"{said}\n")


def test_without_matplotlib_a_picture_says_what_to_install(
    run: Run, faq: Path, labelled: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['matplotlib'] = None\n", encoding="utf-8")
    path = os.pathsep.join([str(hidden), surroundings["PYTHONPATH"]])
    done = run("evaluate", labelled, "--faq", faq, "--plot", "scores.png", PYTHONPATH=path)
    assert done.returncode == 2
    assert complaint(done).count("\n") == 1
    assert "pip install matplotlib" in complaint(done)
