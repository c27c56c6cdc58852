"""What words mean: a pack's vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.understanding.lexicon import Lexicon
from bot.understanding.text import tokens
from tests.understanding.library import lexicon


def meanings(of: Lexicon, message: str) -> dict[str, float]:
    """Everything that the units of a message stand for."""
    found: dict[str, float] = {}
    for key, word in of.units(tokens(message)).items():
        found |= of.meanings(key, word)
    return found


def similarity(of: Lexicon, one: str, other: str) -> float:
    """How far two phrases stand for the same thing."""
    first, second = meanings(of, one), meanings(of, other)
    return max((first[meaning] * second[meaning] for meaning in first.keys() & second.keys()), default=0.0)


def test_words_are_counted_once_under_their_stem() -> None:
    assert lexicon().units(tokens("book books booking a book")) == {"book": "book", "a": "a"}


def test_a_phrase_is_added_and_its_words_stay() -> None:
    units = lexicon(same={"fee": ["how much"]}).units(tokens("how much is it"))
    assert set(units) == {"how", "much", "is", "it", "how much"}


def test_a_phrase_stands_wherever_its_words_stand_together() -> None:
    phrases = lexicon(same={"fee": ["how much"]})
    assert "how much" in phrases.units(tokens("tell me how much"))
    assert "how much" not in phrases.units(tokens("how very much"))
    assert "how much" not in phrases.units(tokens("how"))


def test_the_longest_phrase_is_meant() -> None:
    phrases = lexicon(same={"lamp": ["light house"], "tower": ["light house keeper"]})
    assert "light house keeper" in phrases.units(tokens("the light house keeper"))
    assert "light house" not in phrases.units(tokens("the light house keeper"))
    assert "light house" in phrases.units(tokens("the light house stands"))


def test_single_letters_of_a_phrase_tell_nothing_apart_from_it() -> None:
    units = lexicon(same={"q&a": ["q and a"]}).units(tokens("a q and a"))
    assert "q and a" in units
    assert "q" not in units
    assert "a" in units, "this one stands outside the phrase"


@pytest.mark.parametrize("written", ["Q&A", "q & a", "q and a", "q n a", "Questions and answers"])
def test_a_thing_written_five_ways_is_one_thing(written: str) -> None:
    names = lexicon(same={"q&a": ["q & a", "q and a", "questions and answers"]})
    assert similarity(names, written, "q&a") > 0.9


SAME: dict[str, Any] = {"same": {"lamp": ["beacon", "great light"]}}
SIMILAR: dict[str, Any] = {"similar": {"lamp": ["torch", "candle"]}}
KINDS: dict[str, Any] = {"kinds": {"boat": ["yacht", "dinghy"]}}
ENDINGS: dict[str, Any] = {"endings": {"science": ["-ology"]}}


@pytest.mark.parametrize(("one", "other"), [("lamp", "beacon"), ("beacon", "great light"), ("beacons", "lamps")])
def test_names_of_one_thing_are_as_good_as_each_other(one: str, other: str) -> None:
    names = lexicon(**SAME)
    assert similarity(names, one, other) == similarity(names, other, one) > 0.9


def test_similar_words_are_weaker_evidence_than_the_same() -> None:
    assert 0 < similarity(lexicon(**SIMILAR), "torch", "lamp") < similarity(lexicon(**SAME), "beacon", "lamp")


def test_two_kinds_are_less_alike_than_a_kind_and_the_thing() -> None:
    kinds = lexicon(**KINDS)
    assert 0 < similarity(kinds, "yacht", "dinghy") < similarity(kinds, "yacht", "boat")


def test_an_ending_makes_a_word_a_kind_of_the_thing() -> None:
    endings = lexicon(**ENDINGS)
    assert similarity(endings, "oceanology", "science") == similarity(lexicon(**KINDS), "yacht", "boat")
    assert similarity(endings, "ology", "science") == 0, "an ending by itself is no word"


def test_words_without_vocabulary_stand_for_nothing() -> None:
    assert meanings(lexicon(), "lamp and boat") == {}
    assert meanings(lexicon(**SAME), "boat") == {}


@pytest.mark.parametrize("named", [SAME, KINDS])
def test_the_name_itself_is_the_thing(named: dict[str, Any]) -> None:
    name = next(iter(next(iter(named.values()))))
    assert similarity(lexicon(**named), name, name) > 0.9


def test_a_word_in_two_groups_stands_for_both() -> None:
    both = lexicon(same={"lamp": ["light"], "slim": ["light"]})
    assert similarity(both, "light", "lamp") == similarity(both, "light", "slim") > 0.9
    assert similarity(both, "lamp", "slim") == 0


def test_what_means_the_same_has_one_name() -> None:
    canonical: Callable[[str], str] = lexicon(**SAME, **KINDS).canonical
    assert canonical("lamp") == canonical("beacon") == canonical("beacons")
    assert canonical("yacht") != canonical("boat"), "a kind is not the thing"
    assert canonical("harbour") == canonical("harbours") != canonical("lamp")


@pytest.mark.parametrize("empty", ["???", "-", "'"])
def test_vocabulary_without_words_is_passed_over(empty: str) -> None:
    assert similarity(lexicon(same={"lamp": [empty, "beacon"]}), "beacon", "lamp") > 0.9
