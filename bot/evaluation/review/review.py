"""Reviews a pack: what stops it from loading, and everything a good editor would say about it beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.evaluation.review.age import keeps_reviews, overdue
from bot.evaluation.review.alarms import alarm_reviews
from bot.evaluation.review.answers import answer_reviews
from bot.evaluation.review.confusion import MOST_ENTRIES, MOST_PHRASINGS, confusions, is_too_large
from bot.evaluation.review.figures import contradictions
from bot.evaluation.review.phrasings import phrasing_reviews
from bot.evaluation.review.progress import Track, silently
from bot.evaluation.review.words import vocabulary_reviews
from bot.knowledge.check import check_reading
from bot.knowledge.document import Node
from bot.knowledge.load import Reading, read
from bot.knowledge.problem import Problem

_MEANT = re.compile(r"#\s*ok:\s*([a-z-]+(?:\s*,\s*[a-z-]+)*)")


@dataclass(frozen=True, slots=True)
class Review:
    """What came of reviewing a pack."""

    problems: tuple[Problem, ...]
    """Sorted by file and line."""
    notes: tuple[str, ...] = ()
    """What was left out, and why."""


def review(folder: Path, today: date, track: Track = silently, *, ages: bool = False) -> Review:
    """Everything there is to say about the pack in `folder`. Raises nothing.

    `ages`: speak of review dates even if the pack has none. A line that ends in a comment such as `# ok: adds-nothing`
    is meant as it is: no such warning is given of it.
    """
    reading = read(folder)
    found, notes = list(check_reading(reading)), []
    if reading.pack is None:
        notes.append("Only errors were looked for; the rest is reviewed once they are mended.")
    else:
        found += _reviews(reading, today, track, ages=ages)
        if is_too_large(reading.pack):
            notes.append(
                f"Phrasings were not asked and not searched for alarms: that is for FAQs of up to {MOST_ENTRIES:,} "
                f"entries and {MOST_PHRASINGS:,} phrasings."
            )
    lines = _lines(reading.root)
    kept = (one for one in found if one.severity == "error" or one.code not in _meant(one, lines))
    return Review(tuple(sorted(kept, key=lambda one: (one.file, one.line, one.column, one.code))), tuple(notes))


def _reviews(reading: Reading, today: date, track: Track, *, ages: bool) -> Iterator[Problem]:
    root, pack = reading.root, reading.pack
    if pack is None:
        return
    yield from phrasing_reviews(root, pack)
    yield from answer_reviews(root, pack)
    yield from contradictions(root, pack)
    yield from vocabulary_reviews(root, pack)
    if ages or keeps_reviews(pack):
        yield from overdue(root, pack, today)
    if not is_too_large(pack):
        yield from alarm_reviews(root, pack, track)
        yield from confusions(root, pack, track)


def _lines(root: Node) -> dict[str, list[str]]:
    """File -> its lines."""
    lines: dict[str, list[str]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.lines:
            lines.setdefault(node.at.file, node.lines)
        waiting += node.children.values()
    return lines


def _meant(problem: Problem, lines: dict[str, list[str]]) -> set[str]:
    """The codes that a comment on the problem's line calls all right."""
    of_file = lines.get(problem.file, [])
    line = of_file[problem.line - 1] if 0 < problem.line <= len(of_file) else ""
    return {code.strip() for found in _MEANT.findall(line) for code in found.split(",")}
