"""When each entry was last read against its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.knowledge.document import Node
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, warning


def overdue(root: Node, pack: Pack, today: date) -> Iterator[Problem]:
    """Entries that nobody has reviewed, or not for longer than the pack allows, or only in the future."""
    after = pack.review_after_days
    remedy = f"read it against its source, then write: reviewed: {today}"
    for entry, node in zip(pack.entries, root.items("entries"), strict=True):
        if entry.reviewed is None:
            yield warning("never-reviewed", node.children["id"].at, f'"{entry.id}" has no review date', remedy)
            continue
        at = node.children["reviewed"].at
        if entry.reviewed > today:
            yield warning("future-review", at, f'the review of "{entry.id}" is in the future', "check the date")
        elif after and (days := (today - entry.reviewed).days) > after:
            yield warning(
                "review-due", at, f'"{entry.id}" was reviewed {days} days ago; the pack asks for every {after}', remedy
            )


def keeps_reviews(pack: Pack) -> bool:
    """Whether the pack uses review dates at all."""
    return pack.review_after_days is not None or any(entry.reviewed for entry in pack.entries)
