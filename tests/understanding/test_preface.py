"""What is said first so as not to be misread, and isn't asked."""

from __future__ import annotations

import pytest

from bot.understanding.interpreter import Interpreter
from bot.understanding.preface import after_preface
from tests.understanding.library import library


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("not here to argue who's right, just tell me if it's open", "just tell me if it's open"),
        ("I'm not bothered who started it. Is it open?", "Is it open?"),
        ("i dont care about the politics but is it open", "is it open"),
        ("Look, never mind the fines: is it open?", "is it open?"),
        ("dont care who wins just want my book", "just want my book"),
    ],
)
def test_what_follows_a_preface_is_what_is_asked(message: str, rest: str) -> None:
    assert after_preface(message) == rest


@pytest.mark.parametrize(
    "message",
    [
        "",
        "is it open",
        "I don't want to miss the story time, is it on",
        "not sure if it is open, is it",
        "I'm not well, can I renew by phone",
        "don't they care about us, is there anyone to complain to",
        "not here to argue",
    ],
)
def test_a_message_that_says_what_it_asks_has_no_preface(message: str) -> None:
    assert after_preface(message) is None


def test_a_preface_gets_no_answer() -> None:
    ask = Interpreter(library()).interpret
    plain = ask("when is the library open?")
    assert ask("I'm not here to argue about the fines, when is the library open?").entries == plain.entries
