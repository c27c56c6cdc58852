"""What the answers are worth now: before the strike, during it, after it."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.markup import escape
from bot.knowledge.clock import Standing, standing
from bot.knowledge.facts import fill, in_words
from bot.knowledge.model import Pack


def status_line(pack: Pack, at: datetime) -> str:
    """One line of Markdown on where the strike stands at `at`; empty if the pack doesn't say when it is."""
    now = standing(pack.strike, at)
    if now.phase is None or pack.strike is None:
        return ""
    worded: str | None = getattr(pack.wording, now.phase)
    return fill(worded, pack, at) if worded else _plain(escape(pack.strike.name), now)


def _plain(name: str, now: Standing) -> str:
    if now.phase == "before" and now.starts:
        return f"{name} starts {'again ' if now.number else ''}at {in_words(now.starts)}."
    if now.phase == "during" and now.ends:
        return f"{name} is on now. It ends at {in_words(now.ends)}."
    if now.phase == "during" and now.starts:
        return f"{name} started at {in_words(now.starts)}. I don't know when it ends."
    ended = f" at {in_words(now.ends)}" if now.ends else ""
    return (
        f"{name} is over: it ended{ended}. These answers describe that strike. For today, please look for newer news."
    )
