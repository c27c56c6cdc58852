"""The measures of an evaluation, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.evaluation.metrics import LESS_IS_BETTER, NAMES, Metrics, Share

if TYPE_CHECKING:
    from rich.table import Table

MEANINGS = {
    "first_choice": "the top-ranked entry is acceptable, whatever was decided",
    "right": "answered with an acceptable entry",
    "helped": "right, or an acceptable entry among the suggestions",
    "wrong": "answered, but with no acceptable entry",
    "suggested": "asked back what was meant",
    "extra": "of the right ones: something unasked beside it",
    "false_answers": "an entry answered to an off-topic message",
    "emergencies_caught": "of the emergencies",
    "false_alarms": "of the messages that are no emergency",
    "both_answered": "of the messages that ask two things",
    "small_talk_right": "of the small talk",
}


def words(name: str) -> str:
    """The name of a measure as people write it."""
    return name.replace("_", " ")


def percent(share: Share) -> str:
    """A share as a percentage with one digit, or a dash where there was nothing to count."""
    return "–" if share.percent is None else f"{share.percent:.1f}%"


def table(metrics: Metrics, title: str) -> Table:
    """The measures as a table for the terminal."""
    from rich import box
    from rich.table import Table

    shown = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    shown.add_column("Measure")
    shown.add_column("%", justify="right")
    shown.add_column("Count", justify="right")
    shown.add_column("What it says")
    for name in NAMES:
        share: Share = getattr(metrics, name)
        meaning = MEANINGS[name] + (" (less is better)" if name in LESS_IS_BETTER else "")
        shown.add_row(words(name), percent(share), f"{share.count} of {share.of}", meaning)
    return shown


def as_json(metrics: Metrics, messages: int) -> dict[str, Any]:
    """The measures as data: for each its percentage (or null), its count, and of how many."""
    return {"messages": messages, **{name: share_json(getattr(metrics, name)) for name in NAMES}}


def share_json(share: Share) -> dict[str, Any]:
    """A share as data; its percentage is null where there was nothing to count."""
    percentage = None if share.percent is None else round(share.percent, 2)
    return {"percent": percentage, "count": share.count, "of": share.of}
