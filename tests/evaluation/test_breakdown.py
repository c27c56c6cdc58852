"""Where the faults lie: confusions, groups, and what is wrong with a reply."""

from __future__ import annotations

import pytest

from bot.conversation.reply import Kind, Reply
from bot.evaluation.breakdown import NO_STYLE, Confusion, Group, confusions, groups
from bot.evaluation.metrics import FAULTS, Case, Fault, Share
from bot.knowledge.model import Labelled


def case(
    ok: str,
    kind: Kind,
    entries: str = "",
    *,
    best: str | None = None,
    suggestions: str = "",
    style: str | None = None,
) -> Case:
    shown = tuple(entries.split())
    first = best or (shown[0] if shown and kind == "answer" else None)
    reply = Reply(kind, "…", entries=shown, suggestions=tuple(suggestions.split()), best=first)
    return Case(Labelled(q="?", ok=tuple(ok.split()), style=style), reply)


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (case("a", "answer", "a"), None),
        (case("a", "answer", "b a"), None),
        (case("OOS", "suggest"), None),
        (case("EMERGENCY", "emergency"), None),
        (case("SMALLTALK-bot", "smalltalk", "bot"), None),
        (case("EMERGENCY", "answer", "a"), "missed emergency"),
        (case("EMERGENCY", "none"), "missed emergency"),
        (case("a", "emergency"), "false alarm"),
        (case("OOS", "emergency"), "false alarm"),
        (case("OOS", "answer", "a"), "false answer"),
        (case("a", "answer", "b"), "wrong answer"),
        (case("a OOS", "answer", "b"), "wrong answer"),
        (case("a", "smalltalk", "hello"), "taken for small talk"),
        (case("a", "none"), "missed"),
        (case("a", "suggest", suggestions="b"), "missed"),
        (case("a", "suggest", suggestions="b a"), "asked back"),
    ],
)
def test_what_is_wrong_with_a_reply(one: Case, fault: Fault | None) -> None:
    assert one.fault == fault
    assert fault is None or fault in FAULTS


def test_confusions_are_counted_most_frequent_first() -> None:
    cases = [
        case("a", "answer", "b"),
        case("b", "answer", "c"),
        case("a", "suggest", best="c"),
        case("b", "suggest", best="c"),
        case("a c", "none", best="d"),
    ]
    assert confusions(cases) == [
        Confusion("b", "c", count=2, shown=1),
        Confusion("a", "b", count=1, shown=1),
        Confusion("a", "c", count=1, shown=0),
        Confusion("a", "d", count=1, shown=0),
    ]


def test_small_talk_off_topic_messages_and_emergencies_are_confused_too() -> None:
    cases = [
        case("OOS", "answer", "a"),
        case("a", "emergency", best="a"),
        case("a", "smalltalk", "hello", best="a"),
        case("EMERGENCY", "answer", "a"),
    ]
    assert {(one.asked, one.understood) for one in confusions(cases)} == {
        ("OOS", "a"),
        ("a", "EMERGENCY"),
        ("a", "SMALLTALK-hello"),
        ("EMERGENCY", "a"),
    }


@pytest.mark.parametrize(
    "one",
    [
        case("a", "answer", "a"),
        case("a", "answer", "b a"),
        case("OOS", "none", best="a"),
        case("a", "suggest", best="a", suggestions="a b"),
        case("a", "none"),
    ],
)
def test_what_is_right_or_only_unsure_is_no_confusion(one: Case) -> None:
    assert confusions([one]) == []


def test_entries_are_listed_worst_first_with_what_they_swallow() -> None:
    cases = [
        case("a", "answer", "a"),
        case("a", "answer", "b"),
        case("b a", "answer", "b"),
        case("b", "suggest", best="b", suggestions="b"),
        case("OOS", "answer", "b"),
        case("c", "none", best="b"),
    ]
    found = groups(cases, "entry")
    assert [one.name for one in found] == ["OOS", "c", "a", "b"]
    assert found[-1] == Group(
        name="b",
        messages=2,
        first_choice=Share(2, 2),
        right=Share(1, 2),
        helped=Share(2, 2),
        wrong=Share(0, 2),
        swallowed=2,
    )


def test_an_entry_nobody_asks_for_is_listed_if_it_swallows_others() -> None:
    (swallower,) = (one for one in groups([case("a", "answer", "z")], "entry") if one.name == "z")
    assert (swallower.messages, swallower.right.percent, swallower.swallowed) == (0, None, 1)


def test_styles_are_groups_of_their_own() -> None:
    cases = [case("a", "answer", "a", style="typo"), case("a", "none", style="slang"), case("a", "answer", "b")]
    assert {one.name: one.right.count for one in groups(cases, "style")} == {"typo": 1, "slang": 0, NO_STYLE: 0}
    assert all(one.swallowed == 0 for one in groups(cases, "style"))
