"""Labelled questions from a file: JSON lines, or a pack's YAML list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.evaluation.metrics import is_special
from bot.knowledge.document import compose
from bot.knowledge.model import Labelled, Pack
from bot.wrong_use import WrongUse

FIELDS = ("q", "ok", "style")
EXAMPLE = '{"q": "is the library open", "ok": ["library"]}'


class LabelledError(WrongUse):
    """A file of labelled questions that can't be read: one line that says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A labelled question and where it stands."""

    labelled: Labelled
    line: int
    """The line of its file; for a pack's own, its number in the list."""


def read_labelled(path: Path) -> list[Placed]:
    """The labelled questions of a file, YAML if its name says so, else JSON lines. Raises LabelledError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LabelledError(f"{path}: there is no such file.") from None
    except UnicodeDecodeError:
        raise LabelledError(f"{path}: not UTF-8 text. Save it as UTF-8.") from None
    except OSError as error:
        raise LabelledError(f"{path}: can't be read: {error.strerror}.") from None
    rows = _yaml_rows if path.suffix.lower() in (".yaml", ".yml") else _json_rows
    found = [Placed(_labelled(row, f"{path}:{line}"), line) for line, row in rows(text, path)]
    if not found:
        raise LabelledError(f"{path}: holds no labelled question. Each is a line such as {EXAMPLE}.")
    return found


def pack_labelled(pack: Pack) -> list[Placed]:
    """The labelled questions that the pack brings along, each with its number. Raises LabelledError."""
    if not pack.labelled:
        raise LabelledError(f"The FAQ has no labelled questions of its own. Name a file of lines such as {EXAMPLE}.")
    return [Placed(one, number) for number, one in enumerate(pack.labelled, start=1)]


def unknown_labels(placed: list[Placed], pack: Pack) -> dict[str, int]:
    """Labels that are neither an entry of the pack nor special -> the first line that has them."""
    unknown: dict[str, int] = {}
    for one in placed:
        for ok in one.labelled.ok:
            if ok not in pack.by_id and not is_special(ok):
                unknown.setdefault(ok, one.line)
    return unknown


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    # Not str.splitlines: questions may hold other line ends (U+2028) that are no line ends in JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                why = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
                raise LabelledError(f"{path}:{number}: not JSON ({why}). A line looks like {EXAMPLE}.") from None


def _yaml_rows(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    root, problems = compose(text, str(path))
    if problems:
        raise LabelledError(str(problems[0]))
    if root is not None:
        rows = root.children.values() if isinstance(root.data, list) else root.items("labelled")
        yield from ((row.at.line, row.data) for row in rows)


def _labelled(row: Any, where: str) -> Labelled:
    if not isinstance(row, dict):
        raise LabelledError(f"{where}: not a labelled question. A line looks like {EXAMPLE}.")
    try:
        return Labelled.model_validate({name: row[name] for name in FIELDS if row.get(name) is not None})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise LabelledError(f"{where}: `{field}`: {fault['msg'].lower()}. A line looks like {EXAMPLE}.") from None
