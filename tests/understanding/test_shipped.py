"""How good the answers from the shipped pack are, on its own labelled questions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.conversation.assistant import Assistant
from bot.evaluation.bars import read_bars
from bot.evaluation.metrics import Case, Metrics, measure
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter

# These bars only ever move one way: the floors up, the ceilings of what should be rare down.
BARS = (
    "right=80",
    "helped=93",
    "wrong=4",
    "extra=5",
    "false_answers=8",
    "both_answered=75",
    "emergencies_caught=85",
    "false_alarms=2",
)


@pytest.fixture(scope="module")
def metrics(shipped_pack: Pack, shipped: Interpreter) -> Metrics:
    assistant = Assistant(shipped_pack, shipped)
    at = datetime(2016, 2, 9, tzinfo=UTC)
    return measure([Case(labelled, assistant.reply(labelled.q, at)) for labelled in shipped_pack.labelled])


@pytest.mark.parametrize("bar", BARS)
def test_the_bar_is_cleared(metrics: Metrics, bar: str) -> None:
    (one,) = read_bars([bar])
    assert getattr(metrics, one.measure).of, "nothing to measure"
    assert one.met(metrics), one.complaint(metrics)


def test_every_entry_answers_to_its_own_question(shipped_pack: Pack, shipped: Interpreter) -> None:
    lost = [entry.id for entry in shipped_pack.entries if entry.id not in shipped.interpret(entry.question).entries]
    assert lost == []
