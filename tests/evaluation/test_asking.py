"""Asking labelled questions and a pack's own phrasings, and looking up what went wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.conversation.assistant import Assistant
from bot.evaluation.asking import HELD_OUT, ask, cross_validate, hold_out, phrasings
from bot.evaluation.mistakes import gravest_first
from bot.knowledge.model import Labelled, Pack
from tests.sample import DURING

ASKED_AS = {
    "pool": ["is the pool open", "swimming pool open today", "pool opening", "can we swim in the pool"],
    "library": ["is the library open", "library open today", "library opening", "can i borrow from the library"],
    "bins": ["are bins emptied"],
}


@pytest.fixture
def pack() -> Pack:
    return Pack.model_validate(
        {
            "entries": [
                {"id": id, "question": f"What about the {id}?", "asked_as": texts, "answer": "…"}
                for id, texts in ASKED_AS.items()
            ],
            "urgent": {
                "replies": {"call": "Call."},
                "signs": [
                    {
                        "id": "drowning",
                        "about": "Somebody drowns.",
                        "reply": "call",
                        "when": ["drowning"],
                        "hits": ["he is drowning"],
                        "misses": ["he swims"],
                    }
                ],
            },
        }
    )


class TestHoldingOut:
    @pytest.mark.parametrize("folds", [2, 3, 5, 9])
    def test_each_phrasing_is_held_out_once(self, pack: Pack, folds: int) -> None:
        held_out = Counter(one.q for fold in range(folds) for one in hold_out(pack, fold, folds)[1])
        assert held_out == Counter(text for texts in ASKED_AS.values() for text in texts)
        assert held_out.total() == phrasings(pack)

    def test_what_is_held_out_is_no_longer_known_and_all_else_is(self, pack: Pack) -> None:
        for fold in range(3):
            rest, held_out = hold_out(pack, fold, 3)
            known = {text for entry in rest.entries for text in entry.asked_as}
            asked = {one.q for one in held_out}
            assert not known & asked
            assert known | asked == {text for entry in pack.entries for text in entry.asked_as}
            assert rest.urgent == pack.urgent
            assert rest.by_id["bins"] is rest.entries[2]

    def test_each_is_labelled_with_its_entry(self, pack: Pack) -> None:
        _, held_out = hold_out(pack, 0, 2)
        assert Labelled(q="is the pool open", ok=("pool",), style=HELD_OUT) in held_out

    def test_entries_with_few_phrasings_are_spread_over_the_folds(self) -> None:
        single = [{"id": f"e{n}", "question": "?", "asked_as": [f"phrasing {n}"], "answer": "…"} for n in range(4)]
        pack = Pack.model_validate({"entries": single})
        assert [len(hold_out(pack, fold, 4)[1]) for fold in range(4)] == [1, 1, 1, 1]


def test_cross_validation_asks_every_phrasing_of_an_assistant_that_does_not_know_it(pack: Pack) -> None:
    cases = [case for case, _ in cross_validate(pack, 4, DURING)]
    assert len(cases) == phrasings(pack)
    best = {case.labelled.q: case.reply.best for case in cases}
    assert best["is the pool open"] == "pool"
    (known,) = (case for case, _ in ask(Assistant(pack), [Labelled(q="are bins emptied", ok=("bins",))], DURING))
    (unknown,) = (case for case in cases if case.labelled.q == "are bins emptied")
    assert known.reply.score > unknown.reply.score


def test_an_error_is_shown_with_the_phrasings_that_led_there(pack: Pack) -> None:
    questions = [
        Labelled(q="is the library open today", ok=("pool",)),
        Labelled(q="is the library open", ok=("library",)),
        Labelled(q="drowning in books at the library", ok=("library",)),
        Labelled(q="is the library open today please", ok=("OOS",)),
    ]
    outcomes = list(ask(Assistant(pack), questions, DURING))
    assert outcomes[1][1] is None
    wrong, alarm, false = (found for _, found in outcomes if found)
    assert wrong.fault == "wrong answer"
    assert wrong.led and wrong.led.text in ASKED_AS["library"]
    assert wrong.missed and wrong.missed.text in ASKED_AS["pool"]
    assert alarm.alarm and alarm.alarm.rule == "drowning"
    assert false.missed is None
    assert [one.fault for one in gravest_first([wrong, alarm, false])] == [
        "false alarm",
        "false answer",
        "wrong answer",
    ]
