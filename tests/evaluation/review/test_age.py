"""Review dates; today is 1 March 2026."""

from __future__ import annotations

from tests.evaluation.review.conftest import Said, entry


def reviewed(day: str) -> str:
    return "review_after_days: 30\n" + entry("a", "Yes.") + f"    reviewed: {day}\n"


def test_a_pack_that_keeps_no_dates_is_left_alone(said: Said) -> None:
    assert said("never-reviewed", entry("a", "Yes.")) == []


def test_unless_it_is_asked_for(said: Said) -> None:
    assert said("never-reviewed", entry("a", "Yes."), ages=True) == ['2:9 "a" has no review date']


def test_one_date_makes_the_others_missing(said: Said) -> None:
    text = entry("a", "Yes.") + "    reviewed: 2020-01-01\n" + entry("b", "Yes.")[9:]
    assert said("never-reviewed", text) == ['8:9 "b" has no review date']
    assert said("review-due", text) == []


def test_a_review_is_due_after_the_days_that_the_pack_allows(said: Said) -> None:
    assert said("review-due", reviewed("2026-01-30")) == []
    assert said("review-due", reviewed("2026-01-29")) == [
        '8:15 "a" was reviewed 31 days ago; the pack asks for every 30'
    ]


def test_a_review_in_the_future_is_a_slip(said: Said) -> None:
    assert said("future-review", reviewed("2026-03-01")) == []
    assert said("future-review", reviewed("2026-03-02")) == ['8:15 the review of "a" is in the future']
