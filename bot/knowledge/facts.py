"""Facts: numbers, dates and names that several answers share, put in where `{name}` stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time

from bot.knowledge.clock import standing
from bot.knowledge.model import Pack, Strike

PLACE = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")


def fill(text: str, pack: Pack, at: datetime | None = None) -> str:
    """`text` with the pack's facts put in. `{{` and `}}` stand for braces; an unknown `{name}` stays as it is.

    `{starts}` and `{ends}` are those of the strike's window that matters at `at`; without `at`, of the first.
    """
    return substitute(text, facts_of(pack.strike, pack.facts, at))


def facts_of(strike: Strike | None, facts: Mapping[str, str], at: datetime | None = None) -> dict[str, str]:
    """Name -> fact: those of the pack, and `starts` and `ends` in words where the strike has them."""
    now = standing(strike, at)
    times = {"starts": now.starts, "ends": now.ends}
    return {name: in_words(moment) for name, moment in times.items() if moment} | dict(facts)


def substitute(text: str, facts: Mapping[str, str]) -> str:
    """`text` with `facts` put in where their names stand in braces."""
    if "{" not in text and "}" not in text:
        return text
    return PLACE.sub(lambda place: facts.get(place[1], place[0]) if place[1] is not None else place[0][0], text)


def names_in(text: str) -> Iterator[tuple[str, int]]:
    """The names that stand in braces, each with the index of its line, from 0."""
    for place in PLACE.finditer(text):
        if place[1] is not None:
            yield place[1], text.count("\n", 0, place.start())


def stray_braces(text: str) -> Iterator[int]:
    """The index of the line, from 0, of each brace that is neither one of a pair nor doubled."""
    for match in re.finditer(r"[{}]", PLACE.sub(lambda place: "\n" * place[0].count("\n"), text)):
        yield match.string.count("\n", 0, match.start())


def in_words(moment: datetime) -> str:
    """A moment as people say it: "8am on Wednesday 10 February 2016"."""
    day = f"{moment:%A} {moment.day} {moment:%B} {moment.year}"
    if moment.time() == time(0):
        return f"midnight at the start of {day}"
    if moment.time() == time(12):
        return f"midday on {day}"
    minutes = f".{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'} on {day}"
