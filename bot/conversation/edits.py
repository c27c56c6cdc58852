"""A FAQ that somebody is editing while it is being asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.conversation.assistant import Assistant
from bot.knowledge.files import stamps
from bot.knowledge.problem import PackError

TAKEN_OVER = "The FAQ has changed. I answer from it as it is now."
BROKEN = "{problem}\nThe FAQ has changed, but can't be used as it is ({count} in all). I go on with the one before."


class Edits:
    """The assistant for the files of a FAQ as they stand, or as they last made sense."""

    def __init__(self, folder: Path, load: Callable[[Path], Assistant]) -> None:
        """`load`: makes an assistant of a folder, or raises PackError; so does this."""
        self._folder = folder
        self._load = load
        self._stamps = stamps(folder)
        self.assistant = load(folder)

    def take_over(self) -> str | None:
        """Look whether any file has changed and answer from it from now on; what to tell about it, None if none has."""
        seen = stamps(self._folder)
        if seen == self._stamps:
            return None
        self._stamps = seen
        try:
            self.assistant = self._load(self._folder)
        except PackError as error:
            count = len(error.problems)
            return BROKEN.format(problem=error.problems[0], count=f"{count} error{'' if count == 1 else 's'}")
        return TAKEN_OVER
