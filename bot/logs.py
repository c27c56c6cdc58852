"""The log: one line an event, for people or machines; never a token, and none of what people write or who they are."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor

# They log every address, and Telegram's hold the token; every statement to the database, with what people wrote; and
# how a database is prepared, or a connection kept, step by step.
TALKATIVE = ("httpx", "httpcore", "aiosqlite", "alembic", "uvicorn")
SHORTEST_SECRET = 4
"""Characters below which masking a secret would do no more than garble the log."""


def configure(level: str, form: Literal["text", "json"] | None, secrets: tuple[str, ...] = ()) -> None:
    """Sends the log to stderr from `level` on, with `secrets` masked wherever they might turn up.

    `form`: as text or as JSON; None: as text to a terminal, else as JSON.
    """
    as_text = form == "text" or (form is None and sys.stderr.isatty())
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="time")
        if as_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    known: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", key="time"),
        *([] if as_text else [structlog.stdlib.add_logger_name]),
        _outline,
        _traceback,
    ]
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=known, processors=[remove, renderer, _mask(secrets)])
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _outline(logger: object, method: str, event: EventDict) -> EventDict:
    """Tells what asyncio complains of, but doesn't show it: a task or a call may hold what somebody wrote."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.name == "asyncio":
        event["event"] = re.split(r"[\n(]", record.getMessage(), maxsplit=1)[0]
    return event


def _traceback(logger: object, method: str, event: EventDict) -> EventDict:
    """Tells where an exception came from and what kind it is; its own text may quote what somebody wrote."""
    fault = event.pop("exc_info", None)
    if isinstance(fault, tuple) and fault[0]:
        frames = "".join(traceback.format_tb(fault[2]))
        event["exception"] = f"{frames}{fault[0].__name__}"
    return event


def _mask(secrets: tuple[str, ...]) -> Processor:
    """Takes `secrets` out of a finished line."""
    masked = sorted((secret for secret in secrets if len(secret) >= SHORTEST_SECRET), key=len, reverse=True)

    def mask(logger: object, method: str, line: EventDict) -> str:
        text = str(line)
        for secret in masked:
            text = text.replace(secret, "***")
        return text

    return mask
