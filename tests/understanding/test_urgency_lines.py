"""What the lines, word groups and guards of urgent signs mean, tried on a sign of a sinking ship."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.signs import Urgent
from bot.understanding.urgency import UrgencyCheck


def urgent(*when: str, **fields: Any) -> Urgent:
    """One sign with these lines."""
    sign = {"id": "sinking", "about": "The ship sinks.", "reply": "bail", "when": when, "hits": ["x"], "misses": ["y"]}
    sign |= fields.pop("sign", {})
    return Urgent.model_validate({"replies": {"bail": "**Bail!**"}, "signs": [sign], **fields})


def fires(lines: str | Urgent, message: str, known_words: tuple[str, ...] = ()) -> bool:
    pack = lines if isinstance(lines, Urgent) else urgent(lines)
    return UrgencyCheck(pack, known_words).check(message) is not None


@pytest.mark.parametrize(
    ("line", "message", "expected"),
    [
        ("water ... hold", "there is water in the hold", True),
        ("water ... hold", "hold the water", False),
        ("water + hold", "hold the water", True),
        ("water + hold", "water in the hold", True),
        ("water + hold + rising", "rising in the hold is the water", True),
        ("water ... hold ... rising", "water in hold and rising", True),
        ("water ... hold ... rising", "water rising in hold", False),
        ("water / sea ... hold", "the sea is in the hold", True),
        ("taking on water", "we are taking on water", True),
        ("taking on water", "taking a lot on water", False),
        ("water ... hold, within 2 words", "water in the hold", True),
        ("water ... hold, within 1 word", "water in the hold", False),
        ("water ... hold, within 0 words", "water hold", True),
        ("mayday, on its own", "mayday mayday mayday", True),
        ("mayday, on its own", "is the mayday parade on", False),
        ("39", "it says 39.5 fathoms", True),
    ],
)
def test_a_line_stands_where_its_parts_do(line: str, message: str, expected: bool) -> None:
    assert fires(line, message) is expected


@pytest.mark.parametrize(
    ("line", "message", "expected"),
    [
        ("water ... hold", "We have shipped some water. Nobody went into the hold", False),
        ("water ... hold", "We have shipped some water! nobody went into the hold", False),
        ("water ... hold", "We have shipped some water\nnobody went into the hold", False),
        ("water ... hold", "We have shipped some water, nobody went into the hold", True),
        ("water ... hold", "We shipped water. Nobody went into the hold", True),
        ("water ... hold", "We have shipped some water. All in hold", True),
        ("water ... hold", "Water. Port side. In hold", True),
        ("water + hold", "We went down into the hold. There was very much water", False),
        ("taking on water", "There is nothing we are taking. On water we stay calm", False),
        ("water ... hold, across sentences", "We have shipped some water. Nobody went into the hold", True),
        ("water ... hold, in the same clause", "We have shipped some water, nobody went into the hold", False),
        ("water ... hold, in the same clause", "We have shipped some water into the hold", True),
        ("water ... hold, within 2 words, in the same clause", "We have water in the hold", True),
    ],
)
def test_a_line_stands_in_one_sentence_but_bits_of_few_words_belong_together(
    line: str, message: str, expected: bool
) -> None:
    assert fires(line, message) is expected


def test_parts_stand_six_words_apart_at_most_where_a_line_says_nothing() -> None:
    assert fires("water ... hold", "water 1 2 3 4 5 6 hold")
    assert not fires("water ... hold", "water 1 2 3 4 5 6 7 hold")


@pytest.mark.parametrize("message", ["sinks", "sinking", "sinkin", "SINK!", "siiiink", "we sink", "sink's", "ＳＩＮＫ"])
def test_a_word_counts_with_its_endings_however_it_is_written(message: str) -> None:
    assert fires("sink", message)


@pytest.mark.parametrize("message", ["capsze", "capsiez", "cappsize", "capsizng"])
def test_a_slip_of_the_finger_is_forgiven(message: str) -> None:
    assert fires("capsize / capsizing", message)


def test_another_english_word_is_no_slip() -> None:
    assert not fires("heart", "i heard it")
    assert not fires("brown", "a crown")


def test_a_slip_that_is_as_near_to_a_word_of_the_faq_is_none() -> None:
    assert fires("stroke", "strke")
    assert not fires("stroke", "strke", ("strike",))
    assert fires("stroke", "stroke", ("stroke", "strike"))


def test_words_that_count_as_written_take_no_endings() -> None:
    assert fires("head", "heading")
    assert not fires(urgent("head", as_written=["head"]), "heading")
    assert fires(urgent("head", as_written=["head"]), "head")


def test_words_passed_over_stand_in_nobodys_way() -> None:
    pack = urgent("water ... hold, within 0 words", skip=["so", "much"])
    assert fires(pack, "water so much hold")
    assert not fires(pack, "water everywhere hold")


def test_a_group_stands_for_its_words_and_for_groups_within_it() -> None:
    pack = urgent("VESSEL ... sink", words={"VESSEL": ["BOAT", "raft"], "BOAT": ["dinghy", "long boat"]})
    assert fires(pack, "the dinghy sinks")
    assert fires(pack, "the long boat sinks")
    assert fires(pack, "our raft sinks")
    assert not fires(pack, "the vessel sinks")


def test_the_first_sign_of_the_pack_gives_the_reply() -> None:
    sign = {"about": "x", "hits": ["x"], "misses": ["y"]}
    pack = Urgent.model_validate(
        {
            "replies": {"bail": "Bail!", "row": "Row!"},
            "signs": [
                {**sign, "id": "leak", "reply": "bail", "when": ["leak"]},
                {**sign, "id": "adrift", "reply": "row", "when": ["adrift"]},
            ],
        }
    )
    alarm = UrgencyCheck(pack).check("adrift and leaking")
    assert alarm is not None
    assert (alarm.sign, alarm.rule, alarm.reply) == ("leak", "leak", "Bail!")


def guarded(where: str, *, but_not: tuple[str, ...] = (), **fields: Any) -> Urgent:
    """The sign "we sink" with one guard: "if"."""
    guard = {"because": "It is only an if.", "where": where, "lines": ["if"], "but_not": but_not}
    return urgent("we ... sink", guards={"supposed": guard}, unless=["supposed"], **fields)


@pytest.mark.parametrize(
    ("where", "message", "expected"),
    [
        ("anywhere", "if it rains. it is late. we sink", False),
        ("in the same sentence", "if it rains, we sink", False),
        ("in the same sentence", "what if. we sink", True),
        ("in the same clause", "we sink if it rains", False),
        ("in the same clause", "if it rains, we sink", True),
        ("in the same clause", "what if\nwe sink", True),
        ("for the next 2 words", "if perhaps tomorrow we sink", False),
        ("for the next 2 words", "if perhaps late tomorrow we sink", True),
        ("for the next 2 words", "we if it rains sink", False),
        ("for the next 2 words", "we sink if it rains", True),
        ("for the next 2 words", "if, we sink", True),
        ("1 word before", "if ever we sink", False),
        ("1 word before", "if ever tomorrow we sink", True),
        ("1 word before", "we sink if", True),
        ("1 word before", "we if ever sink", True),
        ("1 word after", "we sink tomorrow if", False),
        ("1 word after in the same sentence", "we sink, tomorrow if", False),
        ("1 word after in the same sentence", "we sink. tomorrow if", True),
        ("1 word after", "we sink tomorrow morning if", True),
        ("1 word after", "if we sink", True),
        ("within 1 word", "if ever we sink", False),
        ("within 1 word", "we sink ever if", False),
        ("within 1 word", "we, if you like, sink", True),
        ("within 1 word", "if at all we sink", True),
        ("within 0 words", "we sink if", False),
        ("within 0 words", "we sink, if", True),
    ],
)
def test_a_guard_silences_a_sign_where_it_stands(where: str, message: str, expected: bool) -> None:
    assert fires(guarded(where), message) is expected


def test_a_word_can_begin_a_new_clause() -> None:
    assert not fires(guarded("in the same clause"), "what if it rains but we sink")
    assert fires(guarded("in the same clause", new_clause=["but"]), "what if it rains but we sink")


def test_but_not_takes_a_guard_off_again_in_its_sentence() -> None:
    pack = guarded("for the next 9 words", but_not=("really",))
    assert not fires(pack, "if we sink")
    assert fires(pack, "if we sink really")
    assert not fires(pack, "if we sink. really")


def test_a_sign_silenced_in_one_place_can_fire_in_another() -> None:
    assert fires(guarded("for the next 9 words"), "what if we sink. we sink")


def test_a_guard_for_every_sign_can_be_taken_off_one() -> None:
    assert fires(guarded("for the next 9 words", sign={"despite": ["supposed"]}), "if we sink")


def test_a_guard_can_hold_for_one_sign_only() -> None:
    guards = {"supposed": {"because": "An if.", "where": "for the next 9 words", "lines": ["if"]}}
    assert fires(urgent("we sink", guards=guards), "if we sink")
    assert not fires(urgent("we sink", guards=guards, sign={"unless": ["supposed"]}), "if we sink")


def test_a_word_that_only_looks_odd_is_passed_over_in_a_message_full_of_them() -> None:
    odd = " ".join(f"{a}{b}rqx" for a in "bcdfghjklm" for b in "oqtvwxyznp" for _ in "1")
    assert fires("capsize", "capsiez " + odd)
    assert not fires("capsize", odd + " capsiez")
    assert fires("capsize", odd + " capsize")
