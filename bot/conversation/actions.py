"""What buttons do, as short strings that fit in Telegram's 64 bytes and still work after a restart or a changed FAQ."""

from __future__ import annotations

from hashlib import blake2s
from typing import Literal

Verdict = Literal["yes", "no", "old"]

TOPICS = "topics"
"""Show the topics."""
NONE_OF_THESE = "none"
"""None of the entries suggested was meant."""
ENTRY = "entry:"
TOPIC = "topic:"
FEEDBACK = "fb:"


def entry(entry_id: str) -> str:
    """Show the answer of this entry."""
    return ENTRY + entry_id


def topic(name: str, page: int = 0) -> str:
    """Show this page of a topic. Names can be long and in any alphabet, so the action holds a digest of the name."""
    return f"{TOPIC}{topic_key(name)}" + (f":{page}" if page else "")


def topic_key(name: str) -> str:
    """What stands for a topic's name in actions and links: 16 hexadecimal digits, the same whatever the order."""
    return blake2s(name.encode(), digest_size=8).hexdigest()


def feedback(verdict: Verdict, entry_id: str) -> str:
    """Say whether the answer of this entry helped, or is out of date; for channels to count."""
    return f"{FEEDBACK}{verdict}:{entry_id}"


def parse_feedback(action: str) -> tuple[Verdict, str] | None:
    """The verdict and the entry's id, if `action` is feedback."""
    match action.split(":", 2):
        case ["fb", "yes" | "no" | "old" as verdict, entry_id]:
            return verdict, entry_id
    return None
