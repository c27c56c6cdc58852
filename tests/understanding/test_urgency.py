"""The shipped signs: who is caught, and who is left in peace."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Pack
from bot.knowledge.signs import Urgent
from bot.understanding.interpreter import Interpreter
from bot.understanding.urgency import UrgencyCheck

LONGEST = 4096
"""Characters in the longest message of Telegram."""

KNOWN_MISSED: set[str] = set()
"""Hits that raise no alarm. This list may only shrink."""
KNOWN_FALSE = {"is chest pain an emergency"}
"""Misses that raise one. This list may only shrink."""


def messages(name: str) -> Iterator[tuple[str, str]]:
    """Each message of a file of this folder, with the heading that it stands under."""
    groups = yaml.safe_load(Path(__file__).with_name(f"urgency_{name}.yaml").read_text(encoding="utf-8"))
    for heading, texts in groups.items():
        for text in texts:
            yield heading, text


HITS = list(messages("hits"))
MISSES = list(messages("misses"))


def alarmed(shipped: Interpreter, message: str) -> bool:
    return shipped.interpret(message).kind == "emergency"


@pytest.mark.parametrize("heading", dict(HITS))
def test_somebody_in_danger_is_caught(shipped: Interpreter, heading: str) -> None:
    missed = {text for group, text in HITS if group == heading and not alarmed(shipped, text)}
    assert missed - KNOWN_MISSED == set()


@pytest.mark.parametrize("heading", dict(MISSES))
def test_nobody_else_is_alarmed(shipped: Interpreter, heading: str) -> None:
    false = {text for group, text in MISSES if group == heading and alarmed(shipped, text)}
    assert false - KNOWN_FALSE == set()


def test_the_known_failures_still_fail(shipped: Interpreter) -> None:
    assert {text for text in KNOWN_MISSED if alarmed(shipped, text)} == set(), "mended: take it off the list"
    assert {text for text in KNOWN_FALSE if not alarmed(shipped, text)} == set(), "mended: take it off the list"


def test_there_are_enough_messages_in_both_lists() -> None:
    assert len({text for _, text in HITS}) >= 600
    assert len({text for _, text in MISSES}) >= 900


def test_each_sign_proves_itself_with_its_own_examples(shipped_pack: Pack) -> None:
    check = UrgencyCheck(shipped_pack.urgent).check
    assert [hit for sign in shipped_pack.urgent.signs for hit in sign.hits if not check(hit)] == []
    assert [miss for sign in shipped_pack.urgent.signs for miss in sign.misses if check(miss)] == []


def test_no_way_of_asking_a_question_of_the_faq_raises_an_alarm(shipped_pack: Pack, shipped: Interpreter) -> None:
    asked = [text for entry in shipped_pack.entries for text in (entry.question, *entry.asked_as)]
    asked += [*shipped_pack.off_topic, *(text for talk in shipped_pack.smalltalk for text in talk.asked_as)]
    check = shipped.urgency.check
    false = [text for text in asked if check(text)]
    assert len(false) <= len(asked) / 1000, false


def test_an_alarm_names_the_sign_the_line_and_what_to_do(shipped_pack: Pack) -> None:
    alarm = UrgencyCheck(shipped_pack.urgent).check("my nan cant breathe")
    assert alarm is not None
    assert alarm.sign == "breathing"
    assert alarm.rule == "CANNOT ... BREATHE, within 3 words"
    assert "Call 999 now" in alarm.reply


@pytest.mark.parametrize(
    "message", ["I want to kill myself", "my sister says she is going to end her life", "i feel suicidal"]
)
def test_who_thinks_of_suicide_is_told_whom_to_call(shipped_pack: Pack, message: str) -> None:
    alarm = UrgencyCheck(shipped_pack.urgent).check(message)
    assert alarm is not None
    for help_line in ("999", "Samaritans", "116 123", "111"):
        assert help_line in alarm.reply


def test_every_reply_says_that_a_bot_sends_no_help(shipped_pack: Pack) -> None:
    assert shipped_pack.urgent.replies
    for reply in shipped_pack.urgent.replies.values():
        assert "999" in reply
        assert "I am a bot" in reply
        assert "can't send help" in reply


@pytest.mark.parametrize(
    ("silenced", "real"),
    [
        ("what if he stops breathing on wednesday", "what if they are on strike but he has stopped breathing"),
        ("i had a heart attack last year", "i had a heart attack last year and now the same pain is back in my chest"),
        ("had a stroke two years ago", "had a stroke two years ago and her face has just dropped again"),
        ("my boss nearly had a heart attack", "i think my boss is having a heart attack"),
        ("the dog is choking on grass", "the dog is barking because my son is choking"),
        ("laughing so much i cant breathe 😂", "i cant breathe, im not laughing"),
        ("no chest pain", "no doctor will come and i have chest pain"),
        ("dad had a seizure on sunday but hes fine now", "dad had a seizure on sunday and he is having another now"),
        ("stroke clinic on wednesday", "i am at the clinic and i think my dad is having a stroke"),
        ("my phone is dead", "my phone is nearly dead and i think my dad is dead please"),
        ("what are the signs of a stroke", "she has all the signs of a stroke"),
        ("should i call an ambulance or a taxi", "please send an ambulance to 3 mill lane"),
    ],
)
def test_a_guard_silences_the_question_and_not_the_emergency(shipped: Interpreter, silenced: str, real: str) -> None:
    assert not alarmed(shipped, silenced)
    assert alarmed(shipped, real)


@pytest.mark.parametrize("emergency", ["hes not breathing", "she has taken all her tablets", "i want to die"])
def test_an_emergency_is_found_in_the_middle_of_a_long_story(shipped: Interpreter, emergency: str) -> None:
    before = "so we moved here in march and the surgery is lovely and my appointment is on wednesday at ten and "
    after = " and also i wanted to ask whether the car park at the hospital is open on the day of the strike"
    assert not alarmed(shipped, before + after)
    assert alarmed(shipped, before + emergency + after)


@pytest.mark.parametrize(
    "story",
    [
        "so my op is booked for wednesday and the letter says come in at eight and nobody tells me anything {}",
        "we got home from the hospital on monday and everything was fine {}",
        "sorry to bother you i know the doctors are on strike and you must be busy {} should i wait until thursday",
        "my husband was in hospital in november and they sent him home and the nurse comes on tuesdays {}",
        "are people still being seen in a and e {}",
        "I was told to ring my GP if it got worse. {}. Is the surgery open?",
        "{} what if nobody comes",
        "{} is my operation on the tenth still on?",
        "My appointment is on Wednesday at the stroke clinic, is it on? {}",
        "my dad has dementia and {}",
        "i have arthritis and a bad back and {}",
        "since my operation in january {}",
        "i take 8 tablets every morning for my heart, {}",
        "my mum has had epilepsy for years and it was under control, {}",
    ],
)
def test_no_story_around_it_silences_an_emergency(shipped: Interpreter, story: str) -> None:
    told = [text for _, text in HITS if len(text.split()) > 3]
    missed = [text for text in told if not shipped.urgency.check(story.format(text))]
    assert len(missed) <= len(told) / 100, missed


def test_a_misspelt_strike_is_no_stroke(shipped: Interpreter) -> None:
    assert not alarmed(shipped, "strke dates")
    assert alarmed(shipped, "think hes had a strroke")


def test_signs_that_nobody_uses_any_more_take_no_room(shipped_pack: Pack) -> None:
    gc.disable()
    try:
        signs = UrgencyCheck(shipped_pack.urgent)
        assert not signs.check("is the clinic open")
        kept = weakref.ref(signs)
        del signs
        assert kept() is None
    finally:
        gc.enable()


def test_a_pack_without_signs_never_raises_an_alarm() -> None:
    check = UrgencyCheck(Urgent())
    assert check.check("he is not breathing") is None
    assert check.check("") is None


URGENT = load_pack(default_pack()).urgent
CHECK = UrgencyCheck(URGENT)
SIGN_WORDS = sorted({word for words in URGENT.words.values() for term in words for word in term.split()})


@given(st.text(max_size=LONGEST))
def test_any_text_can_be_checked(text: str) -> None:
    CHECK.check(text)


@given(st.lists(st.sampled_from([*SIGN_WORDS, "what if", "last year", "but", ".", ",", "\n", "😂", "'"]), max_size=400))
def test_any_run_of_urgent_words_can_be_checked(words: list[str]) -> None:
    alarm = CHECK.check(" ".join(words)[:LONGEST])
    assert alarm is None or alarm.reply in URGENT.replies.values()


@pytest.mark.parametrize(
    "text",
    ["not ", "i my he not the cant ", "what if blood pouring ", "no not no ", "a", "! ", "'", "😂", "\u0301", "ﷺ"],
)
def test_no_message_keeps_the_bot_busy(text: str) -> None:
    started = time.process_time()
    CHECK.check((text * LONGEST)[:LONGEST])
    # Two hundred times what it takes: a slow machine passes, a search that grows with the square doesn't.
    assert time.process_time() - started < 0.5
