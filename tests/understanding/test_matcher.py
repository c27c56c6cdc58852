"""Which entries a message is near to, and how near."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from itertools import pairwise

import pytest

from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.text import tokens
from tests.understanding.library import OFF_TOPIC, PHRASINGS, VOCABULARY, matcher


@pytest.fixture(scope="module")
def library() -> Matcher:
    return matcher(PHRASINGS, VOCABULARY, OFF_TOPIC)


def ranked(by: Matcher, message: str) -> Ranking:
    ranking = by.rank(tokens(message))
    assert ranking is not None
    return ranking


def first(by: Matcher, message: str) -> str:
    return ranked(by, message).entries[0]


def test_every_phrasing_finds_its_entry(library: Matcher) -> None:
    for entry, phrasings in PHRASINGS.items():
        for phrasing in phrasings:
            assert first(library, phrasing) == entry, phrasing


def test_the_nearer_entry_wins(library: Matcher) -> None:
    assert first(library, "what time is story time") == "stories"
    assert first(library, "how much is a colour print") == "printing"
    assert first(library, "how much is it when a book is late") == "fines"


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("whodunnit overdue, what now", "fines"),
        ("keep an atlas for another week", "renew"),
        ("extend a biography", "renew"),
        ("my ticket is broken", "card"),
        ("songs for my little one", "stories"),
        ("wi-fi", "computers"),
        ("opning tmies", "opening"),
        ("were is the fotocopier", "printing"),
    ],
)
def test_other_words_for_it_and_misspelt_ones_find_it(library: Matcher, message: str, entry: str) -> None:
    assert first(library, message) == entry


def test_entries_come_nearest_first(library: Matcher) -> None:
    ranking = ranked(library, "how much is it to print a book")
    assert all(higher >= lower for higher, lower in pairwise(ranking.scores))
    assert ranking.signals.score == ranking.scores[0]
    assert ranking.signals.gap == pytest.approx(ranking.scores[0] - ranking.scores[1])


def test_more_phrasings_near_are_more_evidence() -> None:
    fillers = ("the old tower", "a brass bell")
    one = matcher({"a": ("is the lamp lit", *fillers), "b": ("is the fog thick",)})
    three = matcher({"a": ("is the lamp lit", "who lit the lamp", "lamp lit at night"), "b": ("is the fog thick",)})
    assert ranked(three, "lamp lit").scores[0] > ranked(one, "lamp lit").scores[0]


@pytest.mark.parametrize("foreign", ["penguins", "zorbing", "xylophone lessons"])
@pytest.mark.parametrize("message", ["what are your opening hours", "renew a loan", "where can i park"])
def test_foreign_words_take_nearness_away(library: Matcher, message: str, foreign: str) -> None:
    with_them = ranked(library, f"{message} {foreign}")
    assert with_them.scores[0] < ranked(library, message).scores[0]
    assert with_them.signals.unknown > 0 == ranked(library, message).signals.unknown


def test_word_order_tells_two_entries_apart() -> None:
    keeper = matcher({
        "feed": ("does the keeper feed the cat", "the keeper feeds his cat"),
        "bite": ("does the cat bite the keeper", "the cat bites its keeper"),
    })  # fmt: skip
    assert first(keeper, "the keeper and the cat") == "feed"
    assert first(keeper, "the cat and the keeper") == "bite"


def test_the_order_of_phrasings_does_not_matter() -> None:
    dice = random.Random(1)
    shuffled = {id: dice.sample(texts, len(texts)) for id, texts in dice.sample([*PHRASINGS.items()], len(PHRASINGS))}
    one, other = matcher(PHRASINGS, VOCABULARY), matcher(shuffled, VOCABULARY)
    for message in ("how much is the fine", "can my daughter join", "print a book", "libary on sunday"):
        mine, theirs = ranked(one, message), ranked(other, message)
        assert dict(zip(mine.entries, mine.scores, strict=True)) == pytest.approx(
            dict(zip(theirs.entries, theirs.scores, strict=True))
        )


def test_what_was_asked_before_changes_nothing() -> None:
    questions = ["walking to story time", "walk", "is it walkable", "parking", "parked", "prnt", "print"]
    fresh = {question: matcher(PHRASINGS).rank(tokens(question)) for question in questions}
    used = matcher(PHRASINGS)
    for question in (*reversed(questions), *questions, *questions):
        assert used.rank(tokens(question)) == fresh[question]


@pytest.mark.parametrize("message", ["", "zorb quux", "маяк", "🦩"])
def test_without_a_known_word_there_is_no_ranking(library: Matcher, message: str) -> None:
    assert library.rank(tokens(message)) is None


def test_words_of_off_topic_examples_alone_are_near_to_no_entry(library: Matcher) -> None:
    assert library.rank(tokens("france joke football")) is None


def test_only_entries_with_a_word_of_the_message_are_ranked(library: Matcher) -> None:
    assert ranked(library, "photocopy").entries == ("printing",)


PACKS: dict[str, Mapping[str, Iterable[str]]] = {
    "one entry": {"lamp": ("is the lamp lit", "who lights the lamp")},
    "one entry of one phrasing": {"lamp": ("is the lamp lit",)},
    "an entry of one word": {"lamp": ("lamp",), "fog": ("fog", "is there fog")},
    "first entry without words": {"none": ("???",), "lamp": ("is the lamp lit",)},
    "middle entry without words": {"fog": ("fog",), "none": ("???",), "lamp": ("is the lamp lit",)},
    "last entry without words": {"lamp": ("is the lamp lit",), "none": ("???", "!")},
    "the same in two entries": {"lamp": ("is the lamp lit",), "twin": ("is the lamp lit",)},
    "more entries than are looked at closely": {
        "lamp": ("is the lamp lit",), **{f"e{n}": (f"the {word} lamp",) for n, word in enumerate("abcdefghijklmn")},
    },
}  # fmt: skip


@pytest.mark.parametrize("entries", PACKS.values(), ids=PACKS.keys())
@pytest.mark.parametrize("off_topic", [(), ("lamp of my car",), ("???",)], ids=["no examples", "examples", "empty"])
def test_packs_of_any_shape_find_the_lamp(entries: Mapping[str, Iterable[str]], off_topic: Iterable[str]) -> None:
    by = matcher(entries, off_topic=off_topic)
    assert first(by, "is the lamp lit") == "lamp"
    assert first(by, "who lights the lmap, is it lamp or lit") == "lamp"


@pytest.mark.parametrize("entries", [{}, {"none": ("???",)}], ids=["no entries", "no words"])
def test_packs_without_words_find_nothing(entries: Mapping[str, Iterable[str]]) -> None:
    assert matcher(entries, off_topic=["is the lamp lit"]).rank(["lamp"]) is None
    assert matcher(entries).rank(["lamp"]) is None


class TestUnfinished:
    """The last word may go on."""

    @pytest.mark.parametrize(
        ("typed", "entry"), [("where is the photoc", "printing"), ("rhym", "stories"), ("how do i ren", "renew")]
    )
    def test_its_beginning_finds_the_word(self, library: Matcher, typed: str, entry: str) -> None:
        ranking = library.rank(tokens(typed), unfinished=True)
        assert ranking and ranking.entries[0] == entry

    def test_words_before_it_are_finished(self, library: Matcher) -> None:
        assert library.rank(tokens("sca zorb"), unfinished=True) is None

    @pytest.mark.parametrize("typed", ["it's", "what's", "q and a", "a and", "2", "n", "im"])
    def test_it_may_be_a_short_form_or_part_of_a_phrase(self, typed: str) -> None:
        by = matcher(PHRASINGS, {"same": {"fine": ["q and a", "a and b"]}})
        by.rank(tokens(typed), unfinished=True)


def test_nearest_phrasings_are_of_the_entry_asked_for(library: Matcher) -> None:
    nearest = library.nearest_phrasings(tokens("when do you close"), "opening")
    assert 0 < len(nearest) <= 3
    assert {phrasing.text for phrasing in nearest} <= set(PHRASINGS["opening"])
    assert nearest[0].text == "what time do you close"
    examples = library.nearest_phrasings(tokens("renew my passport"), None)
    assert examples[0].text == "renew my passport"
    assert library.nearest_phrasings(tokens("renew"), "no-such-entry") == ()
