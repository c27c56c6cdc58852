"""The log: one line an event, for people or machines; never a token, and none of what people write or who they are."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Literal

# They log every address, and Telegram's hold the token; every statement to the database, with what people wrote; and
# how a database is prepared, step by step.
TALKATIVE = ("httpx", "httpcore", "aiosqlite", "alembic")


def configure(level: str, form: Literal["text", "json"], secrets: tuple[str, ...] = ()) -> None:
    """Sends the log to stderr from `level` on, with `secrets` masked wherever they might turn up."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json(secrets) if form == "json" else _Text(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Text(logging.Formatter):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        line = self._line(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line

    def _line(self, record: logging.LogRecord) -> str:
        return super().format(record)


class _Json(_Text):
    def _line(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)
