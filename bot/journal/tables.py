"""The report as tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from bot.journal.notes import Channel, QuestionKind
from bot.journal.report import KINDS, Report, share

KIND_NAMES: Mapping[QuestionKind, str] = {
    "answer": "answered",
    "suggest": "suggested",
    "none": "no answer",
    "emergency": "emergencies",
}
CHANNEL_NAMES: Mapping[Channel, str] = {
    "private": "in private chats",
    "group": "in groups",
    "inline": "posted inline",
    "guest": "as a guest elsewhere",
}
TOP = 20


def percent(count: int, of: int) -> str:
    """A share as a percentage with one digit, or a dash where there was nothing to count."""
    found = share(count, of)
    return "–" if found is None else f"{found:.1f}%"


def tables(found: Report, questions: Mapping[str, str]) -> RenderableType:
    """The report, with the question of each entry that is in the FAQ still; `questions`: by the entry's id."""
    return Group(_shares(found), _days(found), _entries(found, questions))


def _table(title: str, first: str, *numbers: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _shares(found: Report) -> Table:
    table = _table(f"{found.questions} questions, {found.since} to {found.until}", "", "Count", "%")
    for kind, count in found.kinds.items():
        table.add_row(KIND_NAMES[kind], str(count), percent(count, found.questions))
    table.add_section()
    for channel, count in found.channels.items():
        table.add_row(CHANNEL_NAMES[channel], str(count), percent(count, found.questions))
    table.add_section()
    table.add_row("small talk beside", str(found.smalltalk), "")
    return table


def _days(found: Report) -> Table:
    table = _table("Days with questions", "Day", "Questions", *(KIND_NAMES[kind] for kind in KINDS))
    for day, kinds in found.days.items():
        if asked := sum(kinds.values()):
            table.add_row(day.isoformat(), str(asked), *(percent(kinds[kind], asked) for kind in KINDS))
    return table


def _entries(found: Report, questions: Mapping[str, str]) -> Table:
    title = f"Entries by use, the first {TOP} of {len(found.entries)}" if len(found.entries) > TOP else "Entries by use"
    table = _table(title, "Entry", "Shown", "inline", "Helpful", "Not", "Out of date")
    table.add_column("Question", overflow="ellipsis", no_wrap=True)
    # Whatever people find out of date is worth a look, however rarely it is asked.
    rest = (entry for entry in found.entries[TOP:] if entry.old or entry.no)
    for entry in (*found.entries[:TOP], *rest):
        numbers = (entry.shown, entry.inline, entry.yes, entry.no, entry.old)
        question = questions.get(entry.entry, "(no longer in the FAQ)")
        table.add_row(entry.entry, *(str(number) if number else "" for number in numbers), question)
    return table
