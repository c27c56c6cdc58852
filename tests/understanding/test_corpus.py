"""A pack's phrasings, counted."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.corpus import Corpus
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
        rows = lamps.rows(number).tolist()
        assert rows == [row for row, text in enumerate(lamps.texts) if key in lamps.lexicon.units(text.split())]


def counts(of: Corpus, key: str) -> list[float]:
    return of.counts(*of.cells([of.numbers[key]]), 1)[0].tolist()


def test_counts_are_of_phrasings_by_entry() -> None:
    lamps = corpus(LAMPS, off_topic=["the lamp in my hall"])
    assert counts(lamps, "lamp") == [2, 0]
    assert counts(lamps, "fog") == [0, 3]
    assert counts(lamps, "the") == [2, 1]


def test_units_are_counted_together_as_each_by_itself() -> None:
    lamps = corpus(LAMPS, off_topic=["the lamp in my hall"])
    units = list(lamps.numbers)
    together = lamps.counts(*lamps.cells(range(len(units))), len(units))
    assert [row.tolist() for row in together] == [counts(lamps, key) for key in units]


def test_a_word_said_twice_in_a_phrasing_counts_once() -> None:
    assert counts(corpus({"fog": ("fog fog fog",)}), "fog") == [1]


def test_long_phrasings_have_smaller_shares() -> None:
    lamps = corpus({"lamp": ("lamp", "who lights the great big old lamp"), "fog": ("lamp",)})
    big, lamp = (lamps.shares(lamps.rows(lamps.numbers[key])) for key in ("big", "lamp"))
    assert big[0] < lamp[1]


def test_shares_are_also_of_the_off_topic_examples_and_by_weight() -> None:
    lamps = corpus({"lamp": ("lamp",)}, off_topic=["lamp"])
    entry, off_topic = lamps.shares(np.array([0, 1]))
    assert entry == off_topic > 0
    assert lamps.shares(np.array([0, 1]), np.array([0.5, 0.0])).tolist() == [entry / 2, 0]


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
    assert nothing.numbers == {}
    assert len(nothing.cells([])[0]) == 0
