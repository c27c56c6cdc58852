"""What people ask and the FAQ doesn't answer, grouped by meaning."""

from __future__ import annotations

import io
from datetime import date
from typing import get_args

import pytest
import yaml
from rich.console import Console

from bot.journal.pending import MissKind
from bot.journal.store import Miss
from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Entry, Pack
from bot.unanswered.groups import Group, Unanswered, group
from bot.unanswered.stubs import ANSWER, stubs
from bot.unanswered.tables import as_json, settled_line, table
from bot.understanding.interpreter import Interpreter

DAY = date(2031, 5, 6)
MEANINGS = {
    "parking": ["is there parking at the hospital", "how much is parking", "where can i park"],
    "vets": ["are vets on strike", "is the vet open", "do vets join in"],
    "wifi": ["does the hospital have wifi", "whats the wifi password"],
    "football": ["who won the football", "football score"],
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(default_pack())


@pytest.fixture(scope="module")
def interpreter(pack: Pack) -> Interpreter:
    return Interpreter(pack)


def misses(*asked: tuple[str, int] | tuple[str, int, MissKind], near: str = "ae-open") -> list[Miss]:
    found = []
    for id, (question, count, *kind) in enumerate(asked):
        (why,) = kind or ("none",)
        assert why in get_args(MissKind)
        found.append(Miss(id, DAY, why, question, ((near, 1.0),), count))
    return found


def test_questions_that_mean_the_same_are_one_group(pack: Pack, interpreter: Interpreter) -> None:
    meaning = {question: name for name, questions in MEANINGS.items() for question in questions}
    found = group(misses(*((question, 1) for question in meaning)), pack, interpreter).groups
    assert all(len({meaning[question] for question in one.questions}) == 1 for one in found)
    assert len(found) <= len(MEANINGS) + 2
    assert sum(one.count for one in found) == len(meaning)


def test_spelling_and_case_make_no_difference(pack: Pack, interpreter: Interpreter) -> None:
    (one,) = group(misses(("Who won the football?", 2), ("who WON the football", 3)), pack, interpreter).groups
    assert (one.count, one.ids, one.questions) == (5, (0, 1), ("Who won the football?",))


def test_the_most_frequent_come_first(pack: Pack, interpreter: Interpreter) -> None:
    found = group(misses(("who won the football", 2), ("are vets on strike", 9)), pack, interpreter).groups
    assert [one.count for one in found] == [9, 2]


def test_what_the_faq_answers_by_now_is_left_out_and_counted(pack: Pack, interpreter: Interpreter) -> None:
    found = group(misses((pack.by_id["ae-open"].question, 4), ("who won the football", 1)), pack, interpreter)
    assert found.settled == 4
    assert [one.questions for one in found.groups] == [("who won the football",)]
    assert settled_line(found) == "Left out: questions asked 4 times that the FAQ answers by now."


def test_an_answer_that_did_not_help_stays_though_the_faq_answers(pack: Pack, interpreter: Interpreter) -> None:
    (one,) = group(misses((pack.by_id["ae-open"].question, 4, "no")), pack, interpreter).groups
    assert (one.nearest, one.unhelpful) == ("ae-open", 4)


def test_nothing_asked_makes_no_group(pack: Pack, interpreter: Interpreter) -> None:
    assert group([], pack, interpreter) == Unanswered((), 0)
    assert yaml.safe_load(stubs((), pack)) == {"entries": []}


@pytest.mark.parametrize("question", ["", "🚑", "[phone]", "[name] [number]", "???", "…"])
def test_questions_without_a_word_do_no_harm(pack: Pack, interpreter: Interpreter, question: str) -> None:
    found = group(misses((question, 1)), pack, interpreter)
    assert yaml.safe_load(stubs(found.groups, pack)).keys() == {"entries"}
    Console(quiet=True).print(table(found, 10, 30))


class TestStubs:
    def test_where_nothing_is_near_make_a_new_entry(self, pack: Pack) -> None:
        asked = ("who won the football", "football score")
        (entry,) = yaml.safe_load(stubs([Group(asked, 4, DAY, None, 0.01, 0, (1, 2))], pack))["entries"]
        made = Entry.model_validate(entry)
        assert made.asked_as == ("who won the football", "football score")
        assert made.answer == ANSWER
        assert made.id not in pack.by_id
        assert made.topic in pack.topics

    def test_where_an_entry_is_near_add_to_its_asked_as(self, pack: Pack) -> None:
        written = stubs([Group(("is casualty going",), 3, DAY, "ae-open", 0.4, 0, (1,))], pack)
        (entry,) = yaml.safe_load(written)["entries"]
        assert entry == {"id": "ae-open", "asked_as": ["is casualty going"]}
        assert "# Asked 3 times, last on 2031-05-06." in written

    def test_an_answer_that_did_not_help_gets_no_more_phrasings(self, pack: Pack, interpreter: Interpreter) -> None:
        found = group(misses((pack.by_id["ae-open"].question, 4, "no")), pack, interpreter)
        written = stubs(found.groups, pack)
        assert "4 got ae-open, which didn't help" in written
        assert yaml.safe_load(written)["entries"][0]["id"] not in pack.by_id

    def test_two_new_entries_never_share_an_id(self, pack: Pack, interpreter: Interpreter) -> None:
        found = group(misses(("who won the football", 1), ("are vets on strike", 1)), pack, interpreter).groups
        same = (found[0], found[0])
        ids = [entry["id"] for entry in yaml.safe_load(stubs(same, pack))["entries"]]
        assert len(set(ids)) == 2

    def test_phrasings_hold_no_tags_and_stay_yaml(self, pack: Pack, interpreter: Interpreter) -> None:
        found = group(misses(('football: "who" won? # [phone] {x}', 2)), pack, interpreter)
        (entry,) = yaml.safe_load(stubs(found.groups, pack))["entries"]
        assert entry["asked_as"] == ['football: "who" won? # {x}']


def test_the_table_shows_examples_with_their_tags(pack: Pack, interpreter: Interpreter) -> None:
    console = Console(width=120, file=io.StringIO(), record=True)
    console.print(table(group(misses(("who won the football [phone]", 3)), pack, interpreter), 10, 30))
    shown = console.export_text()
    assert "who won the football [phone]" in shown
    assert "nothing near" in shown


def test_as_data_it_holds_every_question(pack: Pack, interpreter: Interpreter) -> None:
    data = as_json(group(misses(("who won the football", 3), ("are vets on strike", 1)), pack, interpreter), 1)
    assert [one["questions"] for one in data["groups"]] == [["who won the football"]]
    assert data["groups"][0]["nearest"] is None
