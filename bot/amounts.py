"""Numbers with what they count, in words."""

from __future__ import annotations


def count(number: int, one: str, many: str) -> str:
    """A number of things: "1 entry", "1,200 entries"."""
    return f"{number:,} {one if number == 1 else many}"


def times(number: int) -> str:
    """How often: "once", "3 times"."""
    return "once" if number == 1 else f"{number:,} times"
