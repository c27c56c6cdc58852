"""What the YAML parser complains about, in plain words."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from bot.knowledge.problem import Position, Problem, error


class _Fault(NamedTuple):
    """One kind of complaint."""

    pattern: str
    """What the parser says; its two implementations word it differently."""
    message: str
    remedy: str
    lies_at_start: bool = False
    """Whether the fault lies where the parser began the piece rather than where it gave up."""


DEEPEST = 20
"""Levels of nesting; a pack needs six, and YAML's parser takes minutes over thousands."""
TOO_DEEP = f"nested more than {DEEPEST} levels deep"
_QUOTES = "put the whole text in quotes"
_FAULTS = (
    _Fault(
        "quoted scalar.*unexpected",
        "the quotes that open here are never closed",
        "close them at the text's end",
        lies_at_start=True,
    ),
    _Fault(
        "unknown escape",
        "a \\ in double quotes changes the meaning of the letter after it",
        "write \\\\, or use single quotes",
    ),
    _Fault(
        "could not find expected ':'",
        "a field without a colon",
        'write "name: text"; for a list item "- text"',
        lies_at_start=True,
    ),
    _Fault(
        "scanning an (alias|anchor)",
        "YAML takes a leading * or & for a mark of its own",
        _QUOTES,
        lies_at_start=True,
    ),
    _Fault(
        "tag|%TAG",
        "YAML takes a leading ! for a mark of its own",
        _QUOTES,
        lies_at_start=True,
    ),
    _Fault(
        "cannot start any token",
        "YAML doesn't let unquoted text start with this character",
        _QUOTES,
    ),
    _Fault(
        "directive|incompatible",
        "YAML takes a leading % for a mark of its own",
        _QUOTES,
        lies_at_start=True,
    ),
    _Fault(
        "block scalar",
        "text below | or > must start on the next line",
        "end this line after the | and indent the text below it",
        lies_at_start=True,
    ),
    _Fault(
        "flow (sequence|mapping|node)",
        "a [ or { that opens here isn't closed well",
        f"close it, or {_QUOTES}",
        lies_at_start=True,
    ),
    _Fault(
        "document (start|end|indicator)",
        "something stands here that YAML can't place",
        _QUOTES,
    ),
    _Fault(
        "maximum nesting depth",
        TOO_DEEP,
        _QUOTES,
    ),
    _Fault(
        "parsing a block",
        "this line doesn't fit the lines above it",
        "align it with its neighbours; text that holds quotes must be in quotes of the other kind as a whole",
    ),
)
_CONFLICT = ("<<<<<<< ", ">>>>>>> ")  # as git leaves them
_SECOND_COLON = _Fault("", "YAML takes the colon in this text for the end of a field's name", _QUOTES)
_UNEXPECTED_FIELD = _Fault(
    "",
    "this field doesn't fit the line above it",
    "align it with its neighbours; in the line above put a space after the colon, or the whole text in quotes",
)


def explain(fault: yaml.MarkedYAMLError, file: str, lines: list[str]) -> Problem:
    """The parser's complaint as a problem of the pack."""
    conflict = next((number for number, text in enumerate(lines, start=1) if text.startswith(_CONFLICT)), None)
    if conflict:
        message = "two versions of this file were merged, and differ here"
        remedy = "keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
        return error("syntax", Position(file, conflict, 1), message, remedy)
    said = f"{fault.context or ''}: {fault.problem or ''}"
    unknown = _Fault("", f"YAML can't read this ({fault.problem})", _QUOTES)
    known = next((one for one in _FAULTS if re.search(one.pattern, said, re.DOTALL)), unknown)
    mark = (known.lies_at_start and fault.context_mark) or fault.problem_mark or fault.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    line = min(line, len(lines) - 1)  # the parser may give up below the last line
    if "mapping values are not allowed" in said:
        known = _SECOND_COLON if ": " in lines[line][:column] else _UNEXPECTED_FIELD
    return error("syntax", Position(file, line + 1, column + 1), known.message, known.remedy)
