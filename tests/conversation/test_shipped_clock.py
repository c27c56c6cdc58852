"""The shipped answers tell where now stands to the strike."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.conversation.assistant import Assistant
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter

STARTS, ENDS = "8am on Wednesday 10 February 2016", "8am on Thursday 11 February 2016"
# With the doctors' name: somebody may have asked of the trains.
SOON, NOW = "Yes, junior doctors in England are going to strike.", "Yes, junior doctors in England are on strike now"


@pytest.mark.parametrize(
    ("at", "when", "next_strike"),
    [
        ("2016-02-10T07:59:59+00:00", f"It starts at {STARTS}", f"{SOON} It starts at {STARTS}"),
        ("2016-02-10T08:00:00+00:00", f"It is on now, until {ENDS}", f"{NOW}, until {ENDS}"),
        ("2016-02-11T07:59:59+00:00", f"It is on now, until {ENDS}", f"{NOW}, until {ENDS}"),
        ("2016-02-11T08:00:00+00:00", "It is over.", "I don't know of another one."),
        ("2016-02-11T09:00:00+02:00", f"It is on now, until {ENDS}", f"{NOW}, until {ENDS}"),
    ],
)
def test_when_and_whether_again(shipped_pack: Pack, shipped: Interpreter, at: str, when: str, next_strike: str) -> None:
    bot, moment = Assistant(shipped_pack, shipped), datetime.fromisoformat(at)
    said = {id: bot.gist(shipped_pack.by_id[id], moment) for id in ("when", "next-strike")}
    assert said["when"].startswith(when)
    assert said["next-strike"].startswith(next_strike)
    assert "no date after it" in said["next-strike"]
    assert "no further date" in said["when"] or "It is over" not in said["when"]
