"""`python -m bot run` as people start it."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.conftest import PACK
from tests.telegram.process import start
from tests.telegram.upkeep import put

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops the bot by a signal")


async def test_without_a_token_it_says_in_one_line_how_to_get_one(tmp_path: Path) -> None:
    process = await start(tmp_path)
    out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    (line,) = err.decode().splitlines()
    assert "@BotFather" in line and "/newbot" in line and "TELEGRAM_BOT_TOKEN" in line


@pytest.mark.parametrize("token", ["4242:WRONG-0123456789abcdefghijklmnopqrstu", "not a token", "4242:", "⚓:⚓"])
async def test_with_a_wrong_token_it_says_so_and_never_shows_it(tmp_path: Path, api: BotApi, token: str) -> None:
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=token, TELEGRAM_API_URL=api.url)
    out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    (line,) = err.decode().splitlines()
    assert "@BotFather" in line
    assert token not in line.replace("TELEGRAM_BOT_TOKEN", "")


@pytest.mark.parametrize(("level", "optimize"), [("INFO", "0"), ("DEBUG", "0"), ("INFO", "2")])
async def test_answers_until_it_is_stopped_and_logs_neither_token_nor_people(
    tmp_path: Path, api: BotApi, level: str, optimize: str
) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    process = await start(tmp_path, TELEGRAM_API_URL=f"{api.url}/", LOG_LEVEL=level, PYTHONOPTIMIZE=optimize)
    alice = api.private_user("Alice Liddell")
    await api.until(lambda: "getUpdates" in api.asked)
    await alice.posted(alice.write(text="are the lamps lit"))
    await api.until(lambda: len(alice.private.messages) == 2)
    assert "every lamp is lit" in str(alice.private.messages[2]["text"])
    process.send_signal(signal.SIGTERM)
    _, err = await process.communicate()
    log = err.decode()
    assert process.returncode == 0
    assert "Answering as @strike_faq_bot" in log
    assert "Stopped." in log
    for secret in (TOKEN, "Alice", "lamps", str(alice.user["id"])):
        assert secret not in log
    assert "Traceback" not in log


async def test_takes_over_an_edited_faq_and_knows_its_maintainers(tmp_path: Path, api: BotApi) -> None:
    faq, grace = shutil.copytree(PACK, tmp_path / "faq"), api.private_user("Grace")
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "MAINTAINER_IDS": str(grace.user["id"])}
    process = await start(tmp_path, faq, **settings)
    await api.until(lambda: "getUpdates" in api.asked)
    entries = faq / "entries.yaml"
    text = entries.read_text(encoding="utf-8")
    put(entries, text.replace("every lamp is lit", "every lamp is dark").replace("id: foghorn", "id: horn"))
    await api.until(lambda: grace.private.messages)
    assert 'faq/entries.yaml:9: there is no entry "foghorn"' in str(grace.private.messages[1]["text"])
    put(entries, text.replace("every lamp is lit", "every lamp is dark"))
    await api.until(lambda: len(grace.private.messages) == 2)
    await grace.posted(grace.write(text="are the lamps lit"))
    await api.until(lambda: len(grace.private.messages) == 4)
    assert "every lamp is dark" in str(grace.private.messages[4]["text"])
    await grace.posted(grace.write(text="/status"))
    await api.until(lambda: len(grace.private.messages) == 6)
    assert "6 entries, 13 phrasings" in str(grace.private.messages[6]["text"])
    process.send_signal(signal.SIGTERM)
    _, err = await process.communicate()
    assert process.returncode == 0
    log = err.decode()
    assert "faq/entries.yaml:9:" in log and "error unknown-id" in log
    assert "The FAQ was read anew and is in use: 6 entries." in log
    assert str(grace.user["id"]) not in log and "Traceback" not in log
