"""Which words of a message a guard silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

from bot.knowledge.signs import Guard, Urgent, Where
from bot.understanding.clauses import Clauses
from bot.understanding.sightings import Pattern, Patterns, Sightings


class Silence(NamedTuple):
    """Sets of words of a message, a bit for each word."""

    nowhere: int = 0
    """No part of a sign may touch one of these."""
    not_first: int = 0
    """A sign may not begin with one of these."""
    not_last: int = 0
    """A sign may not end with one of these."""

    def __or__(self, other: Silence) -> Silence:
        return Silence(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class ReadyGuard:
    """A guard of a pack, made ready for matching."""

    where: Where
    lines: tuple[Pattern, ...]
    but_not: tuple[Pattern, ...]

    @classmethod
    def of(cls, guard: Guard, urgent: Urgent, patterns: Patterns) -> Self:
        """Make `guard` ready."""
        lines = tuple(patterns.of(urgent.line(line)) for line in guard.lines)
        but_not = tuple(patterns.of(urgent.line(line)) for line in guard.but_not)
        return cls(Where.read(guard.where), lines, but_not)

    def silence(self, text: Clauses, sightings: Sightings) -> Silence:
        """What this guard silences in a message."""
        firsts, lasts = _find_any(self.lines, sightings)
        if not firsts:
            return Silence()
        size = len(text.words)
        exempt = _segments(_find_any(self.but_not, sightings)[0], text.sentence_starts, size)
        where = self.where
        if where.scope == "message":
            return Silence(nowhere=((1 << size) - 1) & ~exempt)
        starts = text.sentence_starts if where.scope == "sentence" else text.clause_starts
        if where.reach is None:
            return Silence(nowhere=_segments(firsts | lasts, starts, size) & ~exempt)
        after = before = firsts | lasts
        following = preceding = 0
        for _ in range(where.reach + 1):
            after, before = after << 1 & ~starts, (before & ~starts) >> 1
            following, preceding = following | after, preceding | before
        match where.side:
            case "before":
                return Silence(not_first=following & ~exempt)
            case "after":
                return Silence(not_last=preceding & ~exempt)
            case "next":
                return Silence(nowhere=(firsts | lasts | following) & ~exempt)
        return Silence(nowhere=(firsts | lasts | following | preceding) & ~exempt)


def _find_any(patterns: tuple[Pattern, ...], sightings: Sightings) -> tuple[int, int]:
    firsts = lasts = 0
    for pattern in patterns:
        one = sightings.find(pattern)
        firsts, lasts = firsts | one[0], lasts | one[1]
    return firsts, lasts


def _segments(words: int, starts: int, size: int) -> int:
    """All words of the clauses or sentences (which begin at `starts`) in which `words` stand."""
    return _rightwards(words, starts, size) | _leftwards(words, starts, size)


def _rightwards(words: int, starts: int, size: int) -> int:
    """`words` and what follows them up to the next of `starts`, in steps that double (a Kogge-Stone fill)."""
    passable, step = ((1 << size) - 1) & ~starts, 1
    while words and step < size:
        words |= words << step & passable
        passable &= passable << step
        step *= 2
    return words


def _leftwards(words: int, starts: int, size: int) -> int:
    """`words` and what goes before them back to the last of `starts`."""
    passable, step = ((1 << size) - 1) & ~starts, 1
    while words and step < size:
        words |= (words & passable) >> step
        passable &= passable << step
        step *= 2
    return words
