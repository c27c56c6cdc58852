"""How the bot is, in its own words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Health:
    """What the bot says of itself."""

    entries: Callable[[], int]
    """How many entries the FAQ in use has."""
    database: Callable[[], bool]
    """Whether the journal's database could be written to the last time. The bot answers without it, too."""
    signed_in: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when Telegram has taken the token and updates are awaited."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the bot is told to stop."""

    @property
    def ready(self) -> bool:
        """Whether updates are answered."""
        return self.entries() > 0 and self.signed_in.is_set() and not self.stop.is_set()
