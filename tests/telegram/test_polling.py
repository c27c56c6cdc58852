"""Long polling beside others who want the same messages: a webhook, or another process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.telegram.polling import CONFLICTS, NEWCOMER, Polling
from bot.wrong_use import WrongUse
from tests.patience import PATIENCE
from tests.telegram.bot_api import BotApi
from tests.telegram.bot_api.faults import SERVER_ERROR, refuse
from tests.telegram.conftest import Start

QUESTION, ANSWER = "are the lamps lit", "every lamp is lit"
TWO_AT_ONCE = refuse(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running")


@pytest.fixture
def waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library waits a few seconds before it fetches again; here that is no time."""
    sleep = asyncio.sleep
    monkeypatch.setattr("telegram.ext._utils.networkloop.asyncio.sleep", lambda seconds: sleep(0))


async def test_a_webhook_that_is_set_is_left_alone(api: BotApi, start: Start) -> None:
    api.world.webhook = "https://bot.example/hook?key=1"
    with pytest.raises(WrongUse, match=r"webhook at bot\.example, .*`python -m bot run --polling`") as refused:
        await start()
    assert "key" not in str(refused.value)
    assert api.world.webhook
    assert not {"getUpdates", "deleteWebhook"} & set(api.asked)


async def test_a_webhook_is_taken_away_if_that_is_asked_for(
    api: BotApi, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.telegram.conftest.Polling", lambda: Polling(take_over=True))
    api.world.webhook = "https://bot.example/hook"
    await start()
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text


async def test_a_webhook_that_is_set_meanwhile_ends_it_with_what_to_do(api: BotApi, start: Start) -> None:
    bot = await start()
    api.world.webhook = "https://bot.example/hook"
    await api.world.changed()
    api.world.updates.append({"update_id": 1001})
    await api.world.changed()
    with pytest.raises(WrongUse, match=r"set a webhook .* `python -m bot run --polling`"):
        await asyncio.wait_for(asyncio.shield(bot.serving), PATIENCE)


@pytest.mark.usefixtures("waits_for_nothing")
async def test_of_two_processes_with_one_token_the_newcomer_gives_way(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    api.fail("getUpdates", *[TWO_AT_ONCE] * CONFLICTS)
    bot = await start()
    with pytest.raises(WrongUse, match="same token"):
        await asyncio.wait_for(asyncio.shield(bot.serving), PATIENCE)
    assert "same token" not in expects_log.text, "whoever catches it says so"


@pytest.mark.usefixtures("waits_for_nothing")
async def test_a_process_that_is_being_replaced_is_waited_for_without_a_word(api: BotApi, start: Start) -> None:
    api.fail("getUpdates", *[TWO_AT_ONCE] * (CONFLICTS - 1))
    await start()
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text


@pytest.mark.usefixtures("waits_for_nothing")
async def test_of_two_processes_with_one_token_the_older_one_goes_on(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    bot = await start()
    bot.clock.advance(NEWCOMER + timedelta(seconds=1))
    api.fail("getUpdates", *[TWO_AT_ONCE] * 2 * CONFLICTS)
    for _ in range(2):
        assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    assert sum("same token" in record.getMessage() for record in expects_log.records) == 1


@pytest.mark.usefixtures("waits_for_nothing")
async def test_what_keeps_it_from_fetching_is_told_once_each_time_that_it_begins(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    bot, alice = await start(), api.private_user("Alice")
    for _ in ("Monday", "Thursday"):
        api.fail("getUpdates", *[SERVER_ERROR] * 5)
        assert ANSWER in (await alice.says(QUESTION)).text
        bot.clock.advance(timedelta(days=3))
    assert sum("Can't fetch messages" in record.getMessage() for record in expects_log.records) == 2
