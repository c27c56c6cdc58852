"""The line that tells when the strike is, at any moment."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conversation.reading import said
from tests.sample import AFTER, BEFORE, DURING, UNDERSTOOD, assistant


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2031-05-06T04:59:59+01:00", "Bus drivers' strike starts at 5am on Tuesday 6 May 2031."),
        ("2031-05-06T05:00:00+01:00", "Bus drivers' strike is on now. It ends at 5.30am on Wednesday 7 May 2031."),
        ("2031-05-07T04:29:00+00:00", "Bus drivers' strike is on now. It ends at 5.30am on Wednesday 7 May 2031."),
    ],
)
def test_tells_before_and_during(at: str, status: str) -> None:
    assert said(assistant().reply("running?", datetime.fromisoformat(at)))[-1] == status


@pytest.mark.parametrize("at", ["2031-05-07T05:30:00+01:00", "2031-05-07T04:30:00+00:00", "2040-01-01T00:00:00"])
def test_tells_that_it_is_over_and_to_look_further(at: str) -> None:
    status = said(assistant().reply("running?", datetime.fromisoformat(at)))[-1]
    assert status.startswith("Bus drivers' strike is over: it ended at 5.30am on Wednesday 7 May 2031.")
    assert "look for newer news" in status


def test_takes_a_time_without_offset_as_the_strikes_own() -> None:
    assert "is on now" in assistant().reply("running?", datetime(2031, 5, 6, 5, 0)).text
    assert "starts at" in assistant().reply("running?", datetime(2031, 5, 6, 4, 59)).text


@pytest.mark.parametrize(("at", "words"), [(BEFORE, "Soon, at 5am"), (DURING, "Now."), (AFTER, "Past.")])
def test_is_worded_by_the_pack_where_it_wants(at: datetime, words: str) -> None:
    wording = {"before": "Soon, at {starts}.", "during": "Now.", "after": "Past."}
    assert said(assistant(wording=wording).reply("running?", at))[-1].startswith(words)


@pytest.mark.parametrize("strike", [None, {"name": "Some strike"}])
def test_is_left_out_where_the_pack_does_not_tell_when(strike: object) -> None:
    assert said(assistant(strike=strike).reply("running?", DURING))[-1] == "Source: The Daily Echo, 5 May 2031"


def test_with_a_start_alone_never_claims_an_end() -> None:
    strike = {"name": "The walk-out", "starts": "2031-05-06T05:00:00+01:00"}
    assert said(assistant(strike=strike).reply("running?", AFTER))[-1].startswith("The walk-out started at 5am")


def test_with_an_end_alone_tells_only_that_it_is_over() -> None:
    strike = {"name": "The walk-out", "ends": "2031-05-07T05:30:00+01:00"}
    assert said(assistant(strike=strike).reply("running?", BEFORE))[-1] == "Source: The Daily Echo, 5 May 2031"
    assert said(assistant(strike=strike).reply("running?", AFTER))[-1].startswith("The walk-out is over")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2031-05-06T07:59:59+01:00", "The walk-out starts at 8am on Tuesday 6 May 2031."),
        ("2031-05-06T08:00:00+01:00", "The walk-out is on now. It ends at 8pm on Tuesday 6 May 2031."),
        ("2031-05-06T20:00:00+01:00", "The walk-out starts again at 8am on Thursday 8 May 2031."),
        ("2031-05-08T08:00:00+01:00", "The walk-out is on now. It ends at 8pm on Thursday 8 May 2031."),
        ("2031-05-08T20:00:00+01:00", "The walk-out is over: it ended at 8pm on Thursday 8 May 2031."),
    ],
)
def test_of_several_windows_speaks_of_the_one_that_matters(at: str, words: str) -> None:
    windows = [{"starts": f"2031-05-0{day}T08:00+01:00", "ends": f"2031-05-0{day}T20:00+01:00"} for day in (6, 8)]
    strike = {"name": "The walk-out", "windows": windows}
    assert said(assistant(strike=strike).reply("running?", datetime.fromisoformat(at)))[-1].startswith(words)


@pytest.mark.parametrize("question", [q for q, found in UNDERSTOOD.items() if found.kind in ("answer", "suggest")])
def test_stands_on_every_answer_and_suggestion(question: str) -> None:
    assert said(assistant().reply(question, BEFORE))[-1].startswith("Bus drivers' strike starts")
