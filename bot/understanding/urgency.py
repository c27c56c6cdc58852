"""Whether somebody is in danger now.

A pack describes signs in lines ("FACE ... DROOPED, within 5 words"), and guards that silence a sign where nobody is in
danger ("what if", "years ago"). Each line is filed under its rarest part, so that a message touches few of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from bot.knowledge.signs import Guard, Line, Urgent, Where
from bot.understanding.clauses import Clauses, cut
from bot.understanding.english import zipf
from bot.understanding.sightings import PartIndex, Sightings, Span, spans
from bot.understanding.spelling import Spelling

_WORDS_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Alarm:
    """An urgent sign that a message shows."""

    sign: str
    """Id of the sign."""
    rule: str
    """The line of the sign that fired, as it stands in the pack."""
    reply: str
    """Markdown: what to do now."""


class UrgencyCheck:
    """Looks for a pack's urgent signs in messages."""

    def __init__(self, urgent: Urgent, known_words: Collection[str] = ()) -> None:
        """`known_words`: words of the FAQ, lower case; a misspelt word that is as near to one of them is no sign."""
        guards = {name: _Guard.of(guard, urgent) for name, guard in urgent.guards.items()}
        self._rules = [
            _Rule(
                urgent.line(line),
                tuple(guards[name] for name in urgent.guards_of(sign)),
                Alarm(sign.id, line, urgent.replies[sign.reply]),
            )
            for sign in urgent.signs
            for line in sign.when
        ]
        parts = {part for rule in self._rules for part in rule.line.parts}
        guard_parts = {part for guard in guards.values() for line in guard.lines + guard.but_not for part in line.parts}
        words = {word for part in parts | guard_parts for term in part for word in term.split()}
        self._symbols = frozenset(word for word in words if not word.isalnum())
        self._skip, self._new_clause = frozenset(urgent.skip), frozenset(urgent.new_clause)
        self._spelling = Spelling(words, urgent.as_written, known_words)
        self._parts, self._guard_parts = PartIndex(parts), PartIndex(guard_parts)

        # A set of parts is a number with a bit for each, so that a line's parts are compared with a message's at once.
        bits = {part: 1 << number for number, part in enumerate(parts)}
        self._needs = [sum(bits[part] for part in set(rule.line.parts)) for rule in self._rules]
        self._bits: defaultdict[str, int] = defaultdict(int)
        for part, bit in bits.items():
            for first in {term.split()[0] for term in part}:
                self._bits[first] |= bit
        self._by_first_word: defaultdict[str, set[int]] = defaultdict(set)
        commonness = {part: sum(_commonness(term) for term in part) for part in parts}
        for number, rule in enumerate(self._rules):
            for term in min(rule.line.parts, key=commonness.__getitem__):
                self._by_first_word[term.split()[0]].add(number)
        self._clue = lru_cache(_WORDS_REMEMBERED)(self._new_clue)

    def check(self, message: str) -> Alarm | None:
        """The first sign that `message` shows, or None. Any text at all; never raises."""
        text = cut(message, self._symbols, self._skip, self._new_clause)
        clues = [self._clue(word) for word in text.words]
        seen = 0
        for clue in clues:
            seen |= clue.parts
        touched = {number for clue in clues for number in clue.rules if self._needs[number] & ~seen == 0}
        if not touched:
            return None
        meant = [clue.meant for clue in clues]
        sightings = self._parts.find(meant)
        guard_sightings: Sightings | None = None
        for number in sorted(touched):
            rule = self._rules[number]
            for span in spans(rule.line, sightings, len(meant)):
                if guard_sightings is None:
                    guard_sightings = self._guard_parts.find(meant)
                if not any(guard.silences(span, text, guard_sightings) for guard in rule.guards):
                    return rule.alarm
        return None

    def _new_clue(self, word: str) -> _Clue:
        meant = self._spelling.meant(word)
        parts = 0
        for one in meant:
            parts |= self._bits.get(one, 0)
        rules = frozenset[int]().union(*(self._by_first_word.get(one, ()) for one in meant))
        return _Clue(meant, parts, tuple(rules))


def examples_at_fault(urgent: Urgent, check: UrgencyCheck) -> Iterator[str]:
    """What is wrong with the signs' own examples: each hit must raise an alarm, and no miss may."""
    for sign in urgent.signs:
        for hit in sign.hits:
            if check.check(hit) is None:
                yield f'sign {sign.id}: the hit "{hit}" raises no alarm — add a line to the sign, or mend the hit'
        for miss in sign.misses:
            if alarm := check.check(miss):
                yield f'sign {sign.id}: the miss "{miss}" raises {alarm.sign}, by "{alarm.rule}" — narrow that line'


@dataclass(frozen=True, slots=True)
class _Rule:
    line: Line
    guards: tuple[_Guard, ...]
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class _Clue:
    """What a word of a message tells by itself."""

    meant: frozenset[str]
    """The words of lines that it may be."""
    parts: int
    """A bit for each part that it may begin."""
    rules: tuple[int, ...]
    """The rules whose rarest part it may begin."""


def _commonness(term: str) -> float:
    """About how often a word or phrase stands in a billion words."""
    return float(10 ** min(zipf(word) for word in term.split()))


@dataclass(frozen=True, slots=True)
class _Guard:
    where: Where
    lines: tuple[Line, ...]
    but_not: tuple[Line, ...]

    @classmethod
    def of(cls, guard: Guard, urgent: Urgent) -> Self:
        """A guard of a pack, its lines understood."""
        lines, but_not = (tuple(map(urgent.line, lines)) for lines in (guard.lines, guard.but_not))
        return cls(Where.read(guard.where), lines, but_not)

    def silences(self, sign: Span, text: Clauses, sightings: Sightings) -> bool:
        """Whether this guard stands where it silences a sign that stands at `sign`."""
        size = len(text.words)
        if not any(self._reaches(span, sign, text) for line in self.lines for span in spans(line, sightings, size)):
            return False
        sentences = range(text.sentence[sign[0]], text.sentence[sign[1] - 1] + 1)
        return not any(
            text.sentence[start] in sentences for line in self.but_not for start, _ in spans(line, sightings, size)
        )

    def _reaches(self, guard: Span, sign: Span, text: Clauses) -> bool:
        where = self.where
        if where.scope == "message":
            return True
        level = text.sentence if where.scope == "sentence" else text.clause
        if level[guard[1] - 1] < level[sign[0]] or level[guard[0]] > level[sign[1] - 1]:
            return False
        # "Before" with a limit is before the sign's first word; without, before its last ("mum, IF she HAS A STROKE").
        begins_before = guard[0] < (sign[1] - 1 if where.reach is None else sign[0])
        ends_after = guard[1] > sign[1]
        if not {"before": begins_before, "after": ends_after, "around": True}[where.side]:
            return False
        return where.reach is None or max(sign[0] - guard[1], guard[0] - sign[1]) <= where.reach
