"""Loads a pack from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.document import Node, compose
from bot.knowledge.files import read_text, shown, yaml_files
from bot.knowledge.merge import merge
from bot.knowledge.model import Pack
from bot.knowledge.problem import PackError, Position, Problem, error
from bot.knowledge.references import broken_references, duplicate_ids, shown_texts
from bot.knowledge.validate import validate


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder."""

    root: Node
    """All its files as one tree; every part says in which file it stands."""
    pack: Pack | None
    """None if there are errors."""
    problems: tuple[Problem, ...]


def load_pack(folder: Path) -> Pack:
    """The pack in `folder`. Raises PackError with every error that stops it; warnings don't."""
    reading = read(folder)
    if reading.pack is None:
        raise PackError(problem for problem in reading.problems if problem.severity == "error")
    return reading.pack


def default_pack() -> Path:
    """The folder of the pack that is shipped: inside the installed package, or beside it in the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "faq"
    return installed if installed.is_dir() else package.parent / "faq"


def read(folder: Path) -> Reading:
    """Read a folder as far as it can be read. Whatever is in it, problems come back and nothing is raised."""
    root = Node({}, Position(shown(folder)))
    files, problems = yaml_files(folder)
    for path in files:
        text, found = read_text(path)
        problems += found
        if text is None:
            continue
        tree, found = compose(text, shown(path))
        problems += found
        if tree and isinstance(tree.data, dict):
            problems += merge(root, tree)
        elif not found:
            problems.append(_no_fields(tree, shown(path)))
    is_whole = not any(problem.severity == "error" for problem in problems)
    pack = None
    if root.children or is_whole:
        pack, refused = validate(root)
        told = {(one.file, one.line, one.column) for one in problems}
        # What a file that can't be read may hold is not missing, and one fault is told once.
        problems += [one for one in refused if (is_whole or one.line) and (one.file, one.line, one.column) not in told]
        problems += [*duplicate_ids(root), *shown_texts(root)]
        if is_whole:
            problems += broken_references(root)
    problems = sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line, one.column, one.code))
    has_errors = any(problem.severity == "error" for problem in problems)
    return Reading(root, None if has_errors else pack, tuple(problems))


def _no_fields(tree: Node | None, file: str) -> Problem:
    if tree is None or tree.data is None:
        remedy = 'write "entries:" and questions in it, or delete it'
        return error("empty-file", Position(file), "the file has nothing in it but comments", remedy)
    if isinstance(tree.data, list):
        return error("wrong-type", tree.at, "the list has no name", 'write "entries:" on a line above it')
    return error("wrong-type", tree.at, "the file is one piece of text", 'a FAQ starts with "entries:"')
