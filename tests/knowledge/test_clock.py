"""Where a moment stands to the strike, to the second, whatever the time zones and the clocks going back or forward."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.clock import Standing, answer_at, standing, turns
from bot.knowledge.facts import fill
from bot.knowledge.model import Entry, Pack, Strike

SECOND = timedelta(seconds=1)
ONE = Strike.model_validate({"name": "S", "starts": "2031-05-06T05:00:00+01:00", "ends": "2031-05-07T05:30:00+01:00"})
THREE = Strike.model_validate(
    {
        "name": "S",
        "windows": [
            {"starts": "2031-05-06T08:00:00+01:00", "ends": "2031-05-07T08:00:00+01:00"},
            {"starts": "2031-05-07T08:00:00+01:00", "ends": "2031-05-07T20:00:00+01:00"},
            {"starts": "2031-05-20T08:00:00+01:00", "ends": "2031-05-22T08:00:00+01:00"},
        ],
    }
)
ENTRY = Entry(
    id="a",
    question="A?",
    asked_as=("a",),
    answer="On until {ends}.",
    answer_before="From {starts}.",
    answer_after="Over.",
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def phase(strike: Strike | None, at: str) -> tuple[str | None, int]:
    now = standing(strike, moment(at))
    return now.phase, now.number


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2031-05-06T04:59:59.999999+01:00", "before"),
        ("2031-05-06T05:00:00+01:00", "during"),
        ("2031-05-07T05:29:59.999999+01:00", "during"),
        ("2031-05-07T05:30:00+01:00", "after"),
    ],
)
def test_it_starts_at_its_start_and_is_over_at_its_end(at: str, expected: str) -> None:
    assert phase(ONE, at) == (expected, 0)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2031-05-06T03:59:59Z", "before"),
        ("2031-05-06T04:00:00Z", "during"),
        ("2031-05-05T23:00:00-05:00", "during"),
        ("2031-05-07T14:29:59+10:00", "during"),
        ("2031-05-07T14:30:00+10:00", "after"),
    ],
)
def test_a_moment_in_any_time_zone_is_the_same_moment(at: str, expected: str) -> None:
    assert phase(ONE, at) == (expected, 0)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2031-05-06T07:59:59+01:00", ("before", 0)),
        ("2031-05-06T08:00:00+01:00", ("during", 0)),
        ("2031-05-07T07:59:59+01:00", ("during", 0)),
        ("2031-05-07T08:00:00+01:00", ("during", 1)),
        ("2031-05-07T20:00:00+01:00", ("before", 2)),
        ("2031-05-20T08:00:00+01:00", ("during", 2)),
        ("2031-05-22T07:59:59+01:00", ("during", 2)),
        ("2031-05-22T08:00:00+01:00", ("after", 2)),
    ],
)
def test_of_several_windows_the_one_that_is_on_matters_or_else_the_next(at: str, expected: tuple[str, int]) -> None:
    assert phase(THREE, at) == expected
    window = THREE.windows[expected[1]]
    now = standing(THREE, moment(at))
    assert (now.starts, now.ends) == (window.starts, window.ends)


class TestWhenTheClocksChange:
    """Clocks go forward on 30 March 2031 and back on 26 October 2031, between the strike's start and its end."""

    FORWARD = Strike.model_validate(
        {"name": "S", "starts": "2031-03-29T20:00:00+00:00", "ends": "2031-03-30T08:00:00+01:00"}
    )
    BACK = Strike.model_validate(
        {"name": "S", "starts": "2031-10-25T20:00:00+01:00", "ends": "2031-10-26T08:00:00+00:00"}
    )

    @pytest.mark.parametrize(
        ("strike", "at", "expected"),
        [
            (FORWARD, "2031-03-30T06:59:59Z", "during"),
            (FORWARD, "2031-03-30T07:00:00Z", "after"),
            (BACK, "2031-10-26T07:59:59Z", "during"),
            (BACK, "2031-10-26T08:00:00Z", "after"),
        ],
    )
    def test_each_end_counts_in_its_own_offset(self, strike: Strike, at: str, expected: str) -> None:
        assert phase(strike, at)[0] == expected

    @pytest.mark.parametrize("strike", [FORWARD, BACK])
    def test_a_time_without_offset_is_what_the_clock_on_the_wall_says(self, strike: Strike) -> None:
        assert strike.starts and strike.ends
        day, next_day = strike.starts.date().isoformat(), strike.ends.date().isoformat()
        found = [
            standing(strike, moment(at)).phase
            for at in (f"{day}T19:59", f"{day}T20:00", f"{next_day}T07:59", f"{next_day}T08:00")
        ]
        assert found == ["before", "during", "during", "after"]

    def test_times_are_told_as_the_clock_on_the_wall_says(self) -> None:
        pack = Pack(entries=(ENTRY,), strike=self.FORWARD)
        told = "8pm on Saturday 29 March 2031 to 8am on Sunday 30 March 2031"
        assert fill("{starts} to {ends}", pack, moment("2031-03-30T01:30:00+01:00")) == told


class TestWithoutAllTimes:
    @pytest.mark.parametrize("strike", [None, Strike(name="S")])
    def test_without_times_nothing_is_told(self, strike: Strike | None) -> None:
        assert standing(strike, moment("2031-05-06T05:00:00")) == Standing(None, None, None)
        assert answer_at(ENTRY, strike, moment("2031-05-06T05:00:00")) == ENTRY.answer
        assert turns(strike) == ()

    def test_with_a_start_alone_it_never_ends(self) -> None:
        strike = Strike(name="S", starts=ONE.starts)
        assert [phase(strike, at)[0] for at in ("2031-05-06T04:59", "2031-05-06T05:00", "2099-01-01")] == [
            "before", "during", "during",
        ]  # fmt: skip

    def test_with_an_end_alone_only_that_it_is_over_is_known(self) -> None:
        strike = Strike(name="S", ends=ONE.ends)
        assert [phase(strike, at)[0] for at in ("2031-05-07T05:29", "2031-05-07T05:30")] == [None, "after"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2031-05-06T07:59:59+01:00", "From 8am on Tuesday 6 May 2031."),
        ("2031-05-06T08:00:00+01:00", "On until 8am on Wednesday 7 May 2031."),
        ("2031-05-07T08:00:00+01:00", "On until 8pm on Wednesday 7 May 2031."),
        ("2031-05-07T20:00:00+01:00", "From 8am on Tuesday 20 May 2031."),
        ("2031-05-22T08:00:00+01:00", "Over."),
    ],
)
def test_an_answer_is_in_the_words_for_then_and_names_the_window_that_matters(at: str, said: str) -> None:
    pack = Pack(entries=(ENTRY,), strike=THREE)
    assert fill(answer_at(ENTRY, THREE, moment(at)), pack, moment(at)) == said


def test_an_answer_without_other_words_is_the_same_always() -> None:
    plain = Entry(id="a", question="A?", asked_as=("a",), answer="Yes.")
    assert {answer_at(plain, ONE, moment(f"2031-05-0{day}")) for day in range(1, 9)} == {"Yes."}


@given(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), min_size=2, max_size=12, unique=True))
def test_whatever_the_windows_the_phase_changes_at_the_turns_and_nowhere_else(moments: list[datetime]) -> None:
    ordered = [one.astimezone() for one in sorted(moments)]
    if any(one >= other for one, other in pairwise(ordered)):
        return  # two wall-clock times that are one moment, where the clocks go back
    pairs = list(zip(ordered[::2], ordered[1::2], strict=False))
    strike = Strike.model_validate({"name": "S", "windows": [{"starts": a, "ends": b} for a, b in pairs]})
    assert list(turns(strike)) == ordered[: 2 * len(pairs)]
    for number, (starts, ends) in enumerate(pairs):
        assert standing(strike, starts) == Standing("during", starts, ends, number)
        assert standing(strike, ends - timedelta(microseconds=1)) == Standing("during", starts, ends, number)
    assert standing(strike, pairs[0][0] - SECOND).phase == "before"
    assert standing(strike, pairs[-1][1]) == Standing("after", *pairs[-1], len(pairs) - 1)
    for number, ((_, ends), (starts, following)) in enumerate(pairwise(pairs), start=1):
        assert standing(strike, ends) == Standing("before", starts, following, number)
