"""Whatever is in a file, a pack or problems come of it, and never another exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.knowledge import document
from bot.knowledge.check import check_pack
from bot.knowledge.load import load_pack
from bot.knowledge.model import Pack
from bot.knowledge.problem import PackError

GOOD = "entries:\n  - id: a\n    question: A?\n    asked_as: [a]\n    answer: A.\n"
PIECES = (
    *"-:?,[]{}#&*!|>'\"%@`~= \n\tax0é😷\x85\u2028\ufeff\x07\\",
    *("entries:", "\n  - id: a", "\n    answer: ", "strike:", "starts: ", "facts:", "urgent:", "labelled:", "\n---\n"),
    *(
        "\n  ",
        ": ",
        "- ",
        "<<: ",
        "2016-02-10",
        "2016-13-45",
        "12:30",
        "0b_",
        "1e999",
        ".inf",
        "null",
        "yes",
        "{{",
        "}}",
    ),
    *("vocabulary:", "same:", "asked_as: ", "question: ", "wording:", "none: ", "{a}", "**", "<b>", "!!python/none"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*Pack.model_fields, "same", "replies", "signs", "id", "answer", "asked_as", "name", "starts"])
MAPS = st.dictionaries(FIELDS, VALUES | st.dictionaries(FIELDS, VALUES, max_size=4), max_size=4)


def survives(content: bytes) -> None:
    """Reading it gives a pack and no errors, or errors that are told in full."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.yaml").write_text(GOOD, encoding="utf-8")
        (Path(folder) / "b.yaml").write_bytes(content)
        problems = check_pack(Path(folder))
        errors = [one for one in problems if one.severity == "error"]
        try:
            assert isinstance(load_pack(Path(folder)), Pack)
            assert not errors
        except PackError as refused:
            assert list(refused.problems) == errors
            assert errors
        lines = content.decode("utf-8", "replace").count("\n") + content.decode("utf-8", "replace").count("\r")
        for problem in problems:
            assert problem.message
            assert str(problem).isprintable()
            assert len(str(problem)) < 1000
            assert problem.line <= lines + 8, "the place is in the file"


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe\0")
def test_any_bytes(content: bytes) -> None:
    survives(content)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("a: 0b_")
@example("? ? ?")
@example("-\t-")
@example("{a: 1}: b")
def test_anything_like_yaml(text: str) -> None:
    survives(text.encode("utf-8"))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_anything_like_yaml_without_the_c_library(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "LOADER", yaml.SafeLoader)
        survives(text.encode("utf-8"))


@given(MAPS)
@example({"strike": {"\n": None}})
@example({"facts": {"\x1b[31m": 1}, "x" * 5000: []})
def test_anything_in_the_fields_of_a_pack(data: dict[str, object]) -> None:
    survives(yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass"))
