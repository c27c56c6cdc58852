"""YAML text as a tree of nodes that know where they stand, so that a fault can be named by file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.knowledge.characters import misleading_characters, split_lines
from bot.knowledge.problem import Position, Problem, error
from bot.knowledge.syntax import DEEPEST, TOO_DEEP, explain

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TEXT_TAG = "tag:yaml.org,2002:str"
_VALUE_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "timestamp")}
_tags: Any = yaml.resolver.Resolver()
_values = yaml.constructor.SafeConstructor()


@dataclass(slots=True, eq=False)
class Node:
    """A piece of a YAML document: text, a list or a map."""

    data: Any
    """The piece as plain Python."""
    at: Position
    lines: list[str] = field(default_factory=list, repr=False)
    """The lines of its file."""
    written: str = ""
    """A scalar as it is written, before YAML makes a number or date of it."""
    is_block: bool = False
    """Whether it is text written below a `|`, line for line."""
    children: dict[str | int, Node] = field(default_factory=dict, repr=False)
    """Key or index -> what stands there."""
    keys: dict[str | int, Position] = field(default_factory=dict, repr=False)
    """Key of a map -> where the key stands."""

    def put(self, key: str, child: Node, at: Position) -> None:
        """Add a field to a map."""
        self.data[key] = child.data
        self.children[key] = child
        self.keys[key] = at

    def append(self, child: Node) -> None:
        """Add an item to a list."""
        self.children[len(self.data)] = child
        self.data.append(child.data)

    def items(self, key: str) -> list[Node]:
        """The items of the list that stands under `key`; none if there is no such list."""
        child = self.children.get(key)
        return list(child.children.values()) if child and isinstance(child.data, list) else []

    def fields(self, key: str) -> dict[str, Node]:
        """The fields of the map that stands under `key`; none if there is no such map."""
        child = self.children.get(key)
        return {str(k): v for k, v in child.children.items()} if child and isinstance(child.data, dict) else {}

    def text(self, key: str) -> str | None:
        """The text that stands under `key`, or None."""
        child = self.children.get(key)
        return child.data if child and isinstance(child.data, str) else None

    def line_at(self, index: int) -> Position:
        """Where line `index`, from 0, of this text stands."""
        number = self.at.line + 1 + index
        if not self.is_block or number > len(self.lines):
            return self.at
        line = self.lines[number - 1]
        return Position(self.at.file, number, len(line) - len(line.lstrip()) + 1)


def compose(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of the one YAML document in `text`, and what is wrong with it. None if there is nothing to be had."""
    lines = split_lines(text)
    problems = list(misleading_characters(lines, file))
    if problems:
        return None, problems
    composer = _Composer(file, lines)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
    except yaml.MarkedYAMLError as fault:
        return None, [*composer.problems, explain(fault, file, lines)]
    except _Refused as refused:
        return None, [*composer.problems, refused.problem]
    return composer.root, composer.problems


class _Refused(Exception):
    """YAML that is well formed but has no place in a pack, and can't be read past."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Composer:
    """Builds the tree from the parser's events, without recursion, so that deep nesting is harmless."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._key: list[tuple[str, Position] | None] = []
        """For each open map the key whose value comes next; None where a key comes next, and in lists."""
        self._documents = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._collection(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._key.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _Refused(
                    error("syntax", self._at(event), "a second document starts here", 'delete the line "---"')
                )

    def _at(self, event: Any) -> Position:
        return Position(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _scalar(self, event: Any) -> None:
        at = self._at(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse_mark(at, f"*{event.anchor}")
            node = Node(f"*{event.anchor}", at, self.lines)
        else:
            self._refuse_marks(event, at)
            is_plain = event.implicit[0] and event.tag is None
            data = _value(event.value) if is_plain else event.value
            node = Node(data, at, self.lines, event.value, event.style == "|")
            if is_plain:
                self._refuse_joined_items(event)
        if self._expects_key():
            self._take_key(node)
        else:
            self._attach(node)

    def _collection(self, event: Any) -> None:
        at = self._at(event)
        self._refuse_marks(event, at)
        if self._expects_key():
            raise _Refused(
                error("syntax", at, "the name of a field can't be a list or a map", "put text in quotes if it is one")
            )
        if len(self._open) >= DEEPEST:
            raise _Refused(error("syntax", at, TOO_DEEP, "put the whole text in quotes"))
        is_map = isinstance(event, yaml.MappingStartEvent)
        node = Node({} if is_map else [], at, self.lines)
        self._attach(node)
        self._open.append(node)
        self._key.append(None)

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict) and self._key[-1] is None

    def _take_key(self, node: Node) -> None:
        key = node.data if isinstance(node.data, str) else node.written
        if not isinstance(node.data, str):
            self.problems.append(misread(node) if key else error("syntax", node.at, "a field without a name"))
        parent = self._open[-1]
        if key in parent.keys:
            first = parent.keys[key]
            self.problems.append(
                error("duplicate-key", node.at, f'"{key}" stands here a second time', f"the first is at {first}")
            )
        self._key[-1] = (key, node.at)

    def _attach(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        key = self._key[-1]
        if key is None:
            parent.append(node)
        else:
            parent.put(key[0], node, key[1])
            self._key[-1] = None

    def _refuse_marks(self, event: Any, at: Position) -> None:
        if event.anchor:
            self._refuse_mark(at, f"&{event.anchor}")
        if event.tag:
            # "!" alone is YAML's mark for "this is text".
            self._refuse_mark(at, event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _refuse_mark(self, at: Position, mark: str) -> None:
        self.problems.append(
            error("yaml-mark", at, f'YAML takes "{mark}" for a mark of its own, not for text', "put the text in quotes")
        )

    def _refuse_joined_items(self, event: Any) -> None:
        """A list item that is indented too far silently becomes part of the one above."""
        for number in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
            line = self.lines[number]
            if line.lstrip().startswith("- "):
                at = Position(self.file, number + 1, len(line) - len(line.lstrip()) + 1)
                self.problems.append(
                    error("indentation", at, "this item is read as part of the text above it", "align it with its list")
                )


def _value(written: str) -> Any:
    """What YAML makes of unquoted text: itself, nothing, a number, a date, true or false."""
    tag = _tags.resolve(yaml.ScalarNode, written, (True, False))
    if tag == _TEXT_TAG or tag not in _VALUE_TAGS:
        return written
    try:
        return _values.yaml_constructors[tag](_values, yaml.ScalarNode(tag, written))
    except (ValueError, OverflowError):
        return written


def misread(node: Node) -> Problem:
    """Text that YAML took for something else."""
    kinds = {bool: "true or false", int: "a number", float: "a number", type(None): "nothing at all"}
    kind = kinds.get(type(node.data), "a date")
    return error(
        "misread-text",
        node.at,
        f"YAML reads {node.written} as {kind}, not as text",
        f'put it in quotes: "{node.written}"',
    )
