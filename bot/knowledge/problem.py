"""Something wrong with a pack: where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process, utils

Severity = Literal["error", "warning"]
LONGEST = 300
"""The characters of a message or remedy; a FAQ with a wrong quotation mark can hold very long "names"."""


class Position(NamedTuple):
    """A place in a file, counted from 1; line 0 stands for the file or folder as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a pack. An error stops the pack from loading, a warning doesn't."""

    severity: Severity
    code: str
    """Short stable id of the kind of fault, such as `duplicate-id`."""
    file: str
    line: int
    column: int
    message: str
    """What is wrong."""
    remedy: str = ""
    """How to mend it."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        remedy = f" — {self.remedy}" if self.remedy else ""
        return f"{place}: {self.severity} {self.code}: {self.message}{remedy}"


class PackError(Exception):
    """A pack can't be loaded; `problems` holds every error that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def error(code: str, at: Position, message: str, remedy: str = "") -> Problem:
    """An error at a position."""
    return Problem("error", code, *at, _one_line(message), _one_line(remedy))


def warning(code: str, at: Position, message: str, remedy: str = "") -> Problem:
    """A warning at a position."""
    return Problem("warning", code, *at, _one_line(message), _one_line(remedy))


def _one_line(text: str) -> str:
    """What a pack says may hold anything; what is said about it is a short line, safe for a terminal."""
    line = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is probably a slip for, or None."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60)
    return found[0] if found else None


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy for an unknown name: the nearest known one, else `otherwise`."""
    near = nearest(name, known)
    return f'did you mean "{near}"?' if near else otherwise
