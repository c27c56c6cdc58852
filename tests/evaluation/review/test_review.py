"""A whole review: what it looks at, what it leaves out, and what is meant as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.review import confusion
from bot.evaluation.review.review import Review, review
from bot.knowledge.check import check_pack
from tests.evaluation.review.conftest import TODAY, entry


@pytest.fixture
def faq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "faq").mkdir()
    return Path("faq")


def reviewed(faq: Path, text: str) -> Review:
    (faq / "a.yaml").write_text(text, encoding="utf-8")
    return review(faq, TODAY)


def codes(found: Review) -> list[str]:
    return [problem.code for problem in found.problems]


def test_problems_are_told_in_the_order_of_the_file(faq: Path) -> None:
    found = reviewed(faq, entry("b", "Please note it.", "v w", "w v"))
    assert [(problem.line, problem.code) for problem in found.problems] == [
        (4, "few-phrasings"),
        (6, "adds-nothing"),
        (7, "slow-start"),
    ]


def test_of_a_pack_with_errors_only_what_validation_finds_is_told(faq: Path) -> None:
    found = reviewed(faq, entry("a", "Please note it.", "x", "X!") + "    topc: Care\n")
    assert codes(found) == ["repeated-phrasing", "unknown-field"]
    assert found.notes == ("Only errors were looked for; the rest is reviewed once they are mended.",)


def test_a_pack_that_loads_is_not_reviewed(faq: Path) -> None:
    """Reviews take time, and a bot that starts has no reader for them."""
    reviewed(faq, entry("a", "Please note it."))
    assert check_pack(faq) == []


def test_a_comment_on_the_line_says_that_it_is_meant(faq: Path) -> None:
    text = entry("a", "Please note it. # ok: slow-start", "x y", "y x # ok: adds-nothing, few-phrasings")
    assert codes(reviewed(faq, text)) == ["few-phrasings"]
    assert codes(reviewed(faq, text.replace("asked_as:", "asked_as: # ok: few-phrasings"))) == []


def test_a_comment_about_something_else_changes_nothing(faq: Path) -> None:
    text = entry("a", "Please note it. # ok: hard-to-read\n    # ok: slow-start")
    assert "slow-start" in codes(reviewed(faq, text))


def test_an_error_can_not_be_meant(faq: Path) -> None:
    assert "unknown-field" in codes(reviewed(faq, entry("a", "Yes.") + "    topc: Care # ok: unknown-field\n"))


@pytest.mark.parametrize("limit", ["MOST_PHRASINGS", "MOST_ENTRIES"])
def test_of_a_huge_pack_the_slow_part_is_left_out_and_that_is_said(
    faq: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    text = entry("a", "Please note it.", "gate", "gate open") + entry("b", "Yes.", "open gate now", "gates")[9:]
    assert "finds-another" in codes(reviewed(faq, text))
    monkeypatch.setattr(confusion, limit, 1)
    found = reviewed(faq, text)
    assert "finds-another" not in codes(found)
    assert "slow-start" in codes(found)
    (note,) = found.notes
    assert note.startswith("Phrasings were not asked and not searched for alarms")
