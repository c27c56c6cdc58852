"""Where the faults of an evaluation lie: what is taken for what, and which entries and styles do worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.evaluation.metrics import Case, Share, measure

Key = Literal["entry", "style"]
NO_STYLE = "(none)"


@dataclass(frozen=True, slots=True)
class Confusion:
    """Messages that ask one thing and were taken for another."""

    asked: str
    """The entry, or the label of what is none: OOS, EMERGENCY …"""
    understood: str
    count: int
    shown: int
    """How many of these were answered so; the rest only ranked it first, unsure."""


@dataclass(frozen=True, slots=True)
class Group:
    """How messages of one kind did."""

    name: str
    messages: int
    first_choice: Share
    right: Share
    helped: Share
    wrong: Share
    """Answered, but with nothing acceptable."""
    swallowed: int
    """How many messages that ask something else were answered with this entry; 0 for a style."""


def confusions(cases: Sequence[Case]) -> list[Confusion]:
    """What is taken for what, most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    shown: Counter[tuple[str, str]] = Counter()
    for case in cases:
        understood = case.understood
        if case.fault and understood and understood not in case.labelled.ok:
            counts[case.asked, understood] += 1
            shown[case.asked, understood] += case.reply.kind not in ("suggest", "none")
    order = sorted(counts, key=lambda pair: (-counts[pair], -shown[pair], pair))
    return [Confusion(*pair, counts[pair], shown[pair]) for pair in order]


def groups(cases: Sequence[Case], by: Key) -> list[Group]:
    """The cases by the entry they ask for, or by style; those with the smallest share right first."""
    members: dict[str, list[Case]] = {}
    for case in cases:
        members.setdefault(case.asked if by == "entry" else case.labelled.style or NO_STYLE, []).append(case)
    swallowed: Counter[str] = Counter()
    if by == "entry":
        for case in cases:
            swallowed.update(case.reply.entries if case.wrong else ())
        for entry in swallowed:
            members.setdefault(entry, [])
    found = [_group(name, of_group, swallowed[name]) for name, of_group in members.items()]
    return sorted(found, key=lambda group: (group.right.percent is None, group.right.percent, group.name))


def _group(name: str, cases: Sequence[Case], swallowed: int) -> Group:
    return Group(
        name=name,
        messages=len(cases),
        first_choice=measure(cases).first_choice,
        right=Share(sum(case.right for case in cases), len(cases)),
        helped=Share(sum(case.helped for case in cases), len(cases)),
        wrong=Share(sum(case.wrong for case in cases), len(cases)),
        swallowed=swallowed,
    )
