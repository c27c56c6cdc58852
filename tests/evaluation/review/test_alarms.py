"""Urgent signs and entries that get in one another's way."""

from __future__ import annotations

from tests.evaluation.review.conftest import Said, entry


def fire(hit: str = "help, fire", miss: str = "a flood", when: str = "fire") -> str:
    sign = f"id: fire, about: A fire, reply: call, when: [{when}], hits: ['{hit}'], misses: ['{miss}']"
    return f"urgent:\n  replies: {{call: Call 999.}}\n  signs:\n    - {{{sign}}}\n"


def test_signs_apart_from_all_phrasings_are_fine(said: Said) -> None:
    for code in ("shadowed-sign", "silent-hit", "alarming-miss", "alarming-phrasing"):
        assert said(code, fire() + entry("a", "Yes.", "is it open")) == []


def test_a_phrasing_that_raises_an_alarm(said: Said) -> None:
    (message,) = said("alarming-phrasing", fire() + entry("a", "Yes.", "is the fire exit open"))
    assert message.startswith('9:9 "is the fire exit open" raises the alarm "fire"')
    assert 'sees the answer of "a"' in message


def test_an_example_that_is_a_phrasing(said: Said) -> None:
    (message,) = said("shadowed-sign", fire() + entry("a", "Yes.", "Help! Fire!"))
    assert message.endswith('"help, fire" is an emergency of sign "fire", and a phrasing of "a" at faq/a.yaml:9')


def test_an_example_that_raises_no_alarm(said: Said) -> None:
    (message,) = said("silent-hit", fire(hit="it burns"))
    assert message.endswith('"it burns" should raise the alarm of sign "fire", but raises none')


def test_an_example_that_should_raise_none(said: Said) -> None:
    (message,) = said("alarming-miss", fire(miss="the fire station"))
    assert message.endswith('should raise no alarm, but raises "fire", by the line "fire"')


def test_the_examples_are_tried_on_what_answers(said: Said) -> None:
    """A slip as near to a word of the FAQ is no sign, wherever in the FAQ that word stands."""
    choking = fire(hit="my son choket", when="choked")
    assert said("silent-hit", choking + entry("a", "Yes.", "is it open")) == []
    off_topic = "off_topic: [where can i buy a choker]\n"
    assert said("silent-hit", choking + off_topic + entry("a", "Yes.", "is it open")) != []
