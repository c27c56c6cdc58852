"""The webhook, over HTTP: Telegram is let in, others aren't, and every update is answered once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.channels.telegram import inline, webhook
from bot.channels.telegram.app import ALLOWED_UPDATES, ForgetfulApplication
from bot.channels.telegram.errors import TokenRejected
from bot.channels.telegram.webhook import MOST_BYTES
from bot.journal.claims import Claim
from bot.knowledge.model import Pack
from bot.wrong_use import WrongUse
from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.bot_api.courier import SECRET_HEADER
from tests.telegram.bot_api.faults import refuse
from tests.telegram.webhook import ANSWER, QUESTION, SECRET, URL, Served, served, update


@pytest.fixture
async def bot(api: BotApi, pack: Pack) -> AsyncIterator[Served]:
    async with served(api, pack) as bot:
        yield bot
        await api.settled()
    assert api.refusals == []


class TestAnswers:
    async def test_whatever_telegram_brings(self, api: BotApi, bot: Served) -> None:
        alice, group = api.private_user("Alice"), api.group("Harbour")
        assert ANSWER in (await alice.says(QUESTION)).text
        assert ANSWER in (await alice.says(f"/ask {QUESTION}", chat=group.chat)).text
        assert "Are the lamps lit during the strike?" in (await alice.types_inline("are the lam")).titles
        menu = await alice.says("/topics")
        await alice.presses("At sea", menu)
        assert menu.edited

    async def test_inline_queries_in_its_own_response_without_a_request_of_its_own(
        self, api: BotApi, bot: Served
    ) -> None:
        alice = api.private_user("Alice")
        api.forget("answerInlineQuery")
        page = await alice.types_inline("")
        assert "Are the lamps lit during the strike?" in page.titles
        assert page.results[0]["reply_markup"] and page.results[0]["input_message_content"]["parse_mode"] == "HTML"
        assert (await alice.types_inline("drowning")).results[0]["id"] == inline.URGENT
        assert (await alice.types_inline("xyzzy")).button

    async def test_with_the_address_secret_and_kinds_of_updates_that_telegram_was_told(
        self, api: BotApi, bot: Served
    ) -> None:
        (told,) = api.made("setWebhook")
        assert (told["url"], told["secret_token"], told["max_connections"]) == (URL, SECRET, 100)
        assert told["allowed_updates"] == ALLOWED_UPDATES
        assert "drop_pending_updates" not in told

    async def test_and_leaves_the_webhook_set_for_other_replicas_when_it_stops(self, api: BotApi, bot: Served) -> None:
        bot.health.stop.set()
        await bot.serving
        assert api.world.webhook == URL
        assert api.made("deleteWebhook") == []

    async def test_once_however_often_an_update_is_brought(self, api: BotApi, bot: Served) -> None:
        repeated = update(api, 7)
        before = await bot.metric("bot_repeated_updates_total")
        assert [await bot.courier.bring(repeated) for _ in range(3)] == [200, 200, 200]
        assert len(api.made("sendMessage")) == 1
        assert await bot.metric("bot_repeated_updates_total") - before == 2

    async def test_once_if_it_is_brought_again_meanwhile_and_all_are_told_when_it_is_done(
        self, api: BotApi, bot: Served
    ) -> None:
        repeated = update(api, 7)
        async with api.holding("sendMessage"):
            bringing = [asyncio.create_task(bot.courier.bring(repeated)) for _ in range(3)]
            await api.until(lambda: api.held)
            assert not any(one.done() for one in bringing)
        assert await asyncio.gather(*bringing) == [200, 200, 200]
        assert len(api.made("sendMessage")) == 1

    async def test_updates_out_of_order(self, api: BotApi, bot: Served) -> None:
        assert [await bot.courier.bring(update(api, number)) for number in (9, 3, 6)] == [200] * 3
        assert len(api.made("sendMessage")) == 3

    async def test_the_others_if_one_cannot_be_read(
        self, api: BotApi, bot: Served, expects_log: pytest.LogCaptureFixture
    ) -> None:
        assert await bot.courier.bring({"update_id": 5, "message": {"poll": {}}}) == 200
        assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
        assert "passed over" in expects_log.text

    async def test_yes_to_telegram_while_a_reply_takes_long(
        self, api: BotApi, bot: Served, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(webhook, "LONGEST_HOLD", 0)
        slow = update(api, 7)
        async with api.holding("sendMessage"):
            assert [await bot.courier.bring(slow) for _ in range(2)] == [200, 200]
        await api.until(lambda: len(api.made("sendMessage")) == 1)

    async def test_no_more_at_once_than_it_can_hold_and_the_rest_later(
        self, api: BotApi, bot: Served, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(webhook, "MOST_IN_HAND", 1)
        async with api.holding("sendMessage"):
            first = asyncio.create_task(bot.courier.bring(update(api, 7)))
            await api.until(lambda: api.held)
            assert await bot.courier.bring(update(api, 8)) == 503
        assert await first == 200
        assert await bot.courier.bring(update(api, 8)) == 200


@dataclass
class Ledger:
    """What became of the claims of updates."""

    told: list[tuple[str, int]] = field(default_factory=list)

    async def claim(self, update_id: int) -> Claim:
        return "mine"

    def finish(self, update_id: int) -> None:
        self.told.append(("finish", update_id))

    def release(self, update_id: int) -> None:
        self.told.append(("release", update_id))


async def test_an_update_that_it_failed_on_is_left_to_whoever_gets_it_next(
    api: BotApi, pack: Pack, monkeypatch: pytest.MonkeyPatch, expects_log: pytest.LogCaptureFixture
) -> None:
    async def fail(application: ForgetfulApplication, update: object) -> None:
        raise ZeroDivisionError

    ledger, bringing = Ledger(), update(api, 7)
    async with served(api, pack, claims=ledger) as bot:
        with monkeypatch.context() as patch:
            patch.setattr(ForgetfulApplication, "process_update", fail)
            assert await bot.courier.bring(bringing) == 500
        assert ledger.told == [("release", 7)]
        assert await bot.courier.bring(bringing) == 200
    assert ledger.told == [("release", 7), ("finish", 7)]


class TestRefuses:
    @pytest.mark.parametrize("secret", ["", "wrong", SECRET.lower(), f"{SECRET}x", "\xe9"])
    async def test_whoever_does_not_know_the_secret(self, bot: Served, secret: str) -> None:
        assert await bot.post(**{SECRET_HEADER: secret.encode("latin-1")}) == 403  # type: ignore[dict-item]
        assert bot.heard == []

    async def test_whoever_sends_no_secret_at_all(self, bot: Served) -> None:
        headers = {"Content-Type": "application/json"}
        answer = await bot.http.post("/telegram", content=json.dumps(update(bot.api, 1)), headers=headers)
        assert answer.status_code == 403
        assert bot.heard == []

    @pytest.mark.parametrize("path", ["/", "/telegram/", "/telegram/x", "/Telegram", f"/{TOKEN}", "/telegram/../x"])
    async def test_other_paths(self, bot: Served, path: str) -> None:
        assert await bot.post(path=path) in (404, 307)
        assert bot.heard == []

    @pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
    async def test_other_methods(self, bot: Served, method: str) -> None:
        answer = await bot.http.request(method, "/telegram", headers={SECRET_HEADER: SECRET})
        assert answer.status_code == 405

    @pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
    async def test_other_kinds_of_content(self, bot: Served, kind: str) -> None:
        assert await bot.post(**{"Content-Type": kind}) == 415
        assert bot.heard == []

    @pytest.mark.parametrize(
        "body",
        [
            "", "no JSON", "{", "null", "[]", "{}", "7", '"x"', b"\xff", "[" * 100_000,
            '{"update_id": null}', '{"update_id": "7"}', '{"update_id": true}', '{"update_id": 7.0}',
            '{"update_id": -1}', '{"update_id": 9223372036854775808}',
        ],
    )  # fmt: skip
    async def test_what_is_no_update(self, bot: Served, body: str | bytes) -> None:
        assert await bot.post(body) == 400
        assert bot.heard == []

    async def test_what_is_too_large(self, bot: Served) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(MOST_BYTES // 50_000 + 1):
                yield b" " * 50_000

        assert await bot.post(b" " * (MOST_BYTES + 1)) == 413
        assert await bot.post(chunks()) == 413
        assert await bot.post(json.dumps(update(bot.api, 1)).encode().ljust(MOST_BYTES)) == 200

    async def test_and_counts_it(self, bot: Served) -> None:
        line = 'bot_webhook_refusals_total{status="403"}'
        before = await bot.metric(line)
        await bot.post(**{SECRET_HEADER: "wrong"})
        assert await bot.metric(line) - before == 1

    async def test_nobody_waits_for_somebody_who_sends_half_a_request(self, api: BotApi, bot: Served) -> None:
        assert bot.http.base_url.port
        _, writer = await asyncio.open_connection("127.0.0.1", bot.http.base_url.port)
        head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        await writer.drain()
        assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
        bot.health.stop.set()
        await asyncio.wait_for(bot.serving, PATIENCE)
        writer.close()


async def test_an_address_that_telegram_does_not_take_is_told_in_one_line(api: BotApi, pack: Pack) -> None:
    api.fail("setWebhook", refuse(400, "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"))
    async with served(api, pack) as bot:
        with pytest.raises(WrongUse, match=r"WEBHOOK_URL: .*10\.0\.0\.1 is reserved"):
            await bot.serving


async def test_a_token_taken_away_while_it_runs_stops_it(
    api: BotApi, pack: Pack, expects_log: pytest.LogCaptureFixture
) -> None:
    async with served(api, pack) as bot:
        api.token = "1:another-token-that-is-long-enough-to-be-one"
        await bot.courier.bring(update(api, 7))
        with pytest.raises(TokenRejected):
            await asyncio.wait_for(asyncio.shield(bot.serving), PATIENCE)
    assert [r for r in expects_log.records if r.levelno >= logging.ERROR] == []
