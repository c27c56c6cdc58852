"""Facts are written once and put in where their names stand in braces."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.knowledge.facts import fill, in_words
from bot.knowledge.model import Entry, Pack, Strike

ENTRY = Entry(id="a", question="A?", asked_as=("a",), answer="A.")
PACK = Pack(
    entries=(ENTRY,),
    facts={"doctors": "about 40,000"},
    strike=Strike(
        name="S", starts=datetime(2016, 2, 10, 8, tzinfo=UTC), ends=datetime(2016, 2, 11, 17, 30, tzinfo=UTC)
    ),
)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("for {doctors} of them", "for about 40,000 of them"),
        ("from {starts}", "from 8am on Wednesday 10 February 2016"),
        ("to {ends}", "to 5.30pm on Thursday 11 February 2016"),
        ("{{doctors}} and }}", "{doctors} and }"),
        ("{{{doctors}}}", "{about 40,000}"),
        ("{unknown} { } {", "{unknown} { } {"),
        ("no braces", "no braces"),
    ],
)
def test_fill(text: str, filled: str) -> None:
    assert fill(text, PACK) == filled


def test_a_fact_of_the_pack_comes_before_the_clock() -> None:
    pack = Pack(entries=(ENTRY,), facts={"starts": "early on Monday"}, strike=PACK.strike)
    assert fill("{starts}; {ends}", pack) == "early on Monday; 5.30pm on Thursday 11 February 2016"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight at the start of Monday 1 June 2026"),
        (0, 5, "12.05am on Monday 1 June 2026"),
        (12, 0, "midday on Monday 1 June 2026"),
        (12, 30, "12.30pm on Monday 1 June 2026"),
        (23, 59, "11.59pm on Monday 1 June 2026"),
    ],
)
def test_times_in_words(hour: int, minute: int, words: str) -> None:
    assert in_words(datetime(2026, 6, 1, hour, minute)) == words
