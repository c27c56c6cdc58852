"""What a word has to do with each phrasing and entry."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from bot.understanding.index import Index, Trace
from bot.understanding.text import stem
from tests.understanding.library import PHRASINGS, VOCABULARY, corpus


def index(
    entries: Mapping[str, Iterable[str]] = PHRASINGS,
    vocabulary: Mapping[str, Any] = VOCABULARY,
    off_topic: Iterable[str] = (),
) -> Index:
    return Index(corpus(entries, vocabulary, off_topic))


def trace(of: Index, word: str) -> Trace:
    return of.trace(stem(word), word)


def covers(of: Index, word: str) -> dict[str, float]:
    """How much of the word's weight each entry covers; only those that do."""
    found = trace(of, word)
    return {id: float(part) for id, part in zip(of.corpus.ids, found.coverage, strict=True) if part}


@pytest.fixture(scope="module")
def library() -> Index:
    return index()


def test_a_word_leads_to_the_phrasings_that_hold_it(library: Index) -> None:
    rows = trace(library, "scanner").rows.tolist()
    assert [library.corpus.texts[row] for row in rows] == ["do you have a scanner"]
    assert covers(library, "scanner").keys() == {"printing"}


def test_forms_of_a_word_lead_to_the_same_phrasings(library: Index) -> None:
    assert trace(library, "renewing").rows.tolist() == trace(library, "renew").rows.tolist() != []


def test_a_misspelt_word_leads_where_the_word_leads_but_less_surely(library: Index) -> None:
    well, ill = trace(library, "photocopier"), trace(library, "photcopier")
    assert set(well.rows) <= set(ill.rows)
    assert 0 < ill.coverage.max() / ill.weight < well.coverage.max() / well.weight


def test_a_kind_leads_to_the_thing_and_the_thing_less_surely_to_the_kind() -> None:
    boats = index({"boat": ("boat",), "yacht": ("yacht",)}, {"kinds": {"boat": ["yacht"]}})
    assert covers(boats, "yacht")["boat"] > 0
    assert covers(boats, "yacht")["yacht"] > covers(boats, "yacht")["boat"]


def test_rare_words_weigh_more_than_common_ones(library: Index) -> None:
    assert trace(library, "wifi").weight > trace(library, "time").weight > trace(library, "the").weight > 0


def test_a_word_of_one_entry_weighs_more_than_one_of_all() -> None:
    everywhere = {name: (f"the lamp of {name}",) for name in ("harbour", "castle", "station")}
    lamps = index(everywhere)
    assert trace(lamps, "castle").weight > trace(lamps, "lamp").weight


def test_foreign_words_weigh_too(library: Index) -> None:
    found = trace(library, "penguins")
    assert not found.rows.size
    assert found.weight > trace(library, "the").weight
    assert not found.coverage.any()


def test_words_of_the_pack_are_likelier_in_it_than_in_english(library: Index) -> None:
    domain = {word: trace(library, word).domain for word in ("photocopy", "penguins")}
    assert domain["photocopy"] is not None and domain["penguins"] is not None
    assert domain["photocopy"] > 0 > domain["penguins"]


def test_off_topic_examples_make_their_words_likelier_elsewhere() -> None:
    without, with_examples = index(), index(off_topic=["a birthday card", "card games", "pay by card", "a red card"])
    before, after = trace(without, "card").domain, trace(with_examples, "card").domain
    assert before is not None and after is not None and after < before


def test_coverage_is_never_more_than_the_weight(library: Index) -> None:
    for word in ("book", "open", "library", "photcopier", "whodunnit", "ticket"):
        found = trace(library, word)
        assert (found.coverage <= found.weight + 1e-3).all()
        assert np.all(found.covered <= found.weight + 1e-3)
        assert np.all(found.explained <= library.row_weights[found.rows] + 1e-3)


def test_an_unfinished_word_may_be_any_that_begins_so(library: Index) -> None:
    assert not covers(library, "sca")
    begun = library.trace_beginning("sca", "sca")
    assert {library.corpus.ids[entry] for entry in np.nonzero(begun.coverage)[0]} == {"printing"}


def test_a_finished_word_stays_itself_when_it_may_go_on(library: Index) -> None:
    assert set(trace(library, "print").rows) <= set(library.trace_beginning("print", "print").rows)


def test_what_was_looked_up_before_changes_nothing() -> None:
    words = ["walk", "walking", "photography", "photograph", "opening", "opens", "open", "libary", "library", "bogus"]
    onwards, backwards = index(), index()
    forth = {word: trace(onwards, word) for word in words}
    back = {word: trace(backwards, word) for word in reversed(words)}
    for word in words:
        assert forth[word].weight == back[word].weight
        assert np.array_equal(forth[word].covered, back[word].covered)
        assert forth[word].domain == back[word].domain
        assert trace(onwards, word).weight == forth[word].weight


def test_threads_that_look_up_at_the_same_time_are_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = [text.split() for texts in PHRASINGS.values() for text in texts]
    alone, shared = index(), index()
    expected = [alone.pair_evidence(words)[0].tolist() for words in messages]
    monkeypatch.setattr("bot.understanding.index._CACHED_PAIRS", 20)  # so that places are given anew all the time
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            for _ in range(20):
                found = threads.map(lambda words: shared.pair_evidence(words)[0].tolist(), messages)
                assert list(found) == expected
    finally:
        sys.setswitchinterval(before)
