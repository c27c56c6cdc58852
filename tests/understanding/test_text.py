"""A message as tokens: case, marks and spelling habits taken away, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.text import fold, stem, tokens


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("When is the LIBRARY open?!", "when is the library open"),
        ("  tabs\tand\nlines ", "tabs and lines"),
        ("café, naïve", "cafe naive"),
        ("self-service", "self service"),
        ("10:30", "10 30"),
        ("ﬁve ｂooks", "five books"),
        ("𝐅𝐫𝐞𝐞 𝓑𝓸𝓸𝓴𝓼", "free books"),
    ],
    ids=["case and marks", "blanks", "accents", "hyphens", "times", "other forms of letters", "letters for show"],
)
def test_only_words_are_left(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize("apostrophe", "'’‘`´ʼ′＇")
def test_every_apostrophe_is_one(apostrophe: str) -> None:
    assert tokens(f"it{apostrophe}s the baker{apostrophe}s") == ["it", "is", "the", "baker"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the keeper's lamp", "the keeper lamp"),
        ("the keepers' lamps", "the keepers lamps"),
        ("James's lamp", "james lamp"),
        ("what's the keeper's name", "what is the keeper name"),
        ("who's there", "who is there"),
    ],
)
def test_a_possessive_is_dropped_and_a_verb_kept(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("don't", "do not"),
        ("dont", "do not"),
        ("can't", "can not"),
        ("cannot", "can not"),
        ("won't", "will not"),
        ("I'm", "i am"),
        ("they're", "they are"),
        ("I've", "i have"),
    ],
)
def test_contractions_are_unfolded(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize(
    ("with_apostrophe", "without"),
    [("I'll", "ill"), ("we'll", "well"), ("we're", "were"), ("she'd", "shed"), ("we'd", "wed"), ("he'll", "hell")],
)
def test_a_contraction_is_not_the_word_that_it_looks_like(with_apostrophe: str, without: str) -> None:
    assert tokens(with_apostrophe) != tokens(without)
    assert len(tokens(with_apostrophe)) == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("wot time r u open 2moro", "what time are you open tomorrow"),
        ("pls can u tell me b4 weds", "please can you tell me before wednesday"),
        ("thx m8", "thanks mate"),
        ("gonna", "going to"),
        ("open innit", "open"),
        ("ty so much xx", "thank you so much"),
        ("waitin for somethin", "waiting for something"),
        ("the cabin", "the cabin"),
    ],
)
def test_text_speak_is_unfolded(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("cannae find oor library", "can not find our library"),
        ("hoo dae ye get there fae toon", "how do you get there from toon"),
        ("thay shut becoz it woz late", "they shut because it was late"),
    ],
    ids=["Glasgow", "Newcastle", "by ear"],
)
def test_dialects_are_read_as_english(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize(
    ("written", "read"),
    [("heyyy", "hey"), ("pleeease heeelp", "please help"), ("sooo goood", "so good"), ("plzzz", "please")],
)
def test_letters_that_are_drawn_out_are_said_once(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize("name", ["aaa", "xxx", "www"])
def test_a_word_of_one_letter_is_not_drawn_out(name: str) -> None:
    assert tokens(name) == [name]


@pytest.mark.parametrize(("written", "read"), [("open on sunday x", "open on sunday"), ("ok xx X", "ok"), ("x", "x")])
def test_kisses_at_the_end_are_no_words(written: str, read: str) -> None:
    assert tokens(written) == read.split()


@pytest.mark.parametrize(
    ("written", "read"),
    [("the R.N.L.I. is", "the rnli is"), ("the U.K.", "the uk"), ("It is open.No", "it is open no")],
)
def test_initials_with_full_stops_are_one_word(written: str, read: str) -> None:
    assert tokens(written) == read.split()


def test_letters_joined_by_and_are_one_word() -> None:
    assert tokens("is the B&B open") == ["is", "the", "b&b", "open"]


def test_an_emoji_is_a_word_whatever_its_skin_or_style() -> None:
    assert tokens("thanks👍") == ["thanks", "👍"]
    assert tokens("👍🏽") == tokens("👍🏿") == ["👍"]
    assert tokens("❤\ufe0f") == tokens("❤") == ["❤"]


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_characters_that_nobody_sees_part_no_words(unseen: str) -> None:
    assert tokens(f"light{unseen}house") == ["lighthouse"]


@pytest.mark.parametrize("nothing", ["", " \n", "?!…", "'", "--", "\u200d"])
def test_no_words_no_tokens(nothing: str) -> None:
    assert tokens(nothing) == []


def test_words_in_other_alphabets_are_words() -> None:
    assert tokens("маяк 灯台 ΦΑΡΟΣ") == ["маяк", "灯台", "φαρος"]


def test_a_word_without_end_is_cut() -> None:
    assert len(tokens("a" * 4096)[0]) < 100


@pytest.mark.parametrize("words", ["open opens opened opening", "renew renews renewed renewing", "keeper keepers"])
def test_forms_of_a_word_share_a_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@given(st.text(max_size=4096))
def test_any_text_has_tokens_that_hold_no_blank_and_no_capital(text: str) -> None:
    for token in tokens(text):
        assert token
        assert len(token.split()) == 1
        assert token == token.lower()


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
