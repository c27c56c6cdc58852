"""Ports for servers that have to be told theirs."""

from __future__ import annotations

import socket
from secrets import choice

FREE = range(10_000, 30_000)
"""Below those from which systems take ports for whoever connects: one that is free now stays so until it is used."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at."""
    while True:
        port = choice(FREE)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
