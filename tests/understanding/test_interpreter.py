"""From a message to what it asks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpretation, Interpreter
from tests.understanding.library import PHRASINGS, SMALLTALK, interpreter, library

MOST_ANSWERS, MOST_SUGGESTIONS, MOST_RUNNERS_UP = 3, 4, 2
LONGEST = 4096
"""Characters of a message, in Telegram."""
_CAUGHT: dict[str, Any] = {"capture_output": True, "text": True}
SIGN: dict[str, Any] = {
    "replies": {"fire": "Leave the building."},
    "signs": [{
        "id": "fire", "about": "The library burns.", "reply": "fire", "when": ["fire ... shelves"],
        "hits": ["fire in the shelves"], "misses": ["is there a fireplace"],
    }],
}  # fmt: skip

of_the_library = Interpreter(library())


def ask(message: str) -> Interpretation:
    return of_the_library.interpret(message)


def assert_consistent(found: Interpretation, pack: Pack) -> None:
    """What holds of every interpretation, whatever was asked."""
    assert 0 <= found.score <= 1
    assert found.best is None or found.best in pack.by_id
    assert found.best is not None or found.score == 0
    assert (found.alarm is not None) == (found.kind == "emergency")
    assert len(set(found.entries)) == len(found.entries)
    match found.kind:
        case "answer":
            assert 1 <= len(found.entries) <= MOST_ANSWERS
            assert pack.by_id.keys() >= set(found.entries)
        case "smalltalk":
            assert len(found.entries) == 1
            assert set(found.entries) <= {talk.id for talk in pack.smalltalk}
        case _:
            assert found.entries == ()
    assert len(set(found.suggestions)) == len(found.suggestions)
    assert pack.by_id.keys() >= set(found.suggestions)
    assert not set(found.suggestions) & set(found.entries)
    match found.kind:
        case "suggest":
            assert 1 <= len(found.suggestions) <= MOST_SUGGESTIONS
        case "answer":
            assert len(found.suggestions) <= MOST_RUNNERS_UP
        case _:
            assert found.suggestions == ()


def test_what_else_may_have_been_meant_is_offered_below_the_answer() -> None:
    found = of_the_library.interpret("how much is the fine for a lost card")
    assert (found.kind, found.entries, found.suggestions) == ("answer", ("fines",), ("card",))
    assert of_the_library.interpret("when is the library open?").suggestions == ()


class TestAnswers:
    """A question about one thing."""

    @pytest.mark.parametrize(
        ("message", "entry"),
        [
            ("when is the library open?", "opening"),
            ("WHAT TIME DO YOU OPEN", "opening"),
            ("wot time r u open", "opening"),
            ("is the libary open", "opening"),
            ("hw do i rnew my boks", "renew"),
            ("I lost my ticket", "card"),
            ("story time for my little one", "stories"),
            ("how much is the fine on a whodunnit", "fines"),
            ("what's the wi-fi password", "computers"),
        ],
    )
    def test_however_it_is_put(self, message: str, entry: str) -> None:
        found = ask(message)
        assert (found.kind, found.entries, found.best) == ("answer", (entry,), entry)

    @pytest.mark.parametrize(
        "message",
        ["can i renew my books, online?", "is there, by any chance, a car park?", "black and white printing, please"],
    )
    def test_a_comma_makes_no_second_question(self, message: str) -> None:
        assert len(ask(message).entries) == 1

    @pytest.mark.parametrize("greeting", ["hello, ", "hi there! ", "good morning. ", "thanks, but "])
    def test_a_greeting_before_a_question_is_no_question(self, greeting: str) -> None:
        found = ask(f"{greeting}what time do you open?")
        assert (found.kind, found.entries) == ("answer", ("opening",))

    def test_a_greeting_before_two_questions_leaves_two(self) -> None:
        found = ask("hello. how much is the fine and where can i park?")
        assert found.entries in (("fines", "parking"), ("fines",), ("parking",))

    def test_foreign_words_make_less_sure(self) -> None:
        assert ask("opening times zorbing penguins").score < ask("opening times").score

    def test_an_off_topic_example_takes_an_answer_away(self) -> None:
        question = "what are the opening hours of the swimming pool"
        assert Interpreter(library(off_topic=())).interpret(question).kind == "answer"
        assert ask(question).kind != "answer"


class TestTwoQuestions:
    """A message that asks several things."""

    @pytest.mark.parametrize(
        ("message", "entries"),
        [
            ("how much is the fine and where can i park?", ("fines", "parking")),
            ("where can i park and how much is the fine?", ("parking", "fines")),
            ("when is story time? and is there a car park?", ("stories", "parking")),
        ],
    )
    def test_both_are_answered_in_the_order_asked(self, message: str, entries: tuple[str, ...]) -> None:
        found = ask(message)
        assert (found.kind, found.entries) == ("answer", entries)

    def test_three_are_answered_at_most(self) -> None:
        questions = ("where can i park", "when is story time", "how much is the fine", "do you have wifi")
        for joint in (" and ", "? ", ", "):
            assert len(ask(joint.join(questions)).entries) <= MOST_ANSWERS

    def test_the_same_asked_twice_is_answered_once(self) -> None:
        assert ask("where can i park and is there a car park").entries == ("parking",)


class TestSmallTalk:
    """What is said to be friendly."""

    @pytest.mark.parametrize(
        ("message", "talk"),
        [(said, talk) for talk, phrases in SMALLTALK.items() for said in phrases]
        + [("HELLO!!", "hello"), ("Thank you.", "thanks"), ("👍🏽", "thanks"), ("helo", "hello")],
    )
    def test_by_itself_it_is_small_talk(self, message: str, talk: str) -> None:
        found = ask(message)
        assert (found.kind, found.entries) == ("smalltalk", (talk,))

    def test_it_is_never_suggested_nor_best(self) -> None:
        for message in ("hello robot", "thank the library", "good person", "cheers today"):
            found = ask(message)
            assert not {"hello", "thanks", "bot"} & {*found.suggestions, found.best}


class TestNothing:
    """Messages that no entry answers."""

    @pytest.mark.parametrize("message", ["", "   ", "???", "zorb quux", "маяк работает", "🦩🦩", "\u200d", "\x00"])
    def test_nothing_known_is_no_answer_and_no_best(self, message: str) -> None:
        assert ask(message) == Interpretation("none")

    @pytest.mark.parametrize("message", ["what is the capital of france", "tell me a joke", "who won the football"])
    def test_off_topic_examples_are_not_answered(self, message: str) -> None:
        assert ask(message).kind != "answer"


class TestEmergency:
    """An urgent sign goes before everything."""

    urgent = Interpreter(library(urgent=SIGN))

    def test_it_hides_the_answer_but_tells_the_best(self) -> None:
        found = self.urgent.interpret("fire in the shelves, when do you open?")
        assert found.kind == "emergency"
        assert found.alarm is not None and found.alarm.sign == "fire"
        assert found.best == "opening"
        assert_consistent(found, library(urgent=SIGN))

    def test_it_fires_where_no_entry_is_known(self) -> None:
        alone = interpreter({"wifi": ("wifi",)}, urgent=SIGN)
        found = alone.interpret("fire, shelves")
        assert (found.kind, found.best, found.score) == ("emergency", None, 0)


class TestComplete:
    """What somebody who is still typing may be asking about."""

    @pytest.mark.parametrize(
        ("typed", "entry"),
        [("what time do you o", "opening"), ("photoc", "printing"), ("how do i ren", "renew"), ("rhy", "stories")],
    )
    def test_an_unfinished_word_finds_what_it_begins(self, typed: str, entry: str) -> None:
        assert of_the_library.complete(typed)[0].entry == entry

    def test_candidates_are_likeliest_first_and_no_more_than_asked_for(self) -> None:
        found = of_the_library.complete("how much is p")
        assert len(found) > 1
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert of_the_library.complete("how much is p", limit=1) == found[:1]

    def test_small_talk_is_no_candidate(self) -> None:
        for typed in ("hello", "are you", "h"):
            assert {one.entry for one in of_the_library.complete(typed)} <= PHRASINGS.keys()

    def test_entries_far_behind_the_best_match_are_no_candidates(self) -> None:
        assert of_the_library.complete("thank you") == ()
        assert "fines" not in {one.entry for one in of_the_library.complete("are you")}

    @pytest.mark.parametrize("typed", ["", " ", "zorb quux", "?"])
    def test_nothing_known_no_candidates(self, typed: str) -> None:
        assert of_the_library.complete(typed) == ()


PACKS: dict[str, Pack] = {
    "the library": library(),
    "no vocabulary, small talk or examples": library(vocabulary={}, smalltalk=(), off_topic=()),
    "one phrasing": library(entries=[{"id": "a", "question": "???", "asked_as": ["wifi"], "answer": "Yes."}]),
    "no usable phrasing": library(entries=[{"id": "a", "question": "???", "asked_as": ["!"], "answer": "Yes."}]),
    "no entries": library(entries=()),
}
INTERPRETERS = {name: Interpreter(pack) for name, pack in PACKS.items()}


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("message", ["wifi", "is the wifi free, when do you open?", "hello", "zorb", "football", ""])
def test_packs_of_any_shape_understand_consistently(name: str, message: str) -> None:
    assert_consistent(INTERPRETERS[name].interpret(message), PACKS[name])


def test_one_entry_answers_its_question_and_no_other() -> None:
    lamp = interpreter({"lamp": ("is the lamp lit", "who lights the lamp", "does the lamp burn at night")})
    assert lamp.interpret("is the lamp lit tonight").best == "lamp"
    assert lamp.interpret("zorb").kind == "none"


def test_asking_again_gives_the_same_answer() -> None:
    messages = ["libary opning", "walking to story time", "how much is a fine and a print", "hello", "zorb"]
    fresh = {message: Interpreter(library()).interpret(message) for message in messages}
    for message in (*messages, *reversed(messages)):
        assert ask(message) == fresh[message]


def test_the_answer_does_not_hang_on_the_process() -> None:
    code = (
        "from tests.understanding.test_interpreter import ask;"
        "print([(f.entries, f.score) for f in map(ask, ['how much is a fine and a print', 'libary on sunday'])])"
    )

    def said(seed: str) -> str:
        ran = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, **_CAUGHT)
        return str(ran.stdout)

    assert "fines" in said("1") == said("2")


words = st.sampled_from([*" ".join(text for texts in PHRASINGS.values() for text in texts).split(), *"and,.?&'👍"])
anything = st.one_of(
    st.text(max_size=LONGEST),
    st.text(alphabet=st.characters(categories=["So", "Cc", "Cf", "Mn"]), max_size=400),
    st.lists(words, max_size=60).map(" ".join),
    st.builds(lambda word, times: (word * times)[:LONGEST], st.text(min_size=1, max_size=12), st.integers(1, LONGEST)),
    st.builds(lambda word, times: (f"{word} " * times)[:LONGEST], words, st.integers(1, LONGEST)),
)


@settings(max_examples=2 * settings.default.max_examples)
@given(anything)
def test_any_message_is_understood_consistently(message: str) -> None:
    assert_consistent(ask(message), PACKS["the library"])


@given(anything)
def test_anything_may_be_typed_so_far(typed: str) -> None:
    for one in of_the_library.complete(typed):
        assert one.entry in PHRASINGS
        assert 0 <= one.score <= 1


class TestAPhrasingWordForWord:
    """Whoever writes it into an entry wants it answered."""

    def test_is_answered_however_little_it_tells_and_whatever_is_off_topic(self) -> None:
        drowned = interpreter(
            PHRASINGS, off_topic=["can i bring my dog", "can i bring the car", "can i bring a dog in the car"] * 9
        )
        assert drowned.interpret("can i bring a bike").kind != "answer"
        extended = {**PHRASINGS, "parking": (*PHRASINGS["parking"], "can i bring a bike")}
        taught = interpreter(extended, off_topic=["can i bring my dog", "can i bring the car"] * 9)
        assert taught.interpret("Can I bring a bike?").entries == ("parking",)

    def test_is_one_question_even_if_it_could_be_two(self) -> None:
        both = {**PHRASINGS, "plan": ("when do you open and where can i park",)}
        assert interpreter(both).interpret("when do you open and where can i park").entries == ("plan",)
