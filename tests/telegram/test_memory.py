"""What is remembered is bounded, and belongs to one chat."""

from __future__ import annotations

import gc
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.memory import FLOOD_LIMIT, FLOOD_WINDOW, Memory, Recent
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import DURING, Running


@given(st.lists(st.integers(0, 20)), st.integers(1, 8))
def test_remembers_the_keys_used_last_and_no_more(keys: list[int], size: int) -> None:
    recent: Recent[int, int] = Recent(size)
    for key in keys:
        recent.put(key, key)
    latest = list(dict.fromkeys(reversed(keys)))
    assert len(recent) == min(size, len(latest))
    assert all(recent.get(key) == key for key in latest[:size])
    assert all(recent.get(key) is None for key in latest[size:])


def test_adds_a_key_once() -> None:
    recent: Recent[str, int] = Recent()
    assert recent.add("a", 1)
    assert not recent.add("a", 2)
    assert recent.get("a") == 1


def test_a_window_ends_after_a_minute_however_many_messages_came() -> None:
    memory = Memory()
    said = [memory.flood(1, DURING) for _ in range(FLOOD_LIMIT + 3)]
    assert said == ["fine"] * FLOOD_LIMIT + ["say so", "silent", "silent"]
    assert memory.flood(2, DURING) == "fine"
    assert memory.flood(1, DURING + FLOOD_WINDOW - timedelta(seconds=1)) == "silent"
    assert memory.flood(1, DURING + FLOOD_WINDOW) == "fine"


async def test_nobody_who_wrote_is_noted_for_good(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    await alice.says("are lamps affected")
    lists = [held for held in gc.get_objects() if isinstance(held, set)]
    assert not [held for held in lists if alice.user["id"] in held]
