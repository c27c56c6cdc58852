"""A pack's phrasings, counted."""

from __future__ import annotations

import pytest

from tests.understanding.library import corpus

LAMPS = {
    "lamp": ("is the lamp lit", "who lights the lamp"),
    "fog": ("is there fog", "fog", "the fog horn"),
}


def test_rows_stand_in_the_order_of_their_entries() -> None:
    lamps = corpus(LAMPS, off_topic=["the lamp in my hall"])
    assert lamps.ids == ("lamp", "fog")
    assert lamps.texts == [*LAMPS["lamp"], *LAMPS["fog"], "the lamp in my hall"]
    assert lamps.owners.tolist() == [0, 0, 1, 1, 1, 2]
    assert lamps.starts.tolist() == [0, 2, 5, 6]


def test_every_unit_knows_its_rows() -> None:
    lamps = corpus(LAMPS, off_topic=["the lamp in my hall"])
    for key, number in lamps.numbers.items():
        rows = lamps.postings[number].tolist()
        assert rows == [row for row, text in enumerate(lamps.texts) if key in lamps.lexicon.units(text.split())]


def test_counts_are_of_phrasings_by_entry() -> None:
    lamps = corpus(LAMPS, off_topic=["the lamp in my hall"])
    assert lamps.counts[lamps.numbers["lamp"], :2].tolist() == [2, 0]
    assert lamps.counts[lamps.numbers["fog"], :2].tolist() == [0, 3]
    assert lamps.counts[lamps.numbers["the"], :2].tolist() == [2, 1]


def test_a_word_said_twice_in_a_phrasing_counts_once() -> None:
    fog = corpus({"fog": ("fog fog fog",)})
    assert fog.counts[fog.numbers["fog"], 0] == 1


def test_long_phrasings_have_smaller_shares() -> None:
    lamps = corpus({"lamp": ("lamp", "who lights the great big old lamp"), "fog": ("lamp",)})
    assert lamps.shares[lamps.numbers["big"], 0] < lamps.shares[lamps.numbers["lamp"], 1]


def test_neighbours_go_under_one_name_for_all_that_mean_the_same() -> None:
    lamps = corpus(LAMPS, {"same": {"lamp": ["beacon"]}})
    assert set(lamps.neighbours(["the", "lamp"])) == set(lamps.neighbours(["the", "beacons"]))
    assert set(lamps.neighbours(["the", "lamp"])) != set(lamps.neighbours(["lamp", "the"]))


def test_the_words_spoken_are_those_written_in_phrasings() -> None:
    lamps = corpus(LAMPS, {"same": {"siren": ["fog horn"]}})
    assert lamps.spoken["fog"] == 3
    assert lamps.spoken["lights"] == 1
    assert "fog horn" not in lamps.spoken
    assert "siren" not in lamps.spoken


@pytest.mark.parametrize("empty", ["???", "…", "-"])
def test_a_phrasing_without_words_is_no_row(empty: str) -> None:
    fog = corpus({"lamp": (empty,), "fog": ("fog", empty)})
    assert fog.texts == ["fog"]
    assert fog.starts.tolist() == [0, 0, 1, 1]


def test_no_phrasings_no_rows() -> None:
    nothing = corpus({})
    assert nothing.texts == []
    assert nothing.postings == []
