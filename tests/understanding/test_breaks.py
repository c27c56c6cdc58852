"""Where a message may fall apart into two questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.breaks import breaks
from bot.understanding.text import tokens


@pytest.mark.parametrize(
    ("message", "sides"),
    [
        ("when do you open and where can I park", ("when do you open", "where can I park")),
        ("when do you open? where can I park?", ("when do you open", "where can I park?")),
        ("when do you open, where can I park", ("when do you open", "where can I park")),
        ("when do you open\nwhere can I park", ("when do you open", "where can I park")),
        ("when do you open - where can I park", ("when do you open", "where can I park")),
        ("when do you open & where can I park", ("when do you open", "where can I park")),
        ("WHEN DO YOU OPEN ALSO WHERE CAN I PARK", ("WHEN DO YOU OPEN", "WHERE CAN I PARK")),
    ],
)
def test_a_message_falls_apart_at_marks_and_joining_words(message: str, sides: tuple[str, str]) -> None:
    (found,) = breaks(message)
    assert (found.before.strip(), found.after.strip()) == sides
    assert found.lengths == (len(tokens(sides[0])), len(tokens(sides[1])))


@pytest.mark.parametrize(
    "whole", ["where can I park?", "and where can I park", "the B&B", "sandwiches", "self-service desk", "", "?!"]
)
def test_nothing_falls_off_that_has_no_words(whole: str) -> None:
    assert list(breaks(whole)) == []


@pytest.mark.parametrize(
    ("mark", "told"),
    [(" and ", "joins"), (" plus ", "joins"), ("? ", "asks"), (". ", "stops"), ("\n", "stops"), (", ", None)],
)
def test_a_break_tells_what_stands_there(mark: str, told: str | None) -> None:
    (found,) = breaks(f"open{mark}parking")
    assert {name for name in ("joins", "asks", "stops") if getattr(found, name)} == ({told} if told else set())


def test_breaks_come_first_to_last() -> None:
    assert [found.after.strip() for found in breaks("a, b, c")] == ["b, c", "c"]


def test_a_long_story_stays_whole() -> None:
    assert list(breaks("and then the fog came, " * 30)) == []


@given(st.text(alphabet=st.sampled_from("ab ,.?!\n&-"), max_size=300) | st.text(max_size=600))
def test_any_message_falls_apart_in_few_places_with_words_on_both_sides(message: str) -> None:
    found = list(breaks(message))
    assert len(found) <= 10
    for one in found:
        assert tokens(one.before) and tokens(one.after)
        assert message.startswith(one.before) and message.endswith(one.after)
