"""Checks a pack: everything that stops it from loading, and the phrasings that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.document import Node
from bot.knowledge.load import Reading, read
from bot.knowledge.problem import Position, Problem, warning

_APOSTROPHE = re.compile("['’‘]")
# Emoji are kept: "hi" and "hi 👋" are two ways to say it.
_NO_WORD = re.compile("(?:[^\\w\u2600-\u27bf\U0001f000-\U0001faff]|_)+")


def check_pack(folder: Path) -> list[Problem]:
    """Every error and warning about the pack in `folder`, sorted by file and line. Raises nothing."""
    return check_reading(read(folder))


def check_reading(reading: Reading) -> list[Problem]:
    """The same of a folder that is read already."""
    found = [*reading.problems, *_repeated_phrasings(reading.root)]
    return sorted(found, key=lambda one: (one.file, one.line, one.column, one.code))


def _repeated_phrasings(root: Node) -> Iterator[Problem]:
    """Phrasings that stand twice: under one heading they are useless, under two they contradict each other."""
    first: dict[str, tuple[str, Position]] = {}
    for heading, phrasing in _phrasings(root):
        folded = fold(phrasing.data)
        found = first.setdefault(folded, (heading, phrasing.at))
        if found[1] == phrasing.at:
            continue
        if found[0] == heading:
            message, remedy = f"{heading} has this phrasing already, at {found[1]}", "remove one of the two"
            yield warning("repeated-phrasing", phrasing.at, message, remedy)
        else:
            message = f"{heading} and {found[0]} (at {found[1]}) share this phrasing"
            yield warning("shared-phrasing", phrasing.at, message, "keep it where it belongs, or word it more exactly")


def _phrasings(root: Node) -> Iterator[tuple[str, Node]]:
    """Every phrasing under the heading where it stands."""
    for part in ("entries", "smalltalk"):
        for item in root.items(part):
            heading = f'"{item.text("id")}"' if part == "entries" else f'the small talk "{item.text("id")}"'
            yield from ((heading, one) for one in item.items("asked_as") if isinstance(one.data, str))
    yield from (("off_topic", one) for one in root.items("off_topic") if isinstance(one.data, str))


def fold(phrasing: str) -> str:
    """A phrasing without case, punctuation and spare spaces; as it is if it holds nothing else."""
    return _NO_WORD.sub(" ", _APOSTROPHE.sub("", phrasing.casefold())).strip() or phrasing.strip()
