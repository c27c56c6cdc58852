"""What changed between two packs, for people, for scripts, and for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.conversation.reply import Reply
from bot.evaluation.comparison import VERDICTS, Change, count

_MARKS = {"worse": "-", "better": "+", "different": "~"}


def summary(changes: Sequence[Change], messages: int) -> str:
    """One line: how many messages get another reply, and how many of these a better one."""
    counts = ", ".join(f"{count(changes, verdict)} {verdict}" for verdict in VERDICTS)
    return f"{len(changes)} of {messages} messages get another reply: {counts}."


def lines(changes: Sequence[Change]) -> Iterator[str]:
    """A line for each change: `+` better, `-` worse, `~` just different."""
    for change in changes:
        yield f"{_MARKS[change.verdict]} {change.question.text}: {_words(change.old)} → {_words(change.new)}"


def markdown(changes: Sequence[Change], messages: int) -> str:
    """A comment for a pull request: the summary, then a table for each kind of change."""
    parts = [f"**{summary(changes, messages)}**"]
    for verdict in VERDICTS:
        rows = [
            f"| {_cell(change.question.text)} | {_cell(_words(change.old))} | {_cell(_words(change.new))} |"
            for change in changes
            if change.verdict == verdict
        ]
        if rows:
            head = ["| Message | Before | Now |", "| --- | --- | --- |"]
            title = f"<summary>{len(rows)} {verdict}</summary>"
            parts.append("\n".join(["<details>", title, "", *head, *rows, "", "</details>"]))
    return "\n\n".join(parts)


def as_json(changes: Sequence[Change], messages: int) -> dict[str, Any]:
    """The changes as data."""
    return {
        "messages": messages,
        **{verdict: count(changes, verdict) for verdict in VERDICTS},
        "changes": [
            {
                "question": change.question.text,
                "ok": list(change.question.labelled.ok) if change.question.labelled else None,
                "verdict": change.verdict,
                "old": _data(change.old),
                "new": _data(change.new),
            }
            for change in changes
        ],
    }


def _words(reply: Reply) -> str:
    named = reply.suggestions if reply.kind == "suggest" else reply.entries
    if reply.kind == "answer":
        return ", ".join(named)
    return f"{reply.kind} ({', '.join(named)})" if named else reply.kind


def _data(reply: Reply) -> dict[str, Any]:
    return {"kind": reply.kind, "entries": list(reply.entries), "suggestions": list(reply.suggestions)}


def _cell(text: str) -> str:
    """Text that can't end its cell, nor be taken for Markdown, HTML or somebody's name."""
    line = " ".join(text.split())
    for mark in "\\`*_[]|#~":
        line = line.replace(mark, f"\\{mark}")
    return line.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
