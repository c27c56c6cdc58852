"""How a long review tells how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Track(Protocol):
    """Goes through a sequence, and shows how far it is while it does."""

    def __call__(self, sequence: Sequence[T], description: str) -> Iterable[T]:
        """The items of `sequence`, one after the other."""
        ...


def silently(sequence: Sequence[T], description: str) -> Iterable[T]:
    """Shows nothing."""
    return sequence
