"""Packs made for one test, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.evaluation.review.review import review

TODAY = date(2026, 3, 1)

Said = Callable[..., list[str]]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Writes a file of a pack, beside a good entry, and gives each problem of one code as `line:column message`."""
    monkeypatch.chdir(tmp_path)

    def said(code: str, text: str, *, ages: bool = False) -> list[str]:
        (tmp_path / "faq").mkdir(exist_ok=True)
        (tmp_path / "faq" / "a.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "faq" / "good.yaml").write_text(entry("good", "Yes."), encoding="utf-8")
        found = review(Path("faq"), TODAY, ages=ages).problems
        assert not [str(problem) for problem in found if problem.severity == "error"]
        return [f"{one.line}:{one.column} {one.message}" for one in found if one.code == code and "a.yaml" in one.file]

    return said


def entry(id: str, answer: str, *phrasings: str) -> str:
    """A file with one entry: its phrasings from line 5 on, its answer on the line below them."""
    asked = "".join(f"      - {phrasing}\n" for phrasing in phrasings or (id,))
    return f"entries:\n  - id: {id}\n    question: About {id}?\n    asked_as:\n{asked}    answer: {answer}\n"
