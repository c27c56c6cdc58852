"""A review of the FAQ in the terminal: how far it is, and what it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bot.evaluation.review.review import Review, review
from bot.knowledge.problem import Problem

COLOURS = {"error": "bold red", "warning": "yellow"}

T = TypeVar("T")


def review_with_bar(folder: Path, today: date, console: Console, *, ages: bool) -> Review:
    """Review the FAQ in `folder`; in a terminal, `console` shows how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task("Checking the FAQ", total=None)

        def track(sequence: Sequence[T], description: str) -> Iterable[T]:
            return progress.track(sequence, description=description)

        return review(folder, today, track, ages=ages)


def show(problems: Iterable[Problem], console: Console) -> None:
    """One line for each problem: where, what, and how to mend it."""
    for problem in problems:
        line = Text(str(problem))
        line.highlight_words([f"{problem.severity} {problem.code}"], COLOURS[problem.severity])
        console.print(line, soft_wrap=True)
