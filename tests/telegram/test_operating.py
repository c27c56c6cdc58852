"""`python -m bot run` as operators run it: what it tells them, when it won't start, and how it ends."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.conftest import PACK
from tests.telegram.process import Replica, start
from tests.telegram.upkeep import put

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops the bot by a signal")
URL = "https://bot.example/telegram"


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({"WEBHOOK_URL": URL}, "WEBHOOK_SECRET is not set"),
        ({"WEBHOOK_URL": URL, "WEBHOOK_SECRET": ""}, "WEBHOOK_SECRET is not set"),
        ({"WEBHOOK_URL": URL, "WEBHOOK_SECRET": "no good"}, "WEBHOOK_SECRET is (hidden), but must be 1 to 256 letters"),
    ],
)
async def test_a_webhook_that_is_not_set_up_is_told_in_one_line(
    tmp_path: Path, settings: dict[str, str], missing: str
) -> None:
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, **settings)
    out, err = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    (line,) = err.decode().splitlines()
    assert line.startswith(missing)


async def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path, api: BotApi) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        process = await start(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url, LISTEN_PORT=port)
        _, err = await process.communicate()
    assert process.returncode == 2
    (line,) = err.decode().splitlines()
    assert line.startswith(f"LISTEN_HOST and LISTEN_PORT: can't listen at 127.0.0.1:{port}: Address already in use")


async def test_a_webhook_that_answers_elsewhere_is_told_in_one_line(tmp_path: Path, api: BotApi) -> None:
    api.world.webhook = URL
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url, LOG_LEVEL="WARNING")
    _, err = await process.communicate()
    assert process.returncode == 2
    (line,) = err.decode().splitlines()
    assert "webhook at bot.example" in line and "--polling" in line


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_it_ends_at_once_while_telegram_is_silent(tmp_path: Path, api: BotApi, method: str) -> None:
    async with api.holding(method):
        process = await start(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url)
        await api.until(lambda: api.held)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    log = err.decode()
    assert process.returncode == 0
    assert "Stopped." in log and "Traceback" not in log
    assert "Can't reach Telegram" not in log, "it waited for the answer until its patience was over"


async def test_what_is_in_hand_is_finished_and_the_journal_written_before_it_ends(tmp_path: Path, api: BotApi) -> None:
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url)
    alice = api.private_user("Alice")
    async with asyncio.timeout(PATIENCE), api.holding("sendMessage"):
        await api.until(lambda: "getUpdates" in api.asked)
        await alice.posted(alice.write(text="zzz"))
        await api.until(lambda: api.held)
        process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0
    assert len(alice.private.messages) == 2
    assert b"zzz" in (tmp_path / "journal.db").read_bytes()


async def test_a_bot_that_fetches_its_messages_tells_how_it_does_if_it_is_given_a_port(
    tmp_path: Path, api: BotApi
) -> None:
    faq = shutil.copytree(PACK, tmp_path / "faq")
    replica = Replica(tmp_path, {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url}, faq=faq)
    try:
        await replica.start()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{replica.port}", trust_env=False) as http:

            async def versions() -> list[str]:
                told = (await http.get("/metrics")).text
                return [line for line in told.splitlines() if line.startswith("bot_faq_info{")]

            assert (await http.get("/healthz")).text == "up\n"
            before = await versions()
            assert len(before) == 1
            entries = faq / "entries.yaml"
            put(entries, entries.read_text(encoding="utf-8").replace("every lamp", "no lamp"))
            async with asyncio.timeout(PATIENCE):
                while await versions() == before:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert 'bot_faq_reloads_total{outcome="used"} 1.0' in (await http.get("/metrics")).text
            assert "bot_journal_healthy 1.0" in (await http.get("/metrics")).text
            assert (await http.post("/telegram", json={})).status_code == 404
    finally:
        code, log = await replica.end(signal.SIGTERM)
    assert code == 0 and "Traceback" not in log


async def test_it_listens_nowhere_unless_it_is_told_to(tmp_path: Path, api: BotApi) -> None:
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url)
    await api.until(lambda: "getUpdates" in api.asked)
    process.send_signal(signal.SIGTERM)
    _, err = await process.communicate()
    assert "Listening" not in err.decode()
