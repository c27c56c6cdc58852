"""One pack from several files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.knowledge.document import Node
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, error
from bot.knowledge.shape import inner, is_list, is_model


def merge(into: Node, other: Node, shape: Any = Pack) -> Iterator[Problem]:
    """Add what another file says: the model's parts unite, lists join, and nothing may be said twice."""
    for key, child in other.children.items():
        name, at = str(key), other.keys[key]
        mine, below = into.children.get(key), inner(shape, key)
        if mine is None:
            into.put(name, child, at)
        elif is_model(shape) and is_list(below) and isinstance(mine.data, list) and isinstance(child.data, list):
            for item in child.children.values():
                mine.append(item)
        elif is_model(shape) and not is_list(below) and isinstance(mine.data, dict) and isinstance(child.data, dict):
            yield from merge(mine, child, below)
        else:
            yield error(
                "duplicate-key", at, f'"{name}" stands in two files', f"the first is at {into.keys[key]}; keep one"
            )
