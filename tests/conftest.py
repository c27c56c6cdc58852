"""What is slow to make and never changes, made once; and how hypothesis looks for what a test doesn't hold for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter

# A change passes or fails for what it is: the same examples each time, and no word about a machine that is slow.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# To look further than that, with others each time: pytest --hypothesis-profile search
settings.register_profile("search", settings.get_profile("steady"), derandomize=False, max_examples=1000)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def shipped_pack() -> Pack:
    """The pack that is shipped."""
    return load_pack(default_pack())


@pytest.fixture(scope="session")
def shipped(shipped_pack: Pack) -> Interpreter:
    """What understands messages about the shipped pack."""
    return Interpreter(shipped_pack)
