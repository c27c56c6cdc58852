"""From how near a message is to the entries, to what to do."""

from __future__ import annotations

from dataclasses import astuple, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.breaks import breaks
from bot.understanding.decision import (
    ANSWER,
    MOST_SUGGESTIONS,
    SUGGEST,
    Halves,
    compare,
    probability,
    suggestions,
    two_questions,
)
from bot.understanding.matcher import Matcher, Ranking, Signals
from bot.understanding.text import tokens
from tests.understanding.library import OFF_TOPIC, PHRASINGS, VOCABULARY, matcher

numbers = st.floats(-100, 100)


@pytest.fixture(scope="module")
def library() -> Matcher:
    return matcher(PHRASINGS, VOCABULARY, OFF_TOPIC)


def ranked(by: Matcher, message: str) -> Ranking:
    ranking = by.rank(tokens(message))
    assert ranking is not None
    return ranking


def halves(by: Matcher, message: str) -> Halves | None:
    """The first break of a message, compared."""
    at = next(breaks(message))
    return compare(at, ranked(by, at.before), ranked(by, at.after), ranked(by, message))


def sure(by: Matcher, message: str) -> float:
    return probability(ranked(by, message).signals)


@given(st.tuples(*[numbers] * len(fields(Signals))))
def test_a_probability_is_one_whatever_the_signals(values: tuple[float, ...]) -> None:
    assert 0 <= probability(Signals(*values)) <= 1


@given(st.tuples(*[numbers] * len(fields(Halves))))
def test_so_is_the_probability_of_two_questions(values: tuple[float, ...]) -> None:
    assert 0 <= two_questions(Halves(*values)) <= 1


@pytest.mark.parametrize("better", ["gap", "coverage"])
def test_what_speaks_for_an_entry_makes_it_likelier(library: Matcher, better: str) -> None:
    signals = ranked(library, "is there parking at the library").signals
    assert probability(replace(signals, **{better: getattr(signals, better) + 0.1})) > probability(signals)


def test_a_plain_question_is_surer_than_a_vague_one_and_that_than_a_foreign_one(library: Matcher) -> None:
    assert sure(library, "how do i renew a book") > ANSWER > sure(library, "something for the children")
    assert sure(library, "something for the children") > sure(library, "what is the best film for a zorb")


def test_foreign_words_make_less_sure(library: Matcher) -> None:
    assert sure(library, "can i renew my penguin yoghurt") < sure(library, "can i renew my books")


def test_an_off_topic_example_makes_less_sure() -> None:
    question = "what are the opening hours of the swimming pool"
    assert sure(matcher(PHRASINGS, VOCABULARY, OFF_TOPIC), question) < sure(matcher(PHRASINGS, VOCABULARY), question)


def test_two_things_asked_are_likelier_two_than_one_thing_asked(library: Matcher) -> None:
    two, one = halves(library, "when do you open and where can i park"), halves(library, "can i print and photocopy")
    assert two is not None
    assert one is None or two_questions(two) > two_questions(one)


def test_parts_that_ask_the_same_are_one_question(library: Matcher) -> None:
    assert halves(library, "when do you open, what time do you open") is None


class TestSuggestions:
    """What is worth offering."""

    def ranking(self, **scores: float) -> Ranking:
        signals = Signals(*[0.0] * len(fields(Signals)))
        return Ranking(tuple(scores), tuple(scores.values()), signals, 0.0)

    def test_the_near_ones_nearest_first_four_at_most(self) -> None:
        found = suggestions(self.ranking(a=0.9, b=0.89, c=0.88, d=0.87, e=0.86), lambda id: True)
        assert found == ("a", "b", "c", "d")
        assert len(found) == MOST_SUGGESTIONS

    def test_what_is_far_behind_the_first_is_left_out(self) -> None:
        assert suggestions(self.ranking(a=0.9, b=0.8, c=0.01), lambda id: True) == ("a", "b")

    def test_only_entries(self) -> None:
        assert suggestions(self.ranking(hello=0.9, a=0.3, b=0.29), lambda id: id != "hello") == ("a", "b")

    @pytest.mark.parametrize("score", [0.0, -0.2])
    def test_the_first_whatever_its_score(self, score: float) -> None:
        assert suggestions(self.ranking(a=score), lambda id: True) == ("a",)

    def test_nothing_of_nothing(self) -> None:
        assert suggestions(self.ranking(), lambda id: True) == ()


def test_it_takes_more_to_answer_than_to_suggest() -> None:
    assert 0 < SUGGEST < ANSWER < 1


def test_every_signal_is_a_finite_number(library: Matcher) -> None:
    for message in ("open", "open open", "zorb open", "how much is a fine and a print and a pc"):
        assert all(abs(value) < 1e6 for value in astuple(ranked(library, message).signals))
