"""What can go wrong on the way between the bot and Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.telegram.bot_api.schema import Refused


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong with a request."""

    kind: Literal["refuse", "page", "reset", "hang"]
    taken: bool = False
    """Whether the request takes effect all the same."""
    refusal: Refused | None = None


def refuse(code: int, description: str, **parameters: int) -> Fault:
    return Fault("refuse", refusal=Refused(code, description, **parameters))


def retry_after(seconds: int) -> Fault:
    return refuse(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


SERVER_ERROR = refuse(500, "Internal Server Error: restart")
BAD_GATEWAY = Fault("page")
"""502 with an HTML page of some proxy instead of JSON."""
RESET = Fault("reset")
RESET_AFTER = Fault("reset", taken=True)
HANG = Fault("hang")
"""No answer until the client gives up: one in this process does so at once."""
HANG_AFTER = Fault("hang", taken=True)
