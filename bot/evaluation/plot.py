"""A picture of an evaluation: how often scores are right, and right and wrong by score."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation.calibration import BINS, Reliability, Scored, reliability, scored
from bot.evaluation.metrics import Case
from bot.understanding.decision import ANSWER, SUGGEST
from bot.wrong_use import WrongUse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = (".png", ".svg", ".pdf")
RIGHT, WRONG, OFF_TOPIC = "#2a7f62", "#c8553d", "#8d99ae"
NARROW_BINS = 2 * BINS
THRESHOLDS = {"suggested": SUGGEST, "answered": ANSWER}


class PlotError(WrongUse):
    """A picture that can't be drawn: one line that says why and how to mend it."""


def check_plot(path: Path) -> None:
    """Whether a picture can be drawn into `path`, asked before a long run. Raises PlotError."""
    if path.suffix.lower() not in FORMATS:
        raise PlotError(f"--plot: {path}: name a file that ends in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    if find_spec("matplotlib") is None:
        raise PlotError("--plot needs matplotlib, which is not installed. Install it with: pip install matplotlib")
    if not path.parent.is_dir():
        raise PlotError(f"--plot: {path.parent} is not a folder.")


def draw(cases: Sequence[Case], title: str, path: Path) -> None:
    """Draw reliability beside a histogram of right and wrong by score. Raises OSError."""
    from matplotlib.figure import Figure

    scores = scored(cases)
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _reliability(left, reliability(scores))
    _histogram(right, scores)
    for axes in (left, right):
        axes.set_xlim(0, 1)
        axes.set_xlabel("score")
        axes.spines[["top", "right"]].set_visible(False)
        for number, (name, threshold) in enumerate(THRESHOLDS.items()):
            axes.axvline(threshold, color="#555555", linewidth=0.8, linestyle=":")
            place = (threshold + 0.008, 0.99 - 0.04 * number)
            axes.text(*place, f"{name} from {threshold:g}", transform=axes.get_xaxis_transform(), va="top", fontsize=8)
    figure.suptitle(title)
    figure.savefig(path, dpi=120)


def _reliability(axes: Axes, found: Reliability) -> None:
    filled = [(one.mean, one.right) for one in found.bins if one.mean is not None]
    means = [mean for mean, _ in filled]
    shares = [right.count / right.of for _, right in filled]
    axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1, label="a score that means what it says")
    axes.plot(means, shares, color=RIGHT, linewidth=1)
    sizes = [20 + 4 * right.of**0.5 * 4 for _, right in filled]
    axes.scatter(means, shares, s=sizes, color=RIGHT, zorder=3, label="tenths of the scale; larger: more messages")
    for mean, share, (_, right) in zip(means, shares, filled, strict=True):
        axes.annotate(str(right.of), (mean, share), textcoords="offset points", xytext=(9, -11), fontsize=8)
    error = "" if found.error is None else f" (expected calibration error {100 * found.error:.1f}%)"
    axes.set_title(f"Share right by score{error}", fontsize=11)
    axes.set_ylim(0, 1.02)
    axes.set_ylabel("share whose top-ranked entry is right")
    axes.legend(loc="lower right", fontsize=8, frameon=False)


def _histogram(axes: Axes, scores: Sequence[Scored]) -> None:
    stacks = {
        "right entry": (RIGHT, [one.score for one in scores if one.right]),
        "wrong entry": (WRONG, [one.score for one in scores if not one.right and not one.off_topic]),
        "off-topic message": (OFF_TOPIC, [one.score for one in scores if one.off_topic]),
    }
    axes.hist(
        [values for _, values in stacks.values()],
        bins=[number / NARROW_BINS for number in range(NARROW_BINS + 1)],
        stacked=True,
        color=[colour for colour, _ in stacks.values()],
        label=[f"{name} ({len(values)})" for name, (_, values) in stacks.items()],
        rwidth=0.9,
    )
    axes.set_title("Messages by the score of their top-ranked entry", fontsize=11)
    axes.set_ylabel("messages")
    axes.legend(loc="upper left", bbox_to_anchor=(0.2, 0.9), fontsize=8, frameon=False)
