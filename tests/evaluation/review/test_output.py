"""A review for scripts and for GitHub."""

from __future__ import annotations

from bot.evaluation.review.output import annotation, as_json, chosen, summary
from bot.evaluation.review.review import Review
from bot.knowledge.problem import Position, error, warning

BROKEN = error("unknown-field", Position("faq/a.yaml", 6, 5), 'there is no field "topc"', 'did you mean "topic"?')
LONG = warning("long-answer", Position("faq/a.yaml", 9, 13), "this answer has 500 characters", "shorten it")
SLOW = warning("slow-start", Position("faq/b.yaml", 2, 1), "it begins with a question")


def test_an_annotation_names_kind_place_and_code() -> None:
    assert annotation(BROKEN) == (
        '::error file=faq/a.yaml,line=6,col=5,title=unknown-field::there is no field "topc" — did you mean "topic"?'
    )
    assert annotation(SLOW) == "::warning file=faq/b.yaml,line=2,col=1,title=slow-start::it begins with a question"


def test_an_annotation_of_a_whole_file_names_no_line() -> None:
    assert annotation(error("no-folder", Position("faq"), "gone")) == "::error file=faq,title=no-folder::gone"


def test_an_annotation_can_not_be_broken_by_what_it_holds() -> None:
    odd = warning("long-answer", Position("a,b:c%.yaml", 1, 1), "100% of it: a, b")
    assert annotation(odd) == "::warning file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=long-answer::100%25 of it: a, b"


def test_warnings_are_chosen_by_code_and_errors_always_told() -> None:
    problems = [BROKEN, LONG, SLOW]
    assert chosen(problems, [], []) == problems
    assert chosen(problems, ["slow-start"], []) == [BROKEN, SLOW]
    assert chosen(problems, [], ["slow-start", "unknown-field"]) == [BROKEN, LONG]
    assert chosen(problems, ["slow-start", "long-answer"], ["slow-start"]) == [BROKEN, LONG]


def test_json_holds_counts_problems_and_notes() -> None:
    data = as_json(Review((BROKEN, LONG, SLOW), ("A note.",)))
    assert (data["errors"], data["warnings"], data["notes"]) == (1, 2, ["A note."])
    assert data["problems"][0] == {
        "severity": "error",
        "code": "unknown-field",
        "file": "faq/a.yaml",
        "line": 6,
        "column": 5,
        "message": 'there is no field "topc"',
        "remedy": 'did you mean "topic"?',
    }


def test_the_summary_counts_kinds_the_most_frequent_first() -> None:
    assert summary([]) == "0 errors, 0 warnings"
    assert summary([SLOW, LONG, LONG, BROKEN]) == "1 error, 3 warnings (2 long-answer, 1 slow-start, 1 unknown-field)"
