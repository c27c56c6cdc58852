"""What the bot tells of itself over HTTP: whether it is up, whether it is ready, and how it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import webhook
from bot.health import Health
from bot.http_server import build_server, listening
from bot.knowledge.model import Pack
from bot.wrong_use import WrongUse
from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.bot_api.faults import RESET
from tests.telegram.webhook import QUESTION, SECRET, Served, served, update


@pytest.fixture
async def bot(api: BotApi, pack: Pack) -> AsyncIterator[Served]:
    async with served(api, pack) as bot:
        yield bot
        await api.settled()
    assert api.refusals == []


class TestHealth:
    async def test_is_up_before_it_is_ready(
        self, api: BotApi, pack: Pack, expects_log: pytest.LogCaptureFixture
    ) -> None:
        async with api.holding("getMe"), served(api, pack, ready=False) as bot:
            await api.until(lambda: "getMe" in api.held)
            assert (await bot.http.get("/healthz")).status_code == 200
            status, state = await bot.readiness()
            assert (status, state["ready"], state["telegram"]) == (503, False, "not signed in yet")
            assert await bot.post() == 503
            assert bot.heard == []

    async def test_is_ready_when_telegram_is_reached(
        self, api: BotApi, pack: Pack, expects_log: pytest.LogCaptureFixture
    ) -> None:
        api.fail("getMe", *[RESET] * 5)
        api.fail("setWebhook", *[RESET] * 5)
        async with served(api, pack) as bot:
            assert await bot.readiness() == (
                200,
                {"ready": True, "faq_entries": 6, "telegram": "signed in", "database": "ok", "stopping": False},
            )
            assert await bot.courier.bring(update(api, 7)) == 200
        assert "I keep trying" in expects_log.text

    async def test_tells_of_a_database_that_is_away_and_is_ready_all_the_same(self, bot: Served) -> None:
        bot.health.database = lambda: False
        status, state = await bot.readiness()
        assert (status, state["database"]) == (200, "away")

    async def test_is_not_ready_with_nothing_to_answer(self, bot: Served) -> None:
        bot.health.entries = lambda: 0
        assert (await bot.readiness())[0] == 503

    async def test_finishes_what_is_in_hand_and_takes_nothing_new_when_it_is_to_stop(
        self, api: BotApi, bot: Served
    ) -> None:
        async with api.holding("sendMessage"):
            bringing = asyncio.create_task(bot.courier.bring(update(api, 7)))
            await api.until(lambda: api.held)
            bot.health.stop.set()
            status, state = await bot.readiness()
            assert (status, state["stopping"]) == (503, True)
            while await bot.courier.bring(update(api, 8)) != 503:
                pass
            assert (await bot.http.get("/healthz")).status_code == 200
            assert not bringing.done()
        assert await bringing == 200
        await bot.serving

    async def test_does_not_wait_for_ever_for_what_is_in_hand(
        self, api: BotApi, bot: Served, monkeypatch: pytest.MonkeyPatch, expects_log: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(webhook, "LONGEST_GOODBYE", 0.05)
        async with api.holding("sendMessage"):
            bringing = asyncio.create_task(bot.courier.bring(update(api, 7)))
            await api.until(lambda: api.held)
            bot.health.stop.set()
            await asyncio.wait_for(bot.serving, PATIENCE)
            assert await bringing == 503
        assert "Stopped before 1 replies" in expects_log.text


@pytest.mark.parametrize("host", ["a..b", "." * 300, "a" * 64])
async def test_a_host_that_is_none_is_told_in_one_line(host: str) -> None:
    app = build_server(Health(lambda: 6, lambda: True))
    with pytest.raises(WrongUse) as refused:
        async with listening(app, host, 0):
            pass
    assert str(refused.value) == f"LISTEN_HOST is '{host}', but must be a host name or IP address."


class TestMetrics:
    async def test_count_updates_decisions_requests_and_their_faults(self, api: BotApi, bot: Served) -> None:
        lines = (
            'bot_updates_total{kind="message"}',
            'bot_answer_seconds_count{kind="message"}',
            'bot_decisions_total{channel="private",kind="answer"}',
            'bot_telegram_requests_total{method="sendMessage"}',
            'bot_telegram_faults_total{fault="NetworkError",method="sendMessage"}',
        )
        before = [await bot.metric(line) for line in lines]
        api.fail("sendMessage", RESET)
        await api.private_user("Alice").says(QUESTION)
        after = [await bot.metric(line) for line in lines]
        assert [late - early for early, late in zip(before, after, strict=True)] == [1, 1, 1, 2, 1]
        assert await bot.metric("bot_updates_in_hand") == 0

    async def test_name_nobody_and_quote_nothing(self, api: BotApi, bot: Served) -> None:
        alice = api.private_user("Alice Liddell")
        await alice.says("zzz my name is Alice")
        await alice.types_inline("wonderland")
        told = (await bot.http.get("/metrics")).text
        assert not [
            secret for secret in ("Alice", "zzz", "wonder", str(alice.user["id"]), TOKEN, SECRET) if secret in told
        ]
