"""Topics, their questions, and the buttons that lead there, after the FAQ has changed too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import actions
from tests.conversation.reading import button, labels, said
from tests.sample import CONTENT, DURING, assistant


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

    def test_browsing_begins_with_what_others_refer_to_most(self) -> None:
        assert [entry.id for entry in assistant().browse[:3]] == ["school", "refund", "running"]


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
