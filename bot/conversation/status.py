"""What the answers are worth now: before the strike, during it, after it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.conversation.markup import escape
from bot.knowledge.facts import fill, in_words
from bot.knowledge.model import Pack, Strike

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
    worded: str | None = getattr(pack.wording, now)
    return fill(worded, pack) if worded else _plain(pack.strike, now)


def _plain(strike: Strike, now: Phase) -> str:
    name = escape(strike.name)
    if now == "before" and strike.starts:
        return f"{name} starts at {in_words(strike.starts)}."
    if now == "during" and strike.ends:
        return f"{name} is on now. It ends at {in_words(strike.ends)}."
    if now == "during" and strike.starts:
        return f"{name} started at {in_words(strike.starts)}. I don't know when it ends."
    ended = f" at {in_words(strike.ends)}" if strike.ends else ""
    return (
        f"{name} is over: it ended{ended}. These answers describe that strike. For today, please look for newer news."
    )
