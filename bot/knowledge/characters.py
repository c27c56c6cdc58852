"""Characters that YAML refuses, or takes for something else than the eye does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.problem import Position, Problem, error

# What YAML itself counts as the end of a line.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_STRANGE_INDENT = re.compile(r" *([^\S ])(?=\s*[^\s#])")
_UNSEEN = re.compile("[^\t -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def split_lines(text: str) -> list[str]:
    """The lines of a text, as YAML counts them."""
    return _LINE_END.split(text)


def misleading_characters(lines: list[str], file: str) -> Iterator[Problem]:
    """Tabs and other strange spaces in front of lines, and characters that can't be seen."""
    for number, line in enumerate(lines, 1):
        if found := _STRANGE_INDENT.match(line):
            name = "a tab" if found[1] == "\t" else "a space of another kind (as word processors make)"
            at = Position(file, number, found.start(1) + 1)
            yield error("tab", at, f"the line starts with {name}", "indent with plain spaces only")
        if found := _UNSEEN.search(line):
            at = Position(file, number, found.start() + 1)
            message = f"this line holds a character that can't be seen (U+{ord(found[0]):04X})"
            yield error("invisible-character", at, message, "delete the line and type it afresh")
