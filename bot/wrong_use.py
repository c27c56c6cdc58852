"""The error of everything that can't be done as it was asked."""

from __future__ import annotations


class WrongUse(Exception):
    """Something that whoever started the bot can mend: its text says what, where and how, in one clear line each."""
