"""What the measures count."""

from __future__ import annotations

from typing import Literal

import pytest

from bot.conversation.reply import Kind, Reply
from bot.evaluation.bars import BarError, read_bars
from bot.evaluation.metrics import NAMES, Case, Metrics, Share, measure
from bot.evaluation.report import MEANINGS, as_json, percent
from bot.knowledge.model import Labelled

A_AND_B = ["a", "b"]


def case(
    ok: list[str], kind: Kind, entries: list[str] | None = None, suggestions: tuple[str, ...] = (), style: str = "plain"
) -> Case:
    reply = Reply(kind, "…", entries=tuple(entries or ()), suggestions=suggestions)
    return Case(Labelled(q="?", ok=tuple(ok), style=style), reply)


def share(name: str, *cases: Case) -> tuple[int, int]:
    found: Share = getattr(measure(cases), name)
    return found.count, found.of


@pytest.mark.parametrize(
    ("ok", "kind", "entries", "suggestions", "right", "helped", "wrong", "extra"),
    [
        (["a"], "answer", ["a"], (), 1, 1, 0, 0),
        (A_AND_B, "answer", ["b"], (), 1, 1, 0, 0),
        (A_AND_B, "answer", ["b", "a"], (), 1, 1, 0, 0),
        (["a"], "answer", ["c", "a"], (), 1, 1, 0, 1),
        (["a"], "answer", ["c"], (), 0, 0, 1, 0),
        (["a"], "answer", ["c"], ("a",), 0, 1, 1, 0),
        (["a"], "suggest", [], ("c", "a"), 0, 1, 0, 0),
        (["a"], "suggest", [], ("c",), 0, 0, 0, 0),
        (["a"], "none", [], (), 0, 0, 0, 0),
        (["a"], "emergency", [], (), 0, 0, 0, 0),
        (["a"], "smalltalk", ["hello"], (), 0, 0, 0, 0),
        (["a", "OOS"], "none", [], (), 1, 1, 0, 0),
        (["a", "OOS"], "answer", ["a"], (), 1, 1, 0, 0),
        (["a", "OOS"], "answer", ["c"], (), 0, 0, 1, 0),
        (["a", "SMALLTALK-bot"], "smalltalk", ["bot"], (), 1, 1, 0, 0),
    ],
)
def test_messages_with_an_acceptable_entry(
    ok: list[str],
    kind: Kind,
    entries: list[str],
    suggestions: tuple[str, ...],
    right: int,
    helped: int,
    wrong: int,
    extra: int,
) -> None:
    one = case(ok, kind, entries, suggestions)
    assert share("right", one) == (right, 1)
    assert share("helped", one) == (helped, 1)
    assert share("wrong", one) == (wrong, 1)
    assert share("extra", one) == (extra, right)


@pytest.mark.parametrize("ok", [["OOS"], ["EMERGENCY"], ["SMALLTALK-hello"], ["OOS", "SMALLTALK-bot"]])
@pytest.mark.parametrize("name", ["right", "helped", "wrong", "extra", "both_answered"])
def test_messages_without_one_do_not_count_there(ok: list[str], name: str) -> None:
    assert share(name, case(ok, "answer", ["a"], style="multi")) == (0, 0)


@pytest.mark.parametrize(
    ("ok", "kind", "entries", "false"),
    [
        (["OOS"], "answer", ["a"], 1),
        (["OOS"], "suggest", [], 0),
        (["OOS"], "none", [], 0),
        (["OOS"], "smalltalk", ["bot"], 0),
        (["OOS", "a"], "answer", ["a"], 0),
        (["OOS", "a"], "answer", ["b"], 1),
    ],
)
def test_false_answers_are_entries_answered_to_off_topic_messages(
    ok: list[str], kind: Literal["answer", "suggest"], entries: list[str], false: int
) -> None:
    assert share("false_answers", case(ok, kind, entries), case(["a"], "answer", ["c"])) == (false, 1)


def test_emergencies_caught_and_false_alarms() -> None:
    cases = [
        case(["EMERGENCY"], "emergency"),
        case(["EMERGENCY"], "answer", ["a"]),
        case(["OOS"], "emergency"),
        case(["a"], "answer", ["a"]),
        case(["a"], "none"),
    ]
    assert share("emergencies_caught", *cases) == (1, 2)
    assert share("false_alarms", *cases) == (1, 3)


def test_both_answered_counts_messages_that_ask_two_things() -> None:
    cases = [
        case(A_AND_B, "answer", ["a", "b"], style="multi"),
        case(A_AND_B, "answer", ["a", "c"], style="multi"),
        case(A_AND_B, "suggest", [], ("a", "b"), style="multi"),
        case(["a"], "answer", ["a"], style="multi"),
        case(A_AND_B, "answer", ["a", "b"], style="plain"),
    ]
    assert share("both_answered", *cases) == (1, 3)


def test_small_talk_is_right_when_it_is_of_that_kind() -> None:
    cases = [
        case(["SMALLTALK-hello"], "smalltalk", ["hello"]),
        case(["SMALLTALK-hello"], "smalltalk", ["thanks"]),
        case(["SMALLTALK-bot", "OOS"], "none"),
        case(["a"], "smalltalk", ["hello"]),
    ]
    assert share("small_talk_right", *cases) == (2, 3)


def test_a_share_of_nothing_is_no_percentage() -> None:
    assert Share(0, 0).percent is None
    assert percent(Share(0, 0)) == "–"
    assert percent(Share(2, 3)) == "66.7%"


def test_every_measure_is_explained_and_comes_out_as_data() -> None:
    metrics = measure([case(["a"], "answer", ["a"])])
    assert sorted(MEANINGS) == sorted(NAMES)
    data = as_json(metrics, 1)
    assert data["right"] == {"percent": 100.0, "count": 1, "of": 1}
    assert data["emergencies_caught"] == {"percent": None, "count": 0, "of": 0}
    assert sorted(data) == sorted(["messages", *NAMES])


class TestBars:
    METRICS: Metrics = measure([case(["a"], "answer", ["a"]), case(["a"], "answer", ["b"])])

    @pytest.mark.parametrize(
        ("bar", "met"),
        [("right=50", True), ("right=51", False), ("wrong=50%", True), ("wrong=49", False), ("false alarms=0", True)],
    )
    def test_some_measures_should_be_high_and_some_low(self, bar: str, met: bool) -> None:
        (one,) = read_bars([bar])
        assert one.met(self.METRICS) is met

    def test_where_there_was_nothing_to_count_a_bar_is_met(self) -> None:
        (one,) = read_bars(["emergencies-caught=100"])
        assert one.met(self.METRICS)

    def test_a_missed_bar_says_by_how_much(self) -> None:
        low, high = read_bars(["right=78", "wrong=4"])
        assert low.complaint(self.METRICS) == "right is 50.0%, but should be at least 78%."
        assert high.complaint(self.METRICS) == "wrong is 50.0%, but should be at most 4%."

    @pytest.mark.parametrize("bar", ["", "goodness=5", "right", "right=", "right=high", "right=101", "right=nan"])
    def test_a_bar_that_makes_no_sense_is_refused(self, bar: str) -> None:
        with pytest.raises(BarError, match="--bar"):
            read_bars([bar])
