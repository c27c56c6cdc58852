"""Numbers, days and times in answers that contradict what the pack says elsewhere about the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from rapidfuzz.distance import OSA

from bot.evaluation.review.answers import answers
from bot.knowledge.clock import turns
from bot.knowledge.document import Node
from bot.knowledge.facts import PLACE, facts_of
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, warning
from bot.understanding.english import zipf

_MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]
_DAYS = [f"{date(2001, 1, day):%A}" for day in range(1, 8)]  # 1 January 2001 was a Monday
_DATE = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_DAYS)}),? )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(_MONTHS)})"
    r"(?: (?P<year>\d{4}))?\b"
)
_TIME_ON = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))? ?(am|pm) on (?=(?:\w+day,? )?\d)")
_NUMBER = re.compile(r"(?<![\w.,:£$€/-])(\d[\d,]*(?:\.\d+)?)(?= ([^\W\d_]+)(?: ([^\W\d_]+))?)")
_NEAR = 3  # days
_SLIGHTLY = 0.2  # relative difference of two numbers that are meant to be one
_EVERYDAY = 6.3  # Zipf; "were" and "is" are nothing that is counted
_UNIT_OF_TIME = re.compile(r"(?:second|minute|hour|day|week|month|year)s?$")

_MESSAGE = 'this answer says "{said}", but the pack says "{known}" elsewhere'
_REMEDY = "if they are the same thing, write the fact's name in curly brackets; else word it otherwise"


@dataclass(frozen=True, slots=True)
class _Known:
    """What a pack says in its facts and about its strike."""

    dates: tuple[date, ...]
    moments: tuple[datetime, ...]
    numbers: Mapping[str, frozenset[str]]
    """What is counted ("hours", "bus drivers") -> the numbers that facts give of it."""


def contradictions(root: Node, pack: Pack) -> Iterator[Problem]:
    """Numbers, dates and times written out in an answer that are a near miss of what the pack knows."""
    known = _known(pack)
    for answer in answers(root):
        for said, right, start in sorted(_misses(_without_facts(answer.data), known), key=lambda miss: miss[2]):
            at = answer.line_at(answer.data.count("\n", 0, start))
            yield warning("contradicts-fact", at, _MESSAGE.format(said=said, known=right), _REMEDY)


_Miss = tuple[str, str, int]
"""What an answer says, what the pack says, and where the answer says it."""


def _misses(text: str, known: _Known) -> Iterator[_Miss]:
    yield from _wrong_dates(text, known)
    yield from _wrong_times(text, known)
    yield from _wrong_numbers(text, known)


def _wrong_dates(text: str, known: _Known) -> Iterator[_Miss]:
    for found in _DATE.finditer(text):
        days = list(_possible(found, known))
        if not days:
            continue
        near = [(abs((day - one).days), one) for one in known.dates for day in days if _is_near(day, one)]
        if any(day in known.dates for day in days):
            right = next(day for day in days if day in known.dates)
            if found["weekday"] and found["weekday"] != f"{right:%A}":
                yield found[0], f"{right:%A} {_written(right)}", found.start()
        elif near:
            yield found[0], _written(min(near)[1]), found.start()


def _possible(found: re.Match[str], known: _Known) -> Iterator[date]:
    """The day that is written; without a year, in each year that the pack knows of."""
    years = [int(found["year"])] if found["year"] else sorted({one.year for one in known.dates})
    for year in years:
        try:
            yield date(year, _MONTHS.index(found["month"]) + 1, int(found["day"]))
        except ValueError:
            continue


def _is_near(day: date, known: date) -> bool:
    is_other_year = (day.month, day.day) == (known.month, known.day) and day.year != known.year
    return is_other_year or 0 < abs((day - known).days) <= _NEAR


def _wrong_times(text: str, known: _Known) -> Iterator[_Miss]:
    for found in _TIME_ON.finditer(text):
        hour, minute = int(found[1]) % 12 + (12 if found[3] == "pm" else 0), int(found[2] or 0)
        when = _DATE.match(text, found.end())
        if not when or minute > 59:
            continue
        days = set(_possible(when, known))
        at = [moment for moment in known.moments if moment.date() in days]
        if at and all(moment.time() != time(hour, minute) for moment in at):
            yield found[0].removesuffix(" on "), f"{at[0]:%H:%M} on {_written(at[0].date())}", found.start()


def _wrong_numbers(text: str, known: _Known) -> Iterator[_Miss]:
    for number, of, start in _counted(text):
        facts = known.numbers.get(of, frozenset())
        if facts and number not in facts:
            right = next((fact for fact in sorted(facts) if _is_slip(number, fact, of)), None)
            if right:
                yield f"{number} {of}", f"{right} {of}", start


def _counted(text: str) -> Iterator[tuple[str, str, int]]:
    """Each number with what it counts: the word, and the two words, that it stands before."""
    for found in _NUMBER.finditer(_DATE.sub(lambda day: "_" * len(day[0]), text)):
        number, word, second = found[1], found[2].lower(), (found[3] or "").lower()
        if zipf(word) < _EVERYDAY:
            yield number, word, found.start()
            if second and zipf(second) < _EVERYDAY:
                yield number, f"{word} {second}", found.start()


def _is_slip(number: str, fact: str, of: str) -> bool:
    """Whether a number looks like another one gone wrong: a digit more, less, changed or swapped, or a bit off."""
    if _UNIT_OF_TIME.match(of) and min(len(number), len(fact)) < 2:
        return False  # "within 2 hours" has nothing to do with a strike of 24
    digits, right = number.replace(",", ""), fact.replace(",", "")
    is_off = abs(float(digits) - float(right)) <= _SLIGHTLY * float(right)
    return is_off or OSA.distance(digits, right) == 1


def _known(pack: Pack) -> _Known:
    facts = facts_of(pack.strike, pack.facts)
    moments = turns(pack.strike)
    dates = [moment.date() for moment in moments] + [source.published for source in pack.sources.values()]
    for text in pack.facts.values():
        for found in _DATE.finditer(text):
            if found["year"]:
                dates += _possible(found, _Known((), (), {}))
    return _Known(tuple(dict.fromkeys(dates)), moments, _numbers(pack, facts))


def _numbers(pack: Pack, facts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for text in (*pack.facts.values(), *(entry.answer for entry in pack.entries)):
        said = list(_counted(text)) if text in facts.values() else []
        for place in PLACE.finditer(text):
            fact = facts.get(place[1] or "", "")
            following = re.match(r"(?: [^\W\d_]+){0,2}", text[place.end() :])
            said += [one for one in _counted(fact + (following[0] if following else "")) if one[2] < len(fact)]
        for number, of, _ in said:
            # "40,000 bus drivers" are 40,000 drivers too.
            for name in {of, of.split()[-1]}:
                numbers[name].add(number)
    return {of: frozenset(all) for of, all in numbers.items()}


def _without_facts(answer: str) -> str:
    """An answer with its facts blanked out, every other letter where it was."""
    return PLACE.sub(lambda place: "_" * len(place[0]), answer)


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
