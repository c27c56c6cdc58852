"""Groups of questions for people at a terminal, and for machines."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table

from bot.unanswered.groups import Group, Unanswered

EXAMPLES = 3


def table(found: Unanswered, limit: int, days: int) -> Table:
    """The first `limit` groups, each with examples and the entry nearest to it."""
    shown = found.groups[:limit]
    of = f" of {len(found.groups)}" if len(shown) < len(found.groups) else ""
    title = f"{len(shown)}{of} group{'' if len(shown) == 1 and not of else 's'} of questions from {days} days"
    built = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    built.add_column("Asked", justify="right")
    built.add_column("Last", no_wrap=True)
    built.add_column("For example", overflow="fold")
    built.add_column("Nearest entry", overflow="fold")
    for group in shown:
        built.add_row(str(group.count), group.last.isoformat(), _examples(group), _nearest(group))
    return built


def settled_line(found: Unanswered) -> str | None:
    """What the FAQ answers by now, in a line; None if that is nothing."""
    if not found.settled:
        return None
    times = "once" if found.settled == 1 else f"{found.settled} times"
    return f"Left out: questions asked {times} that the FAQ answers by now."


def _examples(group: Group) -> str:
    more = len(group.questions) - EXAMPLES
    # Not as rich's markup: questions hold tags such as [phone].
    examples = "\n".join(question.replace("[", r"\[") for question in group.questions[:EXAMPLES])
    return examples + (f"\n… and {more} more" if more > 0 else "")


def _nearest(group: Group) -> str:
    if group.nearest is None:
        return "nothing near"
    if group.unhelpful:
        return f"{group.nearest}, which didn't help {group.unhelpful} of them"
    return f"{group.nearest} ({group.score:.2f})"


def as_json(found: Unanswered, limit: int) -> dict[str, Any]:
    """The same as data, with every question of each group."""
    return {
        "settled": found.settled,
        "groups": [
            {
                "count": group.count,
                "last": group.last.isoformat(),
                "questions": list(group.questions),
                "nearest": group.nearest,
                "score": round(group.score, 4),
                "unhelpful": group.unhelpful,
            }
            for group in found.groups[:limit]
        ],
    }
