"""What is said to a command, to what stands behind it, and to a message without one."""

from __future__ import annotations

import pytest

from bot.conversation.commands import COMMANDS, WITHOUT_ENTRY, asked, obey
from bot.conversation.reply import Reply
from tests.sample import DURING, assistant

CRY = "the brakes have failed, any refund?"


def said_to(command: str | None, said: str = "", misses: int = 0) -> Reply:
    return obey(assistant(), command, said, DURING, misses)


@pytest.mark.parametrize("command", ["help", "topics", "about", "privacy"])
def test_a_command_shows_what_it_names(command: str) -> None:
    assert said_to(command) == said_to(command, "please") == getattr(assistant(), command)(DURING)


@pytest.mark.parametrize("command", ["", "dance", "ask"])
def test_a_command_that_is_none_or_asks_nothing_shows_help(command: str) -> None:
    assert said_to(command) == assistant().help(DURING)


def test_a_question_counts_the_misses_before_it_with_and_without_a_command() -> None:
    assert said_to("ask", "buses") == said_to(None, "buses") == assistant().reply("buses", DURING)
    assert said_to("ask", "buses", 2) == said_to(None, "buses", 2) == assistant().reply("buses", DURING, misses=2)


@pytest.mark.parametrize("command", [None, "dance", *COMMANDS])
def test_a_cry_for_help_is_heard_behind_any_command(command: str | None) -> None:
    assert said_to(command, CRY).kind == "emergency"


def test_start_opens_the_entry_that_a_link_carries() -> None:
    assert said_to("start", "refund").entries == ("refund",)
    assert "no longer in this list" in said_to("start", "long-gone").text


@pytest.mark.parametrize("said", ["", WITHOUT_ENTRY, "which buses are running?"])
def test_start_without_an_entry_greets(said: str) -> None:
    assert said_to("start", said) == assistant().welcome(DURING)


def test_only_questions_count_as_asked() -> None:
    assert asked(None, "buses") == asked("ask", "buses") == "buses"
    assert asked("ask", "") is asked("help", "buses") is asked("start", "refund") is None
