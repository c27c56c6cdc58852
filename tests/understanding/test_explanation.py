"""What a maintainer is told about why a message was understood as it was."""

from __future__ import annotations

from dataclasses import fields, replace
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.explain_view import MEANINGS, as_json
from bot.knowledge.model import Pack
from bot.understanding.advice import advise
from bot.understanding.decision import ANSWER
from bot.understanding.explanation import Asked, Explanation, Word, explain
from bot.understanding.interpreter import Interpretation, Interpreter
from bot.understanding.matcher import Signals

ENTRIES = {
    "buses": ["Which buses run today?", "is the bus on", "any buses today", "are buses running"],
    "refund": ["Can I get my money back?", "refund for my ticket", "ticket refund", "do you repay a season ticket"],
    "pool": ["Is the swimming pool open?", "pool open", "is the pool closed", "can we go for a swim"],
    "rubbish": ["Is rubbish collected?", "bin day", "are the bins emptied", "when is rubbish collected"],
    "library": ["Is the library open?", "library open", "can i borrow a novel", "is the library closed"],
}
PACK = Pack.model_validate(
    {
        "entries": [
            {"id": id, "question": asked[0], "asked_as": asked[1:], "answer": "…"} for id, asked in ENTRIES.items()
        ],
        "vocabulary": {
            "same": {"refund": ["money back", "compensation"]},
            "similar": {"shut": ["closed", "cancelled"]},
            "kinds": {"ticket": ["railcard"]},
        },
        "off_topic": ["what is the capital of france", "the best novel of the year"],
        "smalltalk": [{"id": "hello", "asked_as": ["hello", "hi there"], "answer": "Hello!"}],
        "urgent": {
            "replies": {"call": "Call for help."},
            "signs": [
                {
                    "id": "fire",
                    "about": "Something burns.",
                    "reply": "call",
                    "when": ["bus ... on fire"],
                    "hits": ["the bus is on fire"],
                    "misses": ["the bus is on"],
                }
            ],
        },
    }
)
INTERPRETER = Interpreter(PACK)


def explained(message: str) -> Explanation:
    return explain(INTERPRETER, message)


def asked(message: str) -> Asked:
    (one,) = explained(message).asked
    return one


def word(message: str, written: str) -> Word:
    (found,) = [word for word in asked(message).words if word.written == written]
    return found


class TestWords:
    @pytest.mark.parametrize(
        ("message", "written", "to", "relation", "name"),
        [
            ("are buses running", "running", "running", "same word", None),
            ("is the bin emptied", "bin", "bins", "same stem", None),
            ("compensation for my ticket", "compensation", "refund", "same thing", "refund"),
            ("refund for my railcard", "railcard", "ticket", "kind of", "ticket"),
            ("is the library cancelled", "cancelled", "closed", "near", "shut"),
        ],
    )
    def test_each_is_aligned_with_the_nearest_phrasing(
        self, message: str, written: str, to: str, relation: str, name: str | None
    ) -> None:
        alignment = word(message, written).alignment
        assert alignment
        assert (alignment.to, alignment.relation, alignment.name, alignment.meant) == (to, relation, name, None)
        assert (alignment.similarity == 1) == (name is None)

    @pytest.mark.parametrize(
        ("message", "written", "to", "relation", "meant"),
        [
            ("is the librery open", "librery", "library", "same word", "library"),
            ("refund for my railcrad", "railcrad", "ticket", "kind of", "railcard"),
        ],
    )
    def test_a_misspelling_tells_what_it_was_taken_for(
        self, message: str, written: str, to: str, relation: str, meant: str
    ) -> None:
        alignment = word(message, written).alignment
        assert alignment
        assert (alignment.to, alignment.relation, alignment.meant) == (to, relation, meant)
        assert alignment.similarity < 1

    def test_phrases_of_the_vocabulary_count_as_words(self) -> None:
        assert word("can i have my money back", "money back").alignment

    def test_what_no_phrasing_has_is_unknown_and_foreign(self) -> None:
        found = word("is the pool zorbing", "zorbing")
        assert not found.known
        assert found.foreign
        assert found.alignment is None
        assert found.elsewhere is None
        assert found.covered == 0

    def test_what_stands_in_other_phrasings_is_known_though_not_aligned(self) -> None:
        found = word("is the library open for my railcard", "railcard")
        assert found.known
        assert found.alignment is None
        assert found.elsewhere
        assert (found.elsewhere.relation, found.elsewhere.name) == ("kind of", "ticket")

    def test_rare_words_weigh_more_than_common_ones_and_shares_make_a_whole(self) -> None:
        words = asked("is the pool open").words
        weights = {word.written: word.weight for word in words}
        assert weights["pool"] > weights["open"] > weights["the"]
        assert sum(word.share for word in words) == pytest.approx(1)


class TestEntries:
    def test_the_nearest_come_first_each_with_its_nearest_phrasing(self) -> None:
        found = asked("is the pool closed today")
        assert found.best.entry == "pool"
        assert found.best.phrasings[0].text == "is the pool closed"
        near = [phrasing.nearness for phrasing in found.best.phrasings]
        assert near == sorted(near, reverse=True)
        scores = [found.best.score, *(one.score for one in found.runners_up)]
        assert scores == sorted(scores, reverse=True)
        nearest = {one.entry: one.phrasings[0].text for one in found.runners_up if one.phrasings}
        assert nearest["library"] == "is the library closed"

    def test_what_the_phrasing_says_beyond_the_message_is_left_over(self) -> None:
        assert asked("library").left_over == ()
        assert "rubbish" in asked("when is it collected").left_over

    def test_the_nearest_off_topic_example_is_told(self) -> None:
        found = asked("what is the best novel")
        assert found.off_topic
        assert found.off_topic.text == "the best novel of the year"
        assert asked("bin").off_topic is None


class TestDecision:
    @pytest.mark.parametrize("message", ["are buses running", "pool", "what novel", "hi there"])
    def test_the_terms_make_up_the_probability(self, message: str) -> None:
        found = asked(message)
        assert found.probability == pytest.approx(1 / (1 + exp(-sum(term.adds for term in found.terms))))

    def test_every_term_is_put_in_words(self) -> None:
        assert set(MEANINGS) == {"bias", *(field.name for field in fields(Signals))}

    @pytest.mark.parametrize("message", ["are buses running", "pool", "closed", "is it", "my novel"])
    def test_the_margin_is_to_the_threshold_that_decided(self, message: str) -> None:
        found = explained(message)
        assert found.chance in (found.asked[0].probability, ANSWER)  # the latter if it is a phrasing word for word
        assert (found.margin >= 0) == (found.found.kind == "answer")
        assert (found.found.kind == "none") == (found.margin < 0 and found.threshold < 0.5)

    def test_two_questions_are_explained_one_by_one(self) -> None:
        found = explained("are buses running today? and when is rubbish collected?")
        assert [one.best.entry for one in found.asked] == ["buses", "rubbish"] == list(found.found.entries)
        assert found.asked[1].text == "when is rubbish collected?"
        assert found.chance == found.splits[0].chance
        assert found.margin > 0

    def test_splits_that_were_thought_of_are_told_too(self) -> None:
        found = explained("is the pool open, or the library")
        assert all(0 <= split.chance <= 1 for split in found.splits)
        assert [split.chance for split in found.splits] == sorted((s.chance for s in found.splits), reverse=True)

    def test_beside_a_greeting_the_question_is_explained(self) -> None:
        assert asked("hello, are buses running today").best.entry == "buses"

    def test_an_alarm_names_its_rule_and_the_rest_is_explained_all_the_same(self) -> None:
        found = explained("the bus is on fire")
        assert found.found.alarm
        assert found.found.alarm.rule == "bus ... on fire"
        assert found.asked[0].best.entry == "buses"

    def test_interpreting_and_explaining_agree(self) -> None:
        for message in ("are buses running", "pool and refund", "hi there", "xyzzy", "", "bus on fire"):
            assert explained(message).found == INTERPRETER.interpret(message)


class TestAdvice:
    @pytest.mark.parametrize(
        ("message", "advice"),
        [
            ("xyzzy", "No phrasing has any of these words."),
            ("are buses running", "Nothing to add if buses is right"),
            ("are buses running today? and when is rubbish collected?", "if buses and rubbish are right"),
            ("the bus is on fire", "the sign “fire”"),
        ],
    )
    def test_one_sentence_fits_the_case(self, message: str, advice: str) -> None:
        assert advice in advise(explained(message))

    @pytest.mark.parametrize(
        ("message", "advice"),
        [
            ("is the garbage collected", "No phrasing knows “garbage”: add it to the vocabulary beside “rubbish”, or"),
            ("library trousers", "No phrasing knows “trousers”: add a phrasing with it to library"),
            ("is it wrestling or chess", "“chess” and “wrestling” are foreign to this FAQ"),
            ("the best novel", "The off-topic example “the best novel of the year” is nearer"),
            ("closed or open", "are level: add the message to the asked_as of the one"),
            ("is the library emptied", "“emptied” stands in no phrasing of library"),
            ("is the library open", "if library is right, add the message"),
        ],
    )
    def test_where_it_was_unsure_the_reason_is_named(self, message: str, advice: str) -> None:
        assert advice in advise(unsure(message))

    def test_a_shaky_answer_is_worth_teaching_but_a_sure_one_is_not(self) -> None:
        shaky = replace(unsure("is the garbage collected"), found=Interpretation("answer", ("rubbish",)))
        assert "“garbage”" in advise(shaky)
        sure = replace(shaky, asked=tuple(replace(one, probability=0.95) for one in shaky.asked))
        assert "Nothing to add" in advise(sure)

    @given(st.text(max_size=80))
    def test_there_is_always_some_and_anything_can_be_explained(self, message: str) -> None:
        found = explained(message)
        assert advise(found).endswith(".")
        assert as_json(found)["question"] == message


def unsure(message: str) -> Explanation:
    """The explanation, had nobody been sure enough to answer."""
    found = explained(message)
    return replace(
        found,
        found=Interpretation("suggest", suggestions=(found.asked[0].best.entry,)),
        asked=tuple(replace(one, probability=0.5) for one in found.asked),
    )
