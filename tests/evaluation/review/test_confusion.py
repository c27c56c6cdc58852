"""Entries that the bot would take for one another."""

from __future__ import annotations

from bot.evaluation.review.confusion import leave_out
from bot.evaluation.review.progress import silently
from bot.knowledge.model import Pack
from tests.evaluation.review.conftest import Said, entry

GATE = (
    "is the gate open", "when does the gate shut", "garden gate times", "gate locked at night", "lock on the gate",
    "gate", "open the gate please", "what time is the gate closed", "gate shut today", "north gate or south gate",
)  # fmt: skip
CAR = (
    "can i leave the car", "parking", "car park full", "spaces for a van", "where do cars go", "parking charges",
    "is parking free", "blue badge spaces", "van or car", "cars overnight",
)  # fmt: skip


def pack(*entries: tuple[str, tuple[str, ...]]) -> Pack:
    content = [{"id": id, "question": f"About {id}?", "asked_as": asked, "answer": "Yes."} for id, asked in entries]
    return Pack.model_validate({"entries": content})


def test_phrasings_that_find_their_entry_without_being_in_it_are_no_strays() -> None:
    assert leave_out(pack(("gate", GATE), ("car", CAR)), silently) == {}


def test_a_phrasing_counts_as_if_it_were_not_there() -> None:
    strays = leave_out(pack(("gate", GATE), ("car", (*CAR, "car by the gate when it is shut"))), silently)
    assert [(stray.phrasing, stray.finds) for stray in strays["car"]] == [("car by the gate when it is shut", "gate")]


def test_entries_of_one_phrasing_and_packs_of_one_entry_are_harmless() -> None:
    assert leave_out(pack(("gate", ("gate",))), silently) == {}
    assert leave_out(pack(("gate", ("gate",)), ("car", ("car",))), silently) == {}


def test_an_entry_whose_phrasings_speak_of_another(said: Said) -> None:
    odd = ("is it open, the gate", "the gate shuts when", "times of the gate", "gate and lock", "gates", "parking")
    text = entry("gate", "Yes.", *GATE) + entry("car", "No.", *odd)[9:]
    (message,) = said("finds-another", text)
    assert message.startswith('18:5 5 of the 6 phrasings of "car" would find another entry, most often "gate": "')


def test_two_entries_that_draw_one_anothers_phrasings(said: Said) -> None:
    bus = (
        "is the bus on",
        "bus times",
        "when is the next bus",
        "bus stop",
        "bus to town",
        "late bus",
        "is the tram on",
        "tram times",
    )
    tram = (
        "the tram on today",
        "times of the tram",
        "when is the next tram",
        "tram stop",
        "tram to town",
        "late tram",
        "the bus on today",
        "times of the bus",
    )
    (message,) = said("competing-entries", entry("bus", "Yes.", *bus) + entry("tram", "No.", *tram)[9:])
    assert message.startswith('4:5 "bus" and "tram" (at faq/a.yaml:16) compete: "')
    assert '"is the tram on"' in message
    assert '"the bus on today"' in message


def test_entries_apart_do_not_compete(said: Said) -> None:
    text = entry("gate", "Yes.", *GATE) + entry("car", "No.", *CAR)[9:]
    assert said("competing-entries", text) + said("finds-another", text) == []
