"""The files of a pack: which they are, and their text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.knowledge.problem import Position, Problem, error

SUFFIXES = (".yaml", ".yml")
MAX_BYTES = 64_000_000
Stamps = frozenset[tuple[Path, int, int]]
"""Files, each with the time of its last change in nanoseconds and its size."""
_ASIDE = (".", "~$")
"""How names begin of files that are hidden, or that an editor keeps beside those that it has open."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def shown(path: Path) -> str:
    """A path as people want to read it: from the working folder if it is below that."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def yaml_files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The YAML files of a folder and its subfolders, sorted, and what kept any from being found.

    Hidden files, and those that editors keep beside open ones, are left out.
    Links are followed; a folder that is reached a second time, as by a link to a folder above, is an error.
    """
    if problem := _no_folder(folder):
        return [], [problem]
    found: list[Path] = []
    problems: list[Problem] = []
    reached: dict[str, Path] = {}

    def unreadable(fault: OSError) -> None:
        problems.append(_unreadable(Path(fault.filename or folder), fault))

    for name, subfolders, files in os.walk(folder, followlinks=True, onerror=unreadable):
        here = Path(name)
        real = os.path.realpath(here)
        if real in reached:
            subfolders.clear()
            problems.append(
                error(
                    "repeated-folder",
                    Position(shown(here)),
                    f"this is a link to {shown(reached[real])}, which is read already",
                    "remove the link",
                )
            )
            continue
        reached[real] = here
        subfolders[:] = sorted(one for one in subfolders if not one.startswith("."))
        found += (here / one for one in files if one.lower().endswith(SUFFIXES) and not one.startswith(_ASIDE))
    found.sort()
    if not found and not problems:
        problems.append(
            error("no-entries", Position(shown(folder)), "there are no YAML files here", 'add one with "entries:"')
        )
    return found, problems


def stamps(folder: Path) -> Stamps:
    """The YAML files of a folder, each with the time of its last change and its size: other ones, other content."""
    found = set()
    for path in yaml_files(folder)[0]:
        # A file that goes while we look is found missing when the folder is read.
        with suppress(OSError):
            stat = path.stat()
            found.add((path, stat.st_mtime_ns, stat.st_size))
    return frozenset(found)


def _no_folder(folder: Path) -> Problem | None:
    at = Position(shown(folder))
    try:
        if folder.is_dir():
            return None
        if folder.exists():
            return error("not-a-folder", at, "a FAQ pack is a folder", f"give the folder: {shown(folder.parent)}")
    except (OSError, ValueError) as fault:
        return _unreadable(folder, fault)
    return error("no-folder", at, "there is no such folder", "check the spelling of the path")


def read_text(path: Path) -> tuple[str | None, list[Problem]]:
    """The text of a file, None if there is none to be had; and what is wrong with it."""
    at = Position(shown(path))
    try:
        if path.exists() and not path.is_file():
            return None, [error("unreadable", at, "this is not a file", "move it out of the pack")]
        if path.stat().st_size > MAX_BYTES:
            return None, [error("too-big", at, f"the file has more than {MAX_BYTES // 1_000_000} MB", "split it")]
        content = path.read_bytes()
    except OSError as fault:
        return None, [_unreadable(path, fault)]
    problems = list(_not_text(content, at))
    if problems:
        return None, problems
    text = content.decode("utf-8-sig")
    if not text.strip():
        remedy = 'write "entries:" and questions in it, or delete it'
        return None, [error("empty-file", at, "the file is empty", remedy)]
    return text, []


def _not_text(content: bytes, at: Position) -> Iterator[Problem]:
    remedy = "save the file as UTF-8 text"
    if content.startswith(_UTF_16):
        yield error("not-utf-8", at, "the file is in UTF-16", remedy)
    elif b"\0" in content:
        yield error("not-text", at, "this is not a text file", "move it out of the pack, or save it as UTF-8 text")
    else:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as fault:
            before = content[: fault.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            line = before.count(b"\n") + 1
            column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
            yield error("not-utf-8", at._replace(line=line, column=column), "a character here is not in UTF-8", remedy)


def _unreadable(path: Path, fault: Exception) -> Problem:
    why = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
    remedy = "check what it is, and who may read it"
    return error("unreadable", Position(shown(path)), f"it can't be read: {why.lower()}", remedy)
