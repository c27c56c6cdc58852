"""Every kind of error and warning is explained, and its examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.evaluation.review.codes import UnknownCode, codes, explanation, read_codes
from bot.evaluation.review.review import review
from tests.evaluation.review.conftest import TODAY, entry

BOT = Path(__file__).parents[3] / "bot"
SOURCES = [*(BOT / "knowledge").glob("*.py"), *(BOT / "evaluation/review").glob("*.py")]
GIVEN = re.compile(r'\b(?:error|warning|PydanticCustomError)\(\s*f?"([a-z0-9{}-]+)"')
UNKNOWN = {"unknown-id", "unknown-source"}
"""Codes that the source puts together: `unknown-{code}`."""


def given() -> set[str]:
    found = {code for path in SOURCES for code in GIVEN.findall(path.read_text(encoding="utf-8"))}
    return {code for code in found if "{" not in code} | UNKNOWN | {"wrong-value"}


def test_every_code_is_explained_and_nothing_else() -> None:
    assert given() == set(codes())


@pytest.mark.parametrize("code", [code for code, known in codes().items() if known.wrong])
def test_its_example_has_it(code: str, tmp_path: Path) -> None:
    assert code in found(tmp_path, codes()[code].wrong or "")


@pytest.mark.parametrize("code", [code for code, known in codes().items() if known.right])
def test_the_better_example_does_not(code: str, tmp_path: Path) -> None:
    assert code not in found(tmp_path, codes()[code].right or "")


def found(folder: Path, text: str) -> list[str]:
    (folder / "example.yaml").write_text(text, encoding="utf-8")
    if "entries:" not in text:
        (folder / "good.yaml").write_text(entry("good", "Yes."), encoding="utf-8")
    return [problem.code for problem in review(folder, TODAY).problems]


@pytest.mark.parametrize("code", codes())
def test_it_reads_as_plain_words(code: str) -> None:
    known = codes()[code]
    for text in (known.what, known.why, known.mend):
        assert (text[0].isupper() and text[-1] in ".)") or text.endswith(f"# ok: {code}"), text


def test_an_explanation_says_what_why_and_how() -> None:
    page = explanation("slow-start")
    assert page.startswith("slow-start\n\nAn answer begins with something else")
    for part in ("Why it matters: ", "How to mend it: ", "Example:\n\n    entries:", "Better:\n\n    entries:"):
        assert part in page


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownCode, match=r"There is no code 'slow-strat'\. Did you mean slow-start\?"):
        explanation("slow-strat")


def test_codes_stand_with_commas_or_one_by_one() -> None:
    assert read_codes(["long-answer,slow-start", "tab"]) == {"long-answer", "slow-start", "tab"}
