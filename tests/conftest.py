"""What is slow to make and never changes, made once."""

from __future__ import annotations

import pytest

from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter


@pytest.fixture(scope="session")
def shipped_pack() -> Pack:
    """The pack that is shipped."""
    return load_pack(default_pack())


@pytest.fixture(scope="session")
def shipped(shipped_pack: Pack) -> Interpreter:
    """What understands messages about the shipped pack."""
    return Interpreter(shipped_pack)
