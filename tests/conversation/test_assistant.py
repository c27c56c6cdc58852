"""What the bot says: answers with source and status, suggestions, honest noes, alarms, menus."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import actions
from bot.conversation.assistant import MAX_LENGTH, Assistant, count_misses
from bot.conversation.markup import length, to_plain
from bot.conversation.reply import Button, Reply
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpretation, Interpreter
from tests.sample import AFTER, ALARM, BEFORE, CONTENT, DURING, UNDERSTOOD, assistant, pack


def said(reply: Reply) -> list[str]:
    """The paragraphs of a reply as a person reads them."""
    return to_plain(reply.text).split("\n\n")


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def button(reply: Reply, label: str) -> Button:
    return next(button for row in reply.buttons for button in row if button.label == label)


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


class TestStatus:
    @pytest.mark.parametrize(
        ("at", "status"),
        [
            ("2031-05-06T04:59:59+01:00", "Bus drivers' strike starts at 5am on Tuesday 6 May 2031."),
            ("2031-05-06T05:00:00+01:00", "Bus drivers' strike is on now. It ends at 5.30am on Wednesday 7 May 2031."),
            ("2031-05-07T04:29:00+00:00", "Bus drivers' strike is on now. It ends at 5.30am on Wednesday 7 May 2031."),
        ],
    )
    def test_tells_before_and_during(self, at: str, status: str) -> None:
        assert said(assistant().reply("running?", datetime.fromisoformat(at)))[-1] == status

    @pytest.mark.parametrize("at", ["2031-05-07T05:30:00+01:00", "2031-05-07T04:30:00+00:00", "2040-01-01T00:00:00"])
    def test_tells_that_it_is_over_and_to_look_further(self, at: str) -> None:
        status = said(assistant().reply("running?", datetime.fromisoformat(at)))[-1]
        assert status.startswith("Bus drivers' strike is over: it ended at 5.30am on Wednesday 7 May 2031.")
        assert "look for newer news" in status

    def test_takes_a_time_without_offset_as_the_strikes_own(self) -> None:
        assert "is on now" in assistant().reply("running?", datetime(2031, 5, 6, 5, 0)).text
        assert "starts at" in assistant().reply("running?", datetime(2031, 5, 6, 4, 59)).text

    @pytest.mark.parametrize(("at", "words"), [(BEFORE, "Soon, at 5am"), (DURING, "Now."), (AFTER, "Past.")])
    def test_is_worded_by_the_pack_where_it_wants(self, at: datetime, words: str) -> None:
        wording = {"before": "Soon, at {starts}.", "during": "Now.", "after": "Past."}
        assert said(assistant(wording=wording).reply("running?", at))[-1].startswith(words)

    @pytest.mark.parametrize("strike", [None, {"name": "Some strike"}])
    def test_is_left_out_where_the_pack_does_not_tell_when(self, strike: object) -> None:
        assert said(assistant(strike=strike).reply("running?", DURING))[-1] == "Source: The Daily Echo, 5 May 2031"

    def test_with_a_start_alone_never_claims_an_end(self) -> None:
        strike = {"name": "The walk-out", "starts": "2031-05-06T05:00:00+01:00"}
        assert said(assistant(strike=strike).reply("running?", AFTER))[-1].startswith("The walk-out started at 5am")

    def test_with_an_end_alone_tells_only_that_it_is_over(self) -> None:
        strike = {"name": "The walk-out", "ends": "2031-05-07T05:30:00+01:00"}
        assert said(assistant(strike=strike).reply("running?", BEFORE))[-1] == "Source: The Daily Echo, 5 May 2031"
        assert said(assistant(strike=strike).reply("running?", AFTER))[-1].startswith("The walk-out is over")

    @pytest.mark.parametrize(
        ("at", "words"),
        [
            ("2031-05-06T07:59:59+01:00", "The walk-out starts at 8am on Tuesday 6 May 2031."),
            ("2031-05-06T08:00:00+01:00", "The walk-out is on now. It ends at 8pm on Tuesday 6 May 2031."),
            ("2031-05-06T20:00:00+01:00", "The walk-out starts again at 8am on Thursday 8 May 2031."),
            ("2031-05-08T08:00:00+01:00", "The walk-out is on now. It ends at 8pm on Thursday 8 May 2031."),
            ("2031-05-08T20:00:00+01:00", "The walk-out is over: it ended at 8pm on Thursday 8 May 2031."),
        ],
    )
    def test_of_several_windows_speaks_of_the_one_that_matters(self, at: str, words: str) -> None:
        windows = [{"starts": f"2031-05-0{day}T08:00+01:00", "ends": f"2031-05-0{day}T20:00+01:00"} for day in (6, 8)]
        strike = {"name": "The walk-out", "windows": windows}
        assert said(assistant(strike=strike).reply("running?", datetime.fromisoformat(at)))[-1].startswith(words)

    @pytest.mark.parametrize("question", [q for q, found in UNDERSTOOD.items() if found.kind in ("answer", "suggest")])
    def test_stands_on_every_answer_and_suggestion(self, question: str) -> None:
        assert said(assistant().reply(question, BEFORE))[-1].startswith("Bus drivers' strike starts")


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


class TestMenus:
    def test_topics_are_buttons_in_the_order_of_the_pack(self) -> None:
        assert labels(assistant().topics(DURING)) == ["Getting about", "Money", "The dispute"]

    def test_a_topic_lists_its_questions_and_leads_back(self) -> None:
        topics = assistant().topics(DURING)
        reply = assistant().press(button(topics, "Getting about").action, DURING)
        assert said(reply)[0] == "Getting about"
        assert labels(reply) == ["Which buses are running?", "Do *school* buses run?", "All topics"]
        assert reply == assistant().topic("Getting about", DURING)

    def test_a_long_topic_has_pages(self) -> None:
        entries = [{"id": f"e{n}", "question": f"Q{n}?", "asked_as": ["x"], "answer": "A"} for n in range(23)]
        long = assistant(entries=entries)
        page, seen = long.topic("Questions", DURING), []
        for _ in range(2):
            seen += [label for label in labels(page) if label.startswith("Q")]
            page = long.press(button(page, "More").action, DURING)
        seen += [label for label in labels(page) if label.startswith("Q")]
        assert seen == [f"Q{n}?" for n in range(23)]
        assert "More" not in labels(page)
        assert labels(long.press(button(page, "Back").action, DURING))[0] == "Q10?"

    def test_a_page_past_the_end_is_the_last(self) -> None:
        assert assistant().press(actions.topic("Money", 7), DURING) == assistant().topic("Money", DURING)

    def test_welcome_help_about_and_privacy_say_what_the_pack_says(self) -> None:
        wording = {"welcome": "W {drivers}", "help": "H", "about": "A", "privacy": "P"}
        bot = assistant(wording=wording)
        assert said(bot.welcome(DURING))[0] == "W 1,200"
        assert labels(bot.welcome(DURING)) == ["Getting about", "Money", "The dispute"]
        assert said(bot.help(DURING))[0] == "H"
        assert said(bot.privacy(DURING)) == ["P"]
        assert said(bot.about(DURING))[:3] == [
            "A",
            "Source: The Daily Echo, 5 May 2031",
            "Source: City Hall (https://city.example/n), 30 April 2031",
        ]


class TestAfterTheFaqChanged:
    def test_an_entry_that_is_gone_says_so_and_shows_the_topics(self) -> None:
        reply = assistant().press(actions.entry("cancelled-long-ago"), DURING)
        assert "no longer" in reply.text
        assert labels(reply) == labels(assistant().topics(DURING))
        assert reply == assistant().open("cancelled-long-ago", DURING)

    def test_a_topic_that_is_gone_says_so_and_shows_the_topics(self) -> None:
        reply = assistant().press(actions.topic("Weather"), DURING)
        assert "no longer" in reply.text
        assert labels(reply) == labels(assistant().topics(DURING))

    def test_buttons_mean_the_same_in_another_order(self) -> None:
        turned = assistant(entries=CONTENT["entries"][::-1])
        topics = assistant().topics(DURING)
        for row in topics.buttons:
            for choice in row:
                assert said(turned.press(choice.action, DURING))[0] == choice.label

    @given(st.text(max_size=64))
    def test_any_action_gets_a_reply(self, action: str) -> None:
        assert assistant().press(action, DURING).text


class TestSearch:
    def test_finds_by_what_is_being_typed(self) -> None:
        assert [entry.id for entry in assistant().search("r")] == ["running", "refund"]
        assert [entry.id for entry in assistant().search("r", limit=1)] == ["running"]

    def test_for_nothing_typed_begins_with_what_others_refer_to_most(self) -> None:
        assert [entry.id for entry in assistant().search(" ", limit=3)] == ["school", "refund", "running"]


def test_actions_fit_in_64_bytes_for_the_longest_ids_and_topics() -> None:
    longest, topic = "x" * 56, "Öffentlicher Nahverkehr 🚌" * 20
    entries = [{"id": longest, "question": "Q?", "asked_as": ["q"], "answer": "A", "topic": topic}]
    bot = assistant(entries=entries)
    (topics,) = bot.topics(DURING).buttons
    shown = bot.press(topics[0].action, DURING)
    written = [actions.feedback("yes", longest), actions.feedback("old", longest), actions.topic(topic, 999)]
    written += [choice.action for row in shown.buttons for choice in row]
    assert max(len(action.encode()) for action in written) <= 64
    assert bot.press(shown.buttons[0][0].action, DURING).entries == (longest,)


def test_feedback_names_its_verdict_and_entry() -> None:
    assert actions.parse_feedback(actions.feedback("no", "running")) == ("no", "running")
    assert actions.parse_feedback("fb:maybe:running") is None
    assert actions.parse_feedback(actions.entry("running")) is None


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
