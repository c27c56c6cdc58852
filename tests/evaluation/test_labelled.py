"""Labelled questions from files, and what is said about files that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.labelled import LabelledError, pack_labelled, read_labelled, unknown_labels
from bot.knowledge.model import Labelled
from tests.sample import pack


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_json_lines(tmp_path: Path) -> None:
    lines = '{"q": "a&e?", "ok": ["ae", "OOS"], "style": "short"}\n\n{"q": "\\u2028 hi", "ok": ["x"], "note": 1}\r\n'
    read = read_labelled(write(tmp_path, "set.jsonl", "\ufeff" + lines))
    assert [one.labelled for one in read] == [
        Labelled(q="a&e?", ok=("ae", "OOS"), style="short"),
        Labelled(q="\u2028 hi", ok=("x",)),
    ]
    assert [one.line for one in read] == [1, 3]


@pytest.mark.parametrize("start", ["labelled:\n", ""])
def test_yaml_as_it_stands_in_a_pack_or_bare(tmp_path: Path, start: str) -> None:
    read = read_labelled(write(tmp_path, "set.yaml", start + "- {q: when?, ok: [when]}\n- {q: '', ok: [OOS]}\n"))
    assert [one.labelled.q for one in read] == ["when?", ""]
    assert read[1].line == 2 + (start != "")


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("set.jsonl", '{"q": "a", "ok": ["b"]}\n{"q": "a",\n', "set.jsonl:2: not JSON"),
        ("set.jsonl", "[" * 100_000, "set.jsonl:1: not JSON"),
        ("set.jsonl", '["q"]\n', "set.jsonl:1: not a labelled question"),
        ("set.jsonl", '{"q": "a"}\n', "set.jsonl:1: `ok`: field required"),
        ("set.jsonl", '{"q": "a", "ok": []}\n', "set.jsonl:1: `ok`"),
        ("set.jsonl", '{"q": "a", "ok": "OOS"}\n', "set.jsonl:1: `ok`"),
        ("set.jsonl", '{"q": 5, "ok": ["OOS"]}\n', "set.jsonl:1: `q`"),
        ("set.jsonl", "\n \n", "set.jsonl: holds no labelled question"),
        ("set.jsonl", b'{"q": "\xff"}', "set.jsonl: not UTF-8"),
        ("set.yaml", "labelled:\n- {q: a, ok: [b]}\n- {q: [}\n", "set.yaml:3"),
        ("set.yaml", "labelled:\n- {q: a, ok: [b]}\n- {q: a}\n", "set.yaml:3: `ok`: field required"),
        ("set.yaml", "entries: []\n", "set.yaml: holds no labelled question"),
    ],
)
def test_a_bad_file_is_one_line_that_says_where(tmp_path: Path, name: str, text: str | bytes, complaint: str) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(LabelledError) as refused:
        read_labelled(path)
    assert str(refused.value).startswith(str(tmp_path / complaint))
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LabelledError, match="there is no such file"):
        read_labelled(tmp_path / "set.jsonl")
    with pytest.raises(LabelledError, match="can't be read"):
        read_labelled(tmp_path)


def test_labels_that_the_pack_does_not_know_are_found_with_their_first_line(tmp_path: Path) -> None:
    lines = (
        '{"q": "a", "ok": ["refund", "OOS"]}\n{"q": "b", "ok": ["gone", "SMALLTALK-hello"]}\n{"q": "c", "ok": ["gone"]}'
    )
    placed = read_labelled(write(tmp_path, "set.jsonl", lines))
    assert unknown_labels(placed, pack()) == {"gone": 2}


def test_the_questions_of_the_pack_itself() -> None:
    own = pack(labelled=[{"q": "any refund?", "ok": ["refund"]}])
    assert [one.labelled.q for one in pack_labelled(own)] == ["any refund?"]
    with pytest.raises(LabelledError, match="no labelled questions of its own"):
        pack_labelled(pack())
