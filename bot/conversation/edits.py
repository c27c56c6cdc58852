"""A FAQ that is edited while it is asked: its files as they are now if they can be used, else as they last were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.amounts import count
from bot.conversation.assistant import Assistant
from bot.knowledge.files import Stamps, shown, stamps
from bot.knowledge.problem import PackError, Position, Problem, error

TRIES = 5
"""How often files that change while they are read are read again."""
TAKEN_OVER = "The FAQ has changed. I answer from it as it is now."
BROKEN = "{problem}\nThe FAQ has changed, but can't be used as it is ({count} in all). I go on with the one before."

Load = Callable[[Path], Assistant]
"""Makes an assistant of a folder, or raises PackError."""


def read(folder: Path, load: Load) -> tuple[Stamps, Assistant | tuple[Problem, ...]]:
    """The files as they are now, and an assistant for them or why there can't be one. Never raises."""
    for left in reversed(range(TRIES)):
        seen = stamps(folder)
        try:
            return seen, load(folder)
        except PackError as broken:
            problems = broken.problems
        except Exception as fault:
            problems = (_fault(folder, fault),)
        if not left or stamps(folder) == seen:
            return seen, problems
        # Somebody was writing while we read.
    raise AssertionError("the last try returns")


def _fault(folder: Path, fault: Exception) -> Problem:
    message = f"the bot itself failed on it ({type(fault).__name__})"
    return error("fault", Position(shown(folder)), message, "undo the last change, and report this")


class Edits:
    """The assistant for the files of a FAQ as they stand, or as they last made sense."""

    def __init__(self, folder: Path, load: Load) -> None:
        """Raises what `load` raises."""
        self._folder, self._load = folder, load
        self._seen = stamps(folder)
        self.assistant = load(folder)

    def take_over(self) -> str | None:
        """Look whether any file has changed and answer from it from now on; what to tell about it, None if none has."""
        if stamps(self._folder) == self._seen:
            return None
        self._seen, made = read(self._folder, self._load)
        if isinstance(made, Assistant):
            self.assistant = made
            return TAKEN_OVER
        return BROKEN.format(problem=made[0], count=count(len(made), "error", "errors"))
