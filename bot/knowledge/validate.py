"""From a pack's tree to the model, with what the model refuses said in plain words and placed in its file.

A model's own checks raise ValueError, or PydanticCustomError where the fault has a code of its own. Their messages are
for people; what follows a dash (" — ") is how to mend it.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.document import Node, misread
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, error, meant
from bot.knowledge.shape import inner, is_model

_EACH = 'write each on a line of its own, after "- "'
_MOMENT, _DAY = "2016-02-10T08:00:00+00:00", "2016-02-10"


def validate(root: Node) -> tuple[Pack | None, list[Problem]]:
    """The pack that a tree describes, None if the model refuses it; and what it refuses."""
    try:
        return Pack.model_validate(root.data), []
    except ValidationError as refused:
        faults = refused.errors(include_url=False, include_input=False)
        return None, [_problem(root, fault) for fault in faults if not _follows(root, fault)]


def _follows(root: Node, fault: ErrorDetails) -> bool:
    """Whether it only follows from others: pydantic calls a list empty when it has refused every item."""
    return fault["type"] == "too_short" and bool(_find(root, fault["loc"])[0].children)


def _problem(root: Node, fault: ErrorDetails) -> Problem:
    """One of pydantic's errors, whose `loc` is the path to the fault, as a problem of the file where it stands."""
    path, kind = fault["loc"], fault["type"]
    last = path[-1] if path else ""
    if kind == "missing":
        node, _ = _find(root, path[:-1])
        return error("missing-field", node.at, f'{_label(node)} has no "{last}"', f'add a line "{last}: …"')
    if kind == "extra_forbidden":
        return _unknown_field(*_find(root, path[:-1]), str(last))
    if last == "[key]":
        name = str(path[-2])
        parent, _ = _find(root, path[:-2])
        return _refused(Node(name, parent.keys.get(name, parent.at), written=name), f'"{name}"', fault)
    node, shape = _find(root, path)
    return _refused(node, f'"{last}"' if isinstance(last, str) else "an item of this list", fault, shape)


def _find(root: Node, path: tuple[int | str, ...]) -> tuple[Node, Any]:
    """What stands at `path`, as deep as the tree goes, and the type that the model has for it."""
    node, shape = root, Pack
    for step in path:
        if step in node.children:
            node, shape = node.children[step], inner(shape, step)
    return node, shape


def _label(node: Node) -> str:
    """What the reader knows a map by."""
    for name in ("id", "question", "name", "q"):
        if text := node.text(name):
            return f'"{text}"'
    return "this part" if node.at.line else "the pack"


def _unknown_field(node: Node, shape: Any, name: str) -> Problem:
    fields = list(shape.model_fields) if is_model(shape) else []
    if name.lower() in fields:
        return error(
            "unknown-field", node.keys.get(name, node.at), f'there is no field "{name}"', f'write "{name.lower()}"'
        )
    known = [field for field in fields if field not in node.children]
    remedy = meant(name, known, f"fields that can stand here: {', '.join(known)}" if known else "remove it")
    return error("unknown-field", node.keys.get(name, node.at), f'there is no field "{name}"', remedy)


def _refused(node: Node, what: str, fault: ErrorDetails, shape: Any = None) -> Problem:
    """What the model says about a value, in plain words."""
    kind, context = fault["type"], fault.get("ctx", {})
    at = node.at
    if kind in ("string_too_short", "too_short") or (node.data is None and node.written in ("", "~")):
        return error("empty", at, f"{what} is empty", "fill it in, or remove the line")
    match kind:
        case "string_type":
            return _structured(node, what) if isinstance(node.data, dict | list) else misread(node)
        case "string_too_long":
            return error("too-long", at, f"{what} has more than {context['max_length']} characters", "shorten it")
        case "string_pattern_mismatch":
            letters = "letters without accents" if "A-Z" in context["pattern"] else "small letters without accents"
            return error("bad-id", at, f"{what} can't be a name here", f"use 1 to 56 {letters}, digits and hyphens")
        case "timezone_aware":
            remedy = f"add the hours from Greenwich at its end: {_MOMENT}"
            return error("no-time-zone", at, f"{what} doesn't say which time zone it is in", remedy)
        case _ if kind.startswith(("date_", "datetime_")):
            example = _MOMENT if kind.startswith("datetime_") else _DAY
            return error("bad-date", at, f"{what} is no date that can be read", f"write it like {example}")
        case "tuple_type" | "list_type":
            return error("wrong-type", at, f"{what} should be a list", _EACH)
        case "dict_type" | "model_type" | "model_attributes_type":
            fields = (
                f"its fields: {', '.join(shape.model_fields)}" if is_model(shape) else 'write "name: …" lines in it'
            )
            return error("wrong-type", at, f"{what} should hold named fields", fields)
    message, _, remedy = fault["msg"].removeprefix("Value error, ").partition(" — ")
    return error(kind if "-" in kind else "wrong-value", at, message, remedy)


def _structured(node: Node, what: str) -> Problem:
    """Text that YAML took for a list or a map, as it does with a colon or a bracket."""
    kind = "named fields" if isinstance(node.data, dict) else "a list"
    written = node.lines[node.at.line - 1][node.at.column - 1 :].strip() if node.lines else ""
    quoted = f": '{written}'" if written and not {"'", "#"} & set(written) else ""
    remedy = f"if it is text, put the whole of it in quotes{quoted}"
    return error("misread-text", node.at, f"{what} should be text, but YAML reads {kind} here", remedy)
