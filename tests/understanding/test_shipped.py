"""How good the answers from the shipped pack are, on its own labelled questions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.assistant import Assistant
from bot.evaluation.bars import read_bars
from bot.evaluation.labelled import read_labelled
from bot.evaluation.metrics import Case, Metrics, measure
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter

# These bars only ever move one way: the floors up, the ceilings of what should be rare down.
BARS = {
    "labelled": (
        "right=88",
        "helped=97.5",
        "wrong=2.8",
        "extra=1.8",
        "false_answers=6.5",
        "both_answered=87",
        "emergencies_caught=100",
        "false_alarms=0.1",
        "small_talk_right=95",
    ),
    # Written by somebody who saw neither the FAQ nor the other questions, and fitted to by nothing.
    "held out": (
        "right=88",
        "helped=96.5",
        "wrong=3.5",
        "extra=4",
        "false_answers=8",
        "both_answered=75",
        "emergencies_caught=100",
        "false_alarms=0.2",
        "small_talk_right=95",
    ),
}
HELD_OUT = Path(__file__).with_name("held_out.jsonl")
AT = datetime(2016, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def metrics(shipped_pack: Pack, shipped: Interpreter) -> dict[str, Metrics]:
    assistant = Assistant(shipped_pack, shipped)
    questions = {"labelled": shipped_pack.labelled, "held out": [placed.labelled for placed in read_labelled(HELD_OUT)]}
    return {
        name: measure([Case(labelled, assistant.reply(labelled.q, AT)) for labelled in one])
        for name, one in questions.items()
    }


@pytest.mark.parametrize(("questions", "bar"), [(name, bar) for name, bars in BARS.items() for bar in bars])
def test_the_bar_is_cleared(metrics: dict[str, Metrics], questions: str, bar: str) -> None:
    (one,) = read_bars([bar])
    assert getattr(metrics[questions], one.measure).of, "nothing to measure"
    assert one.met(metrics[questions]), one.complaint(metrics[questions])


def test_every_entry_answers_to_its_own_question(shipped_pack: Pack, shipped: Interpreter) -> None:
    lost = [entry.id for entry in shipped_pack.entries if entry.id not in shipped.interpret(entry.question).entries]
    assert lost == []
