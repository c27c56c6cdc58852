"""Where a message may fall apart into two questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.text import tokens

_MOST = 8  # places looked at; who asks two things does so in one breath
_LONGEST = 60  # words; a longer message tells a story around one question
_BREAK = re.compile(r"[.?!;\n]+|,|\s[-\u2013\u2014]\s|(?<=\s)&(?=\s)|\b(?:and|n|nd|but|also|plus)\b", re.IGNORECASE)
_JOINING = {"and", "n", "nd", "&", "plus", "also"}
_BETWEEN = _JOINING | {"but", "so", "then", "or"}
# With what a question begins; unfolded, as `tokens` leaves them.
_OPENINGS = frozenset(
    "am is are was were do does did can could will would shall should may might must have has had "  # noqa: SIM905
    "what when where which who whose whom why how any anyone".split()
)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a message may fall apart."""

    before: str
    after: str
    """The text on either side; both have words."""
    lengths: tuple[int, int]
    """The number of words on either side."""
    joins: bool
    """A word such as "and" stands there."""
    asks: bool
    """A question mark stands there."""
    stops: bool
    """A full stop or the end of a line stands there."""
    opens: bool
    """What follows begins as a question does."""


def breaks(message: str) -> Iterator[Break]:
    """The places where `message` may fall apart into two questions, first to last; none in a long one."""
    if len(message) > _LONGEST * 8:
        return
    found = 0
    for match in _BREAK.finditer(message):
        before, after = message[: match.start()], message[match.end() :]
        first, second = tokens(before), tokens(after)
        lengths = len(first), len(second)
        if not all(lengths):
            continue
        if sum(lengths) > _LONGEST:
            return
        mark = match.group().strip().lower()
        yield Break(before, after, lengths, mark in _JOINING, "?" in mark, not mark or "." in mark, _opens(second))
        found += 1
        if found == _MOST:
            return


def _opens(words: list[str]) -> bool:
    return next((word for word in words if word not in _BETWEEN), "") in _OPENINGS
