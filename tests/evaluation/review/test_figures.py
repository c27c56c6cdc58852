"""Numbers, days and times that contradict the facts of the pack."""

from __future__ import annotations

import pytest

from tests.evaluation.review.conftest import Said, entry

ABOUT = """\
strike: {name: Strike, starts: 2031-05-06T08:00:00+01:00, ends: 2031-05-07T08:00:00+01:00}
facts: {drivers: "about 1,200", length: 24 hours, ballot: 3 April 2031}
"""
USE = "{drivers} bus drivers are out for {length}."


def told(said: Said, answer: str) -> list[str]:
    text = ABOUT + entry("use", f'"{USE}"') + entry("a", f'"{answer}"')[9:]
    return [message.split(" ", 1)[1] for message in said("contradicts-fact", text)]


@pytest.mark.parametrize(
    ("answer", "wrong", "right"),
    [
        ("It is on 7 May 2032.", "7 May 2032", "7 May 2031"),
        ("It ends on 8 May.", "8 May", "7 May 2031"),
        ("It is on Monday 6 May 2031.", "Monday 6 May 2031", "Tuesday 6 May 2031"),
        ("They voted on 4 April 2031.", "4 April 2031", "3 April 2031"),
        ("It starts at 9am on 6 May.", "9am", "08:00 on 6 May 2031"),
        ("It starts at 8pm on Tuesday 6 May 2031.", "8pm", "08:00 on 6 May 2031"),
        ("It lasts 34 hours.", "34 hours", "24 hours"),
        ("Some 1,300 bus drivers are out.", "1,300 bus drivers", "1,200 bus drivers"),
        ("Some 12,000 drivers are out.", "12,000 drivers", "1,200 drivers"),
        ("Some 1,020 drivers are out.", "1,020 drivers", "1,200 drivers"),
    ],
)
def test_a_near_miss_is_told_with_what_the_pack_says(said: Said, answer: str, wrong: str, right: str) -> None:
    message = f'this answer says "{wrong}", but the pack says "{right}" elsewhere'
    assert message in told(said, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "It starts at 8am on 6 May 2031 and ends at 8am on Wednesday 7 May.",
        "It is on {ballot} and {starts}.",
        "Their last one was on 12 March 2030.",
        "The office is open from 9am to 5pm on weekdays.",
        "Ring within 2 hours, or 48 hours before.",
        "Some 300 drivers work as usual, and 24 trains run.",
        "Ring 1,300 or 01200 500600.",
        "It was in August 2031.",
        "On 31 February nothing happens.",
    ],
)
def test_what_may_well_be_right_is_left_alone(said: Said, answer: str) -> None:
    assert told(said, answer) == []


def test_the_place_is_the_line_of_the_answer(said: Said) -> None:
    text = ABOUT + entry("a", "|\n      Yes.\n\n      It ends on 8 May 2031.")
    (message,) = said("contradicts-fact", text)
    assert message.startswith("11:7 ")


def test_a_pack_without_facts_contradicts_nothing(said: Said) -> None:
    assert said("contradicts-fact", entry("a", "It lasts 34 hours from 8 May 2031.")) == []
