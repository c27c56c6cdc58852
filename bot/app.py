"""Wires the parts together."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.assistant import Assistant
from bot.knowledge.load import default_pack, load_pack
from bot.settings import load_settings


class NoFolder(Exception):
    """The FAQ's folder isn't there: one line that says so."""


def faq_folder(chosen: Path | None) -> Path:
    """The folder of the FAQ: the one chosen, else the setting FAQ_DIR, else the one shipped.

    Raises NoFolder, SettingsError.
    """
    named = chosen or load_settings().faq_dir
    folder = named or default_pack()
    if not folder.is_dir():
        raise NoFolder(f"{'--faq' if chosen else 'FAQ_DIR'}: {folder} is not a folder.")
    return folder


def load_assistant(folder: Path) -> Assistant:
    """An assistant for the FAQ in `folder`. Raises PackError if the FAQ is broken."""
    return Assistant(load_pack(folder))
