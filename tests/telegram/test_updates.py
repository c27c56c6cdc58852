"""Whatever Telegram sends, the bot stands."""

from __future__ import annotations

import logging

import pytest

from tests.telegram.bot_api import BotApi
from tests.telegram.bot_api.updates import updates
from tests.telegram.bot_api.world import UPDATE_KINDS
from tests.telegram.conftest import Start


@pytest.mark.parametrize("kind", UPDATE_KINDS)
async def test_updates_of_every_kind_are_harmless(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture, kind: str
) -> None:
    await start()
    async with api.world.news:
        for update in updates(kind):
            api.world.last_update += 1
            api.world.updates.append({"update_id": api.world.last_update, **update})
        api.world.news.notify_all()
    await api.settled()
    assert "every lamp is lit" in (await api.private_user("Alice").says("are the lamps lit")).text
    assert [record.getMessage() for record in expects_log.records if record.levelno >= logging.ERROR] == []
