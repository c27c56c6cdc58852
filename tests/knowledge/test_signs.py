"""What is wrong with urgent signs is told with its place and a remedy."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.knowledge.signs import Urgent


def pack(**changes: Any) -> dict[str, Any]:
    """A good set of signs, changed."""
    sign = {"id": "sinking", "about": "x", "reply": "bail", "when": ["WATER ... hold"], "hits": ["x"], "misses": ["y"]}
    guard = {"because": "x", "where": "for the next 9 words", "lines": ["if"]}
    whole = {"replies": {"bail": "Bail!"}, "words": {"WATER": ["sea"]}, "guards": {"supposed": guard}, "signs": [sign]}
    for path, value in changes.items():
        *way, last = path.split("__")
        part: Any = whole
        for step in way:
            part = part[int(step) if step.isdigit() else step]
        part[last] = value
    return whole


def test_a_good_set_of_signs_is_taken() -> None:
    assert Urgent.model_validate(pack()).signs[0].id == "sinking"


@pytest.mark.parametrize(
    ("changes", "at", "words"),
    [
        ({"signs__0__when": ["WATR ... hold"]}, ("signs", 0, "when", 0), "no word group WATR — did you mean WATER?"),
        ({"signs__0__when": ["x", "ROPE"]}, ("signs", 0, "when", 1), "no word group ROPE — add it to words"),
        ({"signs__0__when": ["can't"]}, ("signs", 0, "when", 0), "cant, not can't"),
        ({"signs__0__when": ["we Sink"]}, ("signs", 0, "when", 0), "write small letters"),
        ({"signs__0__when": ["a ... "]}, ("signs", 0, "when", 0), "neither a word group"),
        ({"signs__0__when": ["a + b ... c"]}, ("signs", 0, "when", 0), "make two lines of it"),
        ({"signs__0__when": ["a + b + c + d"]}, ("signs", 0, "when", 0), "more than three parts"),
        ({"signs__0__when": ["a, close by"]}, ("signs", 0, "when", 0), "write one of: within 4 words · on its own"),
        ({"signs__0__when": ["so wet"], "skip": ["so"]}, ("signs", 0, "when", 0), "passed over (skip) — leave it out"),
        ({"signs__0__reply": "bale"}, ("signs", 0, "reply"), "no reply bale — did you mean bail?"),
        ({"signs__0__unless": ["suposed"]}, ("signs", 0, "unless"), "no guard suposed — did you mean supposed?"),
        ({"signs__0__despite": ["supposed"]}, ("signs", 0, "despite"), "no guard that holds for every sign supposed"),
        ({"unless": ["nothing"]}, ("unless",), "no guard nothing"),
        ({"words__TIDE": ["TIDE"]}, ("words", "TIDE"), "stand in a circle (TIDE in TIDE) — take one of them out"),
        ({"words__Sea": ["x"]}, ("words", "Sea"), "write it in CAPITALS"),
        ({"guards__supposed__where": "nearby"}, ("guards", "supposed", "where"), "'nearby' is no place — write one of"),
        ({"guards__supposed__where": "for the next 3 words after"}, ("guards", "supposed", "where"), "is no place"),
        ({"guards__supposed__lines": ["IF"]}, ("guards", "supposed", "lines", 0), "no word group IF"),
        ({"guards__supposed__but_not": ["{x}"]}, ("guards", "supposed", "but_not", 0), "'{x}' is neither"),
    ],
)
def test_a_fault_is_told_where_it_stands(changes: dict[str, Any], at: tuple[str | int, ...], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Urgent.model_validate(pack(**changes))
    [fault] = refused.value.errors()
    assert fault["loc"] == at
    assert words in fault["msg"]
    assert " — " in fault["msg"]


def test_two_signs_of_one_name_are_refused() -> None:
    good = pack()
    good["signs"] *= 2
    with pytest.raises(ValidationError, match="two signs are called sinking"):
        Urgent.model_validate(good)


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        Urgent.model_validate(pack(signs__0__when=["ROPE", "SAIL"], signs__0__reply="row"))
    assert len(refused.value.errors()) == 3


def test_a_number_is_a_word() -> None:
    assert Urgent.model_validate(pack(words__WATER=[39])).line("WATER").parts == ((frozenset({"39"}),),)
