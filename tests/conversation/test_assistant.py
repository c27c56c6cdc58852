"""What the bot says to what people write: answers with their source, suggestions, honest noes, alarms."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import actions
from bot.conversation.assistant import MAX_LENGTH, Assistant, count_misses
from bot.conversation.markup import length, to_plain
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpretation, Interpreter
from tests.conversation.reading import button, labels, said
from tests.sample import AFTER, ALARM, BEFORE, CONTENT, DURING, assistant, pack


class TestAnswer:
    def test_is_the_question_the_answer_with_its_facts_the_source_and_the_status(self) -> None:
        reply = assistant().reply("running?", DURING)
        assert reply.kind == "answer"
        assert said(reply) == [
            "Which buses are running?",
            "None in the city. 1,200 drivers are out.",
            "Source: The Daily Echo, 5 May 2031",
            "Bus drivers' strike is on now. It ends at 5.30am on Wednesday 7 May 2031.",
        ]
        assert reply.text.startswith("**")

    def test_says_what_was_understood_and_how_sure_that_is(self) -> None:
        reply = assistant().reply("running?", DURING)
        assert (reply.entries, reply.best, reply.score) == (("running",), "running", 0.9)

    def test_offers_the_related_entries(self) -> None:
        reply = assistant().reply("running?", DURING)
        assert labels(reply) == ["Do *school* buses run?", "Can I get my money back?"]
        assert reply.suggestions == ("school", "refund")

    def test_names_no_source_where_none_answers(self) -> None:
        assert said(assistant().reply("opinion?", DURING))[:2] == ["Who is right?", "I take no side."]
        assert "Source" not in assistant().reply("opinion?", DURING).text

    def test_shows_a_question_as_it_is_written_not_as_markup(self) -> None:
        assert said(assistant().open("school", DURING))[0] == "Do *school* buses run?"

    @pytest.mark.parametrize(
        ("at", "answer"),
        [
            (BEFORE, "All of them until 5am on Tuesday 6 May 2031."),
            (DURING, "None in the city. 1,200 drivers are out."),
            (AFTER, "All of them again, since 5.30am on Wednesday 7 May 2031."),
        ],
    )
    def test_may_be_in_other_words_before_and_after_the_strike(self, at: datetime, answer: str) -> None:
        others = {"answer_before": "All of them until {starts}.", "answer_after": "All of them again, since {ends}."}
        first, *rest = CONTENT["entries"]
        bot = assistant(entries=[first | others, *rest])
        assert said(bot.reply("running?", at))[1] == answer
        assert bot.gist(bot.pack.by_id["running"], at) == answer

    def test_of_two_questions_with_one_source_names_it_once(self) -> None:
        assert said(assistant().reply("running and school?", AFTER))[:5] == [
            "Which buses are running?",
            "None in the city. 1,200 drivers are out.",
            "Do *school* buses run?",
            "Yes, they do.",
            "Source: The Daily Echo, 5 May 2031",
        ]

    def test_of_two_questions_with_two_sources_names_each_below_its_answer(self) -> None:
        paragraphs = said(assistant().reply("running and refund?", AFTER))
        assert paragraphs[2] == "Source: The Daily Echo, 5 May 2031"
        assert paragraphs[5] == "Source: City Hall (https://city.example/n), 30 April 2031"

    def test_gives_three_answers_at_most_and_offers_the_rest(self) -> None:
        reply = assistant().reply("everything?", DURING)
        assert reply.entries == ("running", "school", "refund")
        assert labels(reply) == ["Who is right?"]

    def test_offers_no_entry_that_it_answers(self) -> None:
        assert labels(assistant().reply("running and school?", DURING)) == ["Can I get my money back?"]

    def test_too_long_together_keeps_the_first_answers_and_offers_the_rest(self) -> None:
        entries = [entry | {"answer": "word " * 500} for entry in CONTENT["entries"]]
        reply = assistant(entries=entries).reply("running and school?", DURING)
        assert reply.entries == ("running",)
        assert "Do *school* buses run?" in labels(reply)

    def test_too_long_alone_is_cut_but_still_tells_its_source_and_the_status(self) -> None:
        entries = [entry | {"answer": "**" + "word " * 2000 + "end**"} for entry in CONTENT["entries"]]
        reply = assistant(entries=entries).reply("running?", DURING)
        assert length(reply.text) <= MAX_LENGTH
        assert said(reply)[1].endswith("…")
        assert said(reply)[-2:] == [
            "Source: The Daily Echo, 5 May 2031",
            "Bus drivers' strike is on now. It ends at 5.30am on Wednesday 7 May 2031.",
        ]


class TestSuggestion:
    def test_offers_questions_and_none_of_these(self) -> None:
        reply = assistant().reply("buses", DURING)
        assert reply.kind == "suggest"
        assert said(reply)[0] == "One of these?"
        assert labels(reply) == ["Do *school* buses run?", "Which buses are running?", "None of these"]
        assert reply.suggestions == ("school", "running")
        assert reply.entries == ()

    def test_choosing_one_answers_it(self) -> None:
        reply = assistant().reply("buses", DURING)
        assert assistant().press(button(reply, "Which buses are running?").action, DURING).entries == ("running",)

    def test_choosing_none_is_an_honest_no(self) -> None:
        reply = assistant().reply("buses", DURING)
        assert said(assistant().press(button(reply, "None of these").action, DURING))[0] == "No answer to that."

    def test_after_two_misses_in_a_row_it_guesses_no_more(self) -> None:
        assert assistant().reply("buses", DURING, misses=1).kind == "suggest"
        reply = assistant().reply("buses", DURING, misses=2)
        assert reply.kind == "none"
        assert said(reply)[0] == "Still none: ring 0123."
        assert (reply.best, reply.score) == ("school", 0.4)


class TestNoAnswer:
    def test_says_so_and_leads_to_the_topics(self) -> None:
        reply = assistant().reply("who won the cup?", DURING)
        assert reply.kind == "none"
        assert said(reply)[0] == "No answer to that."
        assert assistant().press(button(reply, "All topics").action, DURING) == assistant().topics(DURING)

    def test_keeps_the_best_guess_for_scripts(self) -> None:
        assert assistant().reply("who won the cup?", DURING).best == "opinion"

    @pytest.mark.parametrize(
        ("misses", "words"), [(0, "No answer to that."), (1, "No answer to that."), (2, "Still none: ring 0123.")]
    )
    def test_a_third_time_says_who_can_help(self, misses: int, words: str) -> None:
        assert said(assistant().reply("who won the cup?", DURING, misses=misses))[0] == words
        assert said(assistant().press(actions.NONE_OF_THESE, DURING, misses=misses))[0] == words

    def test_counts_in_a_row(self) -> None:
        replies = ["who won?", "buses", "who won?"]
        misses = 0
        for question in replies:
            misses = count_misses(misses, assistant().reply(question, DURING, misses=misses))
        assert misses == 2
        assert count_misses(misses, assistant().topics(DURING)) == 2
        assert count_misses(misses, assistant().reply("running?", DURING)) == 0


class TestEmergency:
    def test_comes_alone_whatever_else_was_asked(self) -> None:
        reply = assistant().reply("the brakes have failed, any refund?", DURING, misses=5)
        assert reply.kind == "emergency"
        assert reply.text == ALARM.reply
        assert reply.buttons == ()
        assert reply.entries == ()


class TestSmallTalk:
    def test_is_answered_in_kind(self) -> None:
        assert to_plain(assistant().reply("ta", DURING).text) == "You're welcome."
        assert assistant().reply("ta", DURING).entries == ("thanks",)
        assert assistant().reply("ta", DURING).buttons == ()

    def test_a_greeting_shows_the_way_to_the_topics(self) -> None:
        assert labels(assistant().reply("hi", DURING)) == ["All topics"]


@given(st.text(max_size=4096))
def test_the_real_interpreter_and_any_text_make_a_reply(question: str) -> None:
    reply = REAL.reply(question, DURING)
    assert 0 < length(reply.text) <= MAX_LENGTH


REAL = Assistant(pack())


class Recording(Interpreter):
    """Notes how long the messages are that reach it."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self.longest = 0

    def interpret(self, message: str) -> Interpretation:
        self.longest = max(self.longest, len(message))
        return Interpretation("none")


def test_reads_no_more_of_a_message_than_telegram_would_send() -> None:
    recording = Recording(pack())
    Assistant(pack(), recording).reply("x" * 1_000_000, DURING)
    assert recording.longest == 4096
