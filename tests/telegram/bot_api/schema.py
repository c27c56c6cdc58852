"""Whether a request has the shape that the Bot API documents: nothing missing, nothing unknown, every type right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SCHEMA = json.loads(Path(__file__).with_name("schema.json").read_text("utf-8"))
METHODS: dict[str, dict[str, str]] = SCHEMA["methods"]
TYPES: dict[str, dict[str, str] | list[str]] = SCHEMA["types"]


class Refused(Exception):
    """What Telegram answers to a request that it doesn't take."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(why: str) -> Refused:
    return Refused(400, f"Bad Request: {why}")


def parameters(method: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a request as values of their documented types; `Refused` if they are not as documented."""
    fields = METHODS[method]
    if unknown := form.keys() - fields.keys():
        raise bad(f"{method} has no parameter {', '.join(sorted(unknown))}")
    found = {}
    for name, kind in fields.items():
        if name in form:
            found[name] = _read(kind.lstrip("?"), form[name], name)
        elif not kind.startswith("?"):
            raise bad(f"parameter {name} is required")
    return found


def _read(kind: str, text: str, where: str) -> Any:
    """A form field as a value: strings as they stand, all else as JSON."""
    kinds = kind.split("|")
    if "String" in kinds and not (kinds[0] == "Integer" and text.lstrip("-").isdigit()):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        raise bad(f"can't parse {where}: not JSON") from None
    check(kind, value, where)
    return value


def check(kind: str, value: Any, where: str) -> None:
    """Refuses a value that isn't of the documented kind."""
    if not any(_fits(alternative, value) for alternative in kind.split("|")):
        raise bad(f"{where} must be of type {kind}")
    for alternative in kind.split("|"):
        if _fits(alternative, value):
            return _check_inside(alternative, value, where)


def _fits(kind: str, value: Any) -> bool:
    """Whether the outside is right: an array, an object, a plain value."""
    if kind.startswith("["):
        return isinstance(value, list)
    if kind.startswith("="):
        return bool(value == kind[1:])
    plain = {"Integer": int, "Float": (int, float), "String": str, "Boolean": bool, "InputFile": str}
    if kind in plain:
        return isinstance(value, plain[kind]) and isinstance(value, bool) == (kind == "Boolean")
    return isinstance(value, dict) and _chosen(kind, value) is not None


def _chosen(kind: str, value: Mapping[str, Any]) -> str | None:
    """The documented type that an object of `kind` is, or None: its constants and then its fields tell."""
    shape = TYPES[kind]
    if isinstance(shape, dict):
        constants = {name: k.lstrip("?")[1:] for name, k in shape.items() if k.lstrip("?").startswith("=")}
        return kind if all(value.get(name) == constant for name, constant in constants.items()) else None
    candidates = [chosen for subtype in shape if (chosen := _chosen(subtype, value))]
    return min(candidates, key=lambda name: _strangeness(name, value), default=None)


def _strangeness(kind: str, value: Mapping[str, Any]) -> int:
    """How many fields of an object a type doesn't have, or asks for in vain."""
    shape = TYPES[kind]
    assert isinstance(shape, dict)
    missing = [name for name, field in shape.items() if not field.startswith("?") and name not in value]
    return len(value.keys() - shape.keys()) + len(missing)


def _check_inside(kind: str, value: Any, where: str) -> None:
    if kind.startswith("["):
        for i, item in enumerate(value):
            check(kind[1:-1], item, f"{where}[{i}]")
    elif isinstance(value, dict):
        chosen = _chosen(kind, value)
        fields = TYPES[chosen] if chosen else {}
        assert isinstance(fields, dict)
        if unknown := value.keys() - fields.keys():
            raise bad(f"{where} ({chosen}) has no field {', '.join(sorted(unknown))}")
        for name, field in fields.items():
            if name in value:
                check(field.lstrip("?"), value[name], f"{where}.{name}")
            elif not field.startswith("?"):
                raise bad(f"{where} ({chosen}) needs the field {name}")
