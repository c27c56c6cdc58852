"""Misspelt words: which known word was meant, and which words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.typos import Speller

KNOWN = {
    "lighthouse": 9, "keeper": 9, "harbour": 5, "telescope": 3, "restaurant": 3, "appointment": 6, "library": 9,
    "book": 9, "wreck": 2, "storm": 4, "tuesday": 3, "photocopy": 2, "map": 2, "b&b": 1, "4x4": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lihgthouse", "lighthouse"),
        ("keepr", "keeper"),
        ("keeepeer", "keeper"),
        ("harbuor", "harbour"),
        ("harbor", "harbour"),
        ("telescppe", "telescope"),
        ("telscope", "telescope"),
        ("resturant", "restaurant"),
        ("restaraunt", "restaurant"),
        ("apointment", "appointment"),
        ("appointmnet", "appointment"),
        ("libary", "library"),
        ("wrek", "wreck"),
        ("tusday", "tuesday"),
        ("fotocopy", "photocopy"),
    ],
)
def test_a_misspelt_word_finds_the_one_meant(speller: Speller, typed: str, meant: str) -> None:
    assert speller.nearest(typed)[0][0] == meant


@pytest.mark.parametrize(("typed", "meant"), [("apntmnt", "appointment"), ("lbrry", "library"), ("kpr", None)])
def test_consonants_alone_tell_a_long_word(speller: Speller, typed: str, meant: str | None) -> None:
    assert next((word for word, _ in speller.nearest(typed)), None) == meant


@pytest.mark.parametrize("word", ["look", "cook", "story", "keeps", "restraint", "harder", "disappointment"])
def test_good_english_is_left_alone(speller: Speller, word: str) -> None:
    assert speller.nearest(word) == []


@pytest.mark.parametrize("word", ["mpa", "bok", "xy", "", "q"])
def test_short_words_are_left_alone(speller: Speller, word: str) -> None:
    assert speller.nearest(word) == []


@pytest.mark.parametrize("word", ["zzzzzz", "qwertyuiop", "zarbxur", "маяк", "灯台灯台灯台", "12345678", "k" * 4000])
def test_what_is_near_to_nothing_finds_nothing(speller: Speller, word: str) -> None:
    assert speller.nearest(word) == []


def test_the_nearer_word_comes_first_and_is_at_most_as_good_as_the_word_itself() -> None:
    found = Speller({"station": 1, "stationer": 1, "stationary": 1}).nearest("statioon")
    assert found[0][0] == "station"
    assert len(found) <= 2
    assert all(0 < similarity < 1 for _, similarity in found)
    assert [similarity for _, similarity in found] == sorted((similarity for _, similarity in found), reverse=True)


def test_of_two_as_near_the_commoner_was_meant() -> None:
    assert Speller({"paddock": 1, "haddock": 90}).nearest("xaddock")[0][0] == "haddock"
    assert Speller({"paddock": 90, "haddock": 1}).nearest("xaddock")[0][0] == "paddock"


def test_nothing_known_nothing_found() -> None:
    assert Speller({}).nearest("lighthuose") == []


@given(st.text(max_size=60))
def test_any_word_finds_at_most_two_known_ones(word: str) -> None:
    found = Speller(KNOWN).nearest(word)
    assert len(found) <= 2
    assert {meant for meant, _ in found} <= KNOWN.keys()
