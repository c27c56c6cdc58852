"""The chat in a terminal: numbers choose, commands work, misses count, and it ends politely."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.app import load_assistant
from bot.channels.terminal import Conversation, chat, draw, plain, plain_without_choices
from bot.conversation.edits import Edits
from bot.conversation.markup import to_plain
from bot.conversation.reply import Reply
from tests.sample import ALARM, DURING, assistant


@pytest.fixture
def conversation() -> Conversation:
    return Conversation(assistant(), lambda: DURING)


def first_line(reply: Reply) -> str:
    return to_plain(reply.text).split("\n")[0]


class TestConversation:
    def test_a_number_chooses_from_the_last_reply(self, conversation: Conversation) -> None:
        conversation.say("buses")
        assert conversation.say("2").entries == ("running",)
        assert conversation.say("2").entries == ("refund",)

    def test_a_number_that_is_no_choice_is_a_question(self, conversation: Conversation) -> None:
        conversation.say("buses")
        assert conversation.say("999").kind == "none"
        assert conversation.say("0").kind == "none"
        assert conversation.say("00000000199").kind == "none"
        assert conversation.say("9" * 5000).kind == "none"

    def test_the_choices_of_an_older_reply_are_gone(self, conversation: Conversation) -> None:
        conversation.say("buses")
        conversation.say("ta")
        assert conversation.say("1").kind == "none"

    def test_topics_can_be_browsed_there_and_back(self, conversation: Conversation) -> None:
        conversation.say("/topics")
        assert first_line(conversation.say("2")) == "Money"
        assert conversation.say("1").entries == ("refund",)
        assert first_line(conversation.say("/TOPICS")) == "Choose a topic."

    @pytest.mark.parametrize("command", ["start", "help", "about", "privacy", "topics"])
    def test_commands_show_what_they_name(self, conversation: Conversation, command: str) -> None:
        expected = getattr(assistant(), "welcome" if command == "start" else command)(DURING)
        assert conversation.say(f"/{command}") == expected

    def test_start_with_an_id_opens_the_entry_as_links_do(self, conversation: Conversation) -> None:
        assert conversation.say("/start refund").entries == ("refund",)

    def test_ask_takes_a_question(self, conversation: Conversation) -> None:
        assert conversation.say("/ask running?").entries == ("running",)

    @pytest.mark.parametrize("command", ["/help", "/start", "/topics", "/sos", "/ask"])
    def test_an_emergency_behind_a_command_is_one_too(self, conversation: Conversation, command: str) -> None:
        assert conversation.say(f"{command} the brakes have failed, any refund?").kind == "emergency"

    def test_a_command_that_is_none_shows_help(self, conversation: Conversation) -> None:
        assert conversation.say("/dance") == assistant().help(DURING)

    def test_two_misses_in_a_row_end_the_guessing(self, conversation: Conversation) -> None:
        conversation.say("what?")
        conversation.say("buses")
        assert first_line(conversation.say("3")) == "No answer to that."
        assert first_line(conversation.say("buses")) == "Still none: ring 0123."

    def test_an_answer_starts_the_count_afresh(self, conversation: Conversation) -> None:
        for message in ("what?", "what?", "running?"):
            conversation.say(message)
        assert conversation.say("buses").kind == "suggest"


class TestText:
    def test_buttons_are_numbered_below_the_text(self) -> None:
        shown = plain(assistant().reply("buses", DURING))
        assert shown.endswith("\n\n  1. Do *school* buses run?\n  2. Which buses are running?\n  3. None of these")

    def test_without_choices_only_questions_are_listed(self) -> None:
        shown = plain_without_choices(assistant().reply("buses", DURING))
        assert shown.endswith("\n\n• Do *school* buses run?\n• Which buses are running?")
        answer = plain_without_choices(assistant().reply("refund?", DURING))
        assert "All topics" not in answer

    def test_an_answer_tells_what_else_to_ask(self) -> None:
        shown = plain_without_choices(assistant().reply("running?", DURING))
        assert shown.endswith("\n\nYou could also ask:\n• Do *school* buses run?\n• Can I get my money back?")

    def test_an_emergency_is_nothing_but_the_advice(self) -> None:
        shown = plain(assistant().reply("the brakes have failed, any refund?", DURING))
        assert shown == to_plain(ALARM.reply)


def drawn(reply: Reply, width: int = 60) -> str:
    out = io.StringIO()
    draw(Console(file=out, width=width, color_system=None), reply)
    return out.getvalue()


class TestDrawing:
    def test_a_reply_is_a_block_with_its_choices_below(self) -> None:
        shown = drawn(assistant().reply("buses", DURING))
        block, choices = shown.rsplit("╯", 1)
        assert "One of these?" in block
        assert [line.strip().split(maxsplit=1) for line in choices.splitlines() if line.strip()] == [
            ["1", "Do *school* buses run?"],
            ["2", "Which buses are running?"],
            ["3", "None of these"],
        ]

    def test_long_choices_wrap_within_the_width(self) -> None:
        entries = [{"id": "a", "question": "Why " * 40 + "?", "asked_as": ["x"], "answer": "A", "topic": "T"}]
        shown = drawn(assistant(entries=entries).topic("T", DURING), width=40)
        assert max(map(len, shown.splitlines())) <= 40
        assert shown.count("Why") == 40


def transcript(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    chat(Edits(Path("no files"), lambda folder: assistant()), lambda: DURING)
    return capsys.readouterr().out


class TestChat:
    def test_greets_answers_and_says_goodbye_at_the_end_of_input(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = transcript(monkeypatch, capsys, "running?\n\n  \n1")
        assert said.index("Hello.") < said.index("You: running?") < said.index("None in the city.")
        assert said.index("None in the city.") < said.index("You: 1") < said.index("Yes, they do.")
        assert said.endswith("Goodbye, and take care.\n")
        assert said.count("You:") == 2

    @pytest.mark.parametrize("leaving", ["exit", "quit", "/quit", "/exit", " /QUIT "])
    def test_leaves_when_told_to(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], leaving: str
    ) -> None:
        said = transcript(monkeypatch, capsys, f"{leaving}\nrunning?\n")
        assert "None in the city." not in said
        assert said.endswith("Goodbye, and take care.\n")

    def test_is_plain_text_where_there_is_no_terminal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = transcript(monkeypatch, capsys, "running?\n")
        assert "\x1b" not in said
        assert "│" not in said

    def test_an_edit_counts_from_the_next_message_on(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        file = tmp_path / "a.yaml"
        file.write_text(SCHOOL.format(answer="Yes, all of them."), encoding="utf-8")

        class Typed(io.StringIO):
            def __iter__(self) -> Iterator[str]:
                yield "do school buses run"
                file.write_text(SCHOOL.format(answer="No, none of them today."), encoding="utf-8")
                yield "do school buses run"
                file.write_text("entries: [", encoding="utf-8")
                yield "do school buses run"

        monkeypatch.setattr("sys.stdin", Typed())
        chat(Edits(tmp_path, load_assistant), lambda: DURING)
        first, second, third = capsys.readouterr().out.split("You: do school buses run")[1:]
        assert "Yes, all of them." in first
        assert "The FAQ has changed. I answer from it as it is now." in second
        assert "No, none of them today." in second
        assert "a.yaml:1:" in third
        assert "I go on with the one before." in third
        assert "No, none of them today." in third


SCHOOL = """\
entries:
  - id: school
    question: Do school buses run?
    asked_as: [school bus, are school buses running, do school buses run]
    answer: {answer}
"""
