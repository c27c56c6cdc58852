"""What is counted and timed while the bot runs, for Prometheus. No label says who wrote, or what."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("bot_updates", "Updates from Telegram that were dealt with.", ["kind"])
REPEATS = Counter("bot_repeated_updates", "Updates that Telegram sent again and that were answered already.")
IN_HAND = Gauge("bot_updates_in_hand", "Updates that are being dealt with.")
DECISIONS = Counter("bot_decisions", "Replies decided on.", ["kind", "channel"])
ANSWER_TIME = Histogram(
    "bot_answer_seconds",
    "Time from an update's arrival until it is dealt with, Telegram's part included.",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
REQUESTS = Counter("bot_telegram_requests", "Requests to Telegram, each try counted.", ["method"])
REQUEST_FAULTS = Counter("bot_telegram_faults", "Requests to Telegram that went wrong.", ["method", "fault"])
WEBHOOK_REFUSALS = Counter("bot_webhook_refusals", "Requests to the webhook that were refused.", ["status"])
RELOADS = Counter("bot_faq_reloads", "Times that the FAQ was read anew.", ["outcome"])
ENTRIES = Gauge("bot_faq_entries", "Entries of the FAQ in use.")
FAQ = Gauge("bot_faq_info", "The FAQ in use: 1 at its version.", ["version"])
JOURNAL_PENDING = Gauge("bot_journal_pending", "Counts and questions that wait to be written to the journal.")
JOURNAL_LOST = Gauge("bot_journal_lost", "Counts and questions lost for want of room since the start.")
JOURNAL_HEALTHY = Gauge("bot_journal_healthy", "1 if the journal's database took the last batch, else 0.")


def faq_in_use(version: str, entries: int) -> None:
    """Notes which FAQ is in use."""
    FAQ.clear()
    FAQ.labels(version).set(1)
    ENTRIES.set(entries)
