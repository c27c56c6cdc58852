"""Urgent signs and entries that get in one another's way, and signs that fail their own examples."""

from __future__ import annotations

from collections.abc import Iterator

from bot.evaluation.review.progress import Track
from bot.knowledge.check import fold
from bot.knowledge.document import Node
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, warning
from bot.understanding.interpreter import Interpreter


def alarm_reviews(root: Node, pack: Pack, track: Track) -> Iterator[Problem]:
    """What is to be said about the urgent signs, and about phrasings that raise an alarm."""
    if not pack.urgent.signs:
        return
    check = Interpreter(pack).urgency
    phrasings = {fold(node.data): (id, node) for id, node in _phrasings(root)}
    urgent = root.children["urgent"]
    for sign in urgent.items("signs"):
        id = sign.text("id")
        for hit in sign.items("hits"):
            if found := phrasings.get(fold(hit.data)):
                yield warning(
                    "shadowed-sign",
                    hit.at,
                    f'"{hit.data}" is an emergency of sign "{id}", and a phrasing of "{found[0]}" at {found[1].at}',
                    "take it out of the entry if it is an emergency, else out of the sign",
                )
            if check.check(hit.data) is None:
                message = f'"{hit.data}" should raise the alarm of sign "{id}", but raises none'
                yield warning("silent-hit", hit.at, message, "add a line to the sign, or mend the example")
        for miss in sign.items("misses"):
            if alarm := check.check(miss.data):
                message = f'"{miss.data}" should raise no alarm, but raises "{alarm.sign}", by the line "{alarm.rule}"'
                yield warning("alarming-miss", miss.at, message, "narrow that line, or mend the example")
    for id, node in track(list(_phrasings(root)), "Looking for alarms"):
        if alarm := check.check(node.data):
            yield warning(
                "alarming-phrasing",
                node.at,
                f'"{node.data}" raises the alarm "{alarm.sign}", so nobody who writes it sees the answer of "{id}"',
                f'take it out of the entry, or narrow the line "{alarm.rule}"',
            )


def _phrasings(root: Node) -> Iterator[tuple[str, Node]]:
    """Each phrasing with the id of its entry."""
    for entry in root.items("entries"):
        yield from ((entry.text("id") or "", phrasing) for phrasing in entry.items("asked_as"))
