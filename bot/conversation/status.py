"""What the answers are worth now: before the strike, during it, after it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.conversation.markup import escape
from bot.knowledge.model import Pack, Strike

try:
    from bot.knowledge.facts import fill
except ImportError:

    def fill(text: str, pack: Pack) -> str:
        for name, fact in pack.facts.items():
            text = text.replace("{" + name + "}", fact)
        return text


Phase = Literal["before", "during", "after"]


def phase(strike: Strike | None, at: datetime) -> Phase | None:
    """Where `at` stands to the strike; None if its times don't tell. A naive `at` is in the strike's own time."""
    if strike is None:
        return None
    at = local(strike, at)
    if strike.starts and at < strike.starts:
        return "before"
    if strike.ends:
        return "after" if at >= strike.ends else "during" if strike.starts else None
    return "during" if strike.starts else None


def local(strike: Strike | None, at: datetime) -> datetime:
    """`at` at the clock of the strike's own time."""
    anchor = (strike.starts or strike.ends) if strike else None
    if anchor is None:
        return at
    return at.replace(tzinfo=anchor.tzinfo) if at.tzinfo is None else at.astimezone(anchor.tzinfo)


def status_line(pack: Pack, at: datetime) -> str:
    """One line of Markdown on where the strike stands at `at`; empty if the pack doesn't say when it is."""
    now = phase(pack.strike, at)
    if now is None or pack.strike is None:
        return ""
    worded = {"before": pack.wording.before, "during": pack.wording.during, "after": pack.wording.after}[now]
    return fill(worded, pack) if worded else _plain(pack.strike, now)


def in_words(moment: datetime) -> str:
    """A time as people say it: "8am on Wednesday 10 February 2016"."""
    hour = (
        f"{moment.hour % 12 or 12}{f':{moment.minute:02}' if moment.minute else ''}{'am' if moment.hour < 12 else 'pm'}"
    )
    if moment.minute == 0 and moment.hour in (0, 12):
        hour = "midnight" if moment.hour == 0 else "midday"
    return f"{hour} on {moment:%A} {moment.day} {moment:%B %Y}"


def _plain(strike: Strike, now: Phase) -> str:
    name = escape(strike.name)
    if now == "before" and strike.starts:
        return f"{name} starts at {in_words(strike.starts)}."
    if now == "during":
        return f"{name} is on now." + (f" It ends at {in_words(strike.ends)}." if strike.ends else "")
    ended = f" at {in_words(strike.ends)}" if strike.ends else ""
    return (
        f"{name} is over: it ended{ended}. These answers describe that strike. For today, please look for newer news."
    )
