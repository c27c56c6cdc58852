"""The report as a picture."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.journal.notes import QuestionKind
from bot.journal.report import KINDS, Report
from bot.journal.tables import CHANNEL_NAMES, KIND_NAMES, percent
from bot.wrong_use import WrongUse

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import MaxNLocator

INSTALL = "pip install 'strike-faq-bot[plots]'"
COLOURS: dict[QuestionKind, str] = {
    "answer": "#2a7f62",
    "suggest": "#e0a93b",
    "none": "#8d99ae",
    "emergency": "#c8553d",
}
TOP = 12


def need_matplotlib() -> None:
    """Raises WrongUse if pictures can't be drawn."""
    if find_spec("matplotlib") is None:
        raise WrongUse(f"Pictures need matplotlib, which is not installed. Install it with: {INSTALL}")


def draw(found: Report) -> bytes:
    """A PNG: the questions of each day beside the entries shown most. Raises WrongUse without matplotlib."""
    need_matplotlib()
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _days(left, found)
    _entries(right, found)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    channels = ", ".join(f"{count} {CHANNEL_NAMES[channel]}" for channel, count in found.channels.items() if count)
    figure.suptitle(f"{found.questions} questions, {found.since} to {found.until}" + (f": {channels}" * bool(channels)))
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=120)
    return png.getvalue()


def _days(axes: Axes, found: Report) -> None:
    first = next((day for day, kinds in found.days.items() if any(kinds.values())), found.since)
    shown = [day for day in found.days if day >= first]
    days = [f"{day.day} {day:%b}" for day in shown]
    below = [0] * len(days)
    for kind in KINDS:
        heights = [found.days[day][kind] for day in shown]
        label = f"{KIND_NAMES[kind]} ({percent(found.kinds[kind], found.questions)})"
        axes.bar(range(len(days)), heights, bottom=below, color=COLOURS[kind], label=label)
        below = [lower + height for lower, height in zip(below, heights, strict=True)]
    step = max(1, len(days) // 10)
    axes.set_xticks(range(0, len(days), step), days[::step], rotation=45, ha="right")
    axes.yaxis.set_major_locator(_whole_numbers())
    axes.set_title("Questions a day", fontsize=11)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=len(KINDS), fontsize=8, frameon=False)


def _entries(axes: Axes, found: Report) -> None:
    top = found.entries[:TOP][::-1]
    axes.barh([entry.entry for entry in top], [entry.shown for entry in top], color=COLOURS["answer"])
    for place, entry in enumerate(top):
        votes = {"helpful": entry.yes, "not helpful": entry.no, "out of date": entry.old}
        note = ", ".join(f"{count} {name}" for name, count in votes.items() if count)
        axes.text(entry.shown, place, f" {note}", va="center", fontsize=8)
    axes.xaxis.set_major_locator(_whole_numbers())
    axes.margins(x=0.6)
    axes.set_title("Answers shown most often, and what people said of them", fontsize=11)


def _whole_numbers() -> MaxNLocator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)
