"""What was asked, answered and thought of the answers, added up for people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, get_args

from bot.journal.notes import Channel, QuestionKind
from bot.journal.pending import CountKey

KINDS: tuple[QuestionKind, ...] = ("answer", "suggest", "none", "emergency")
"""The replies to a question; small talk asks nothing."""
CHANNELS: tuple[Channel, ...] = get_args(Channel)


@dataclass(frozen=True, slots=True)
class EntryReport:
    """How an entry did."""

    entry: str
    shown: int = 0
    """How often its answer was given, opened by a button, or posted inline."""
    inline: int = 0
    """Of these, how often it was posted inline."""
    yes: int = 0
    no: int = 0
    old: int = 0
    """Votes: helpful, not helpful, out of date."""


@dataclass(frozen=True, slots=True)
class Report:
    """The journal of some days."""

    since: date
    until: date
    days: Mapping[date, Mapping[QuestionKind, int]]
    """Questions of every day, also of those without any, by the reply that they got."""
    kinds: Mapping[QuestionKind, int]
    channels: Mapping[Channel, int]
    """Questions by where they were asked."""
    smalltalk: int
    entries: tuple[EntryReport, ...]
    """The entry shown most often first."""

    @property
    def questions(self) -> int:
        """Messages that asked something, and results posted inline."""
        return sum(self.kinds.values())

    def __bool__(self) -> bool:
        return bool(self.questions or self.smalltalk or self.entries)


def report(totals: Mapping[CountKey, int], since: date, until: date) -> Report:
    """Adds up the counts of the days from `since` to `until`."""
    days: dict[date, Counter[QuestionKind]] = {
        since + timedelta(days=n): Counter() for n in range((until - since).days + 1)
    }
    kinds: Counter[QuestionKind] = Counter()
    channels: Counter[Channel] = Counter()
    entries: dict[str, Counter[str]] = defaultdict(Counter)
    smalltalk = 0
    for (day, kind, channel, entry), count in totals.items():
        if day not in days:
            continue
        match kind:
            case "smalltalk":
                smalltalk += count
            case "shown" | "yes" | "no" | "old":
                entries[entry][kind] += count
                if kind == "shown" and channel == "inline":
                    entries[entry]["inline"] += count
            case _:
                days[day][kind] += count
                kinds[kind] += count
                channels[channel] += count
    by_use = sorted(entries.items(), key=lambda item: (-item[1]["shown"], item[0]))
    return Report(
        since,
        until,
        {day: {kind: found[kind] for kind in KINDS} for day, found in days.items()},
        {kind: kinds[kind] for kind in KINDS},
        {channel: channels[channel] for channel in CHANNELS},
        smalltalk,
        tuple(EntryReport(entry, **found) for entry, found in by_use),
    )


def share(count: int, of: int) -> float | None:
    """A percentage; None where there is nothing to take it of."""
    return 100 * count / of if of else None


def as_json(found: Report) -> dict[str, Any]:
    """The report as data."""
    shares = {kind: share(count, found.questions) for kind, count in found.kinds.items()}
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "questions": found.questions,
        "smalltalk": found.smalltalk,
        "kinds": {
            kind: {"count": count, "percent": None if (percent := shares[kind]) is None else round(percent, 2)}
            for kind, count in found.kinds.items()
        },
        "channels": dict(found.channels),
        "days": {day.isoformat(): dict(kinds) for day, kinds in found.days.items()},
        "entries": [asdict(entry) for entry in found.entries],
    }
