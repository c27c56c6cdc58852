"""What a maintainer would want to know, though it stops nothing."""

from __future__ import annotations

import pytest

from bot.knowledge.check import check_pack, fold
from tests.knowledge.conftest import WritePack


def entry(id: str, *phrasings: str, answer: str = "Yes.") -> str:
    asked = "".join(f"      - {phrasing}\n" for phrasing in (*phrasings, *(f"{id} {n}" for n in range(5))))
    return f"  - id: {id}\n    question: About {id}?\n    asked_as:\n{asked}    answer: {answer}\n"


def warnings(write_pack: WritePack, text: str) -> list[str]:
    return [str(problem) for problem in check_pack(write_pack({"a.yaml": text}))]


def test_a_phrasing_under_two_entries(write_pack: WritePack) -> None:
    text = "entries:\n" + entry("gp", "Is my doctor's open?") + entry("op", "is my doctors OPEN")
    assert warnings(write_pack, text) == [
        'faq/a.yaml:15:9: warning shared-phrasing: "op" and "gp" (at faq/a.yaml:5) share this phrasing'
        " — keep it where it belongs, or word it more exactly"
    ]


def test_a_phrasing_twice_under_one_entry(write_pack: WritePack) -> None:
    (said,) = warnings(write_pack, "entries:\n" + entry("gp", "is it open", "Is it open?"))
    assert said.startswith('faq/a.yaml:6:9: warning repeated-phrasing: "gp" has this phrasing already, at faq/a.yaml:5')


def test_a_phrasing_of_an_entry_among_small_talk_and_off_topic_messages(write_pack: WritePack) -> None:
    talk = "smalltalk:\n  - {id: hello, asked_as: [gp 0], answer: Hello.}\n"
    said = warnings(write_pack, "entries:\n" + entry("gp") + talk + "off_topic: [GP 1!]\n")
    assert [one.split(":")[1] for one in said] == ["12", "13"]
    assert 'the small talk "hello" and "gp"' in said[0]
    assert 'off_topic and "gp"' in said[1]


def test_emoji_tell_phrasings_apart(write_pack: WritePack) -> None:
    assert warnings(write_pack, "entries:\n" + entry("gp", "hi", "hi 👋", "😷") + entry("op", "🔪")) == []


def test_a_long_answer(write_pack: WritePack) -> None:
    assert warnings(write_pack, "entries:\n" + entry("gp", answer="a" * 400)) == []
    (said,) = warnings(write_pack, "entries:\n" + entry("gp", answer="a" * 401))
    assert "a.yaml:10:13: warning long-answer: this answer has 401 characters" in said


def test_stars_that_make_nothing_bold(write_pack: WritePack) -> None:
    (said,) = warnings(write_pack, "entries:\n" + entry("gp", answer="Ring ** 111 ** now."))
    assert "warning stray-mark" in said


def test_folding_leaves_words_only() -> None:
    assert fold("  What’s  A&E, then?? ") == "whats a e then"
    assert fold("a_b ☎") == "a b ☎"
    assert fold("?!") == "?!"


@pytest.mark.parametrize(
    ("strike", "told"),
    [
        ("{name: S}", ["answer_before", "answer_after"]),
        ("{name: S, starts: 2016-02-10T08:00:00Z}", ["answer_after"]),
        ("{name: S, starts: 2016-02-10T08:00:00Z, ends: 2016-02-11T08:00:00Z}", []),
        ("{name: S, windows: [{starts: 2016-02-10T08:00:00Z, ends: 2016-02-11T08:00:00Z}]}", []),
    ],
)
def test_other_words_that_are_never_shown(write_pack: WritePack, strike: str, told: list[str]) -> None:
    entry = "entries:\n- {id: a, question: A?, asked_as: [a], answer: A.,\n  answer_before: B.,\n  answer_after: C.}\n"
    found = check_pack(write_pack({"a.yaml": f"{entry}strike: {strike}\n"}))
    assert [one.code for one in found] == ["never-shown"] * len(told)
    lines = {"answer_before": 3, "answer_after": 4}
    assert [one.line for one in found] == [lines[name] for name in told]
    assert all(one.severity == "warning" and 'give the strike its "' in one.remedy for one in found)
