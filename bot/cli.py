"""The command line: `python -m bot COMMAND`."""

from __future__ import annotations

import io
import sys

# In the order in which `--help` lists their commands.
from bot.commands import answering, editing, journal, measuring  # noqa: F401
from bot.commands.basis import PROGRAM, app


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name=PROGRAM)
