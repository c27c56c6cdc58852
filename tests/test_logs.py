"""The log: lines for people or machines, without secrets, and without what an exception quotes."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

SECRET = "4242:very-secret"
WORDS = "what somebody wrote"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def fault(words: str) -> None:
    raise ValueError(words)


def log_a_fault() -> None:
    try:
        fault(WORDS)
    except ValueError:
        logging.getLogger("bot.test").exception("It failed at https://api.example/bot%s/getMe", SECRET)


def test_a_line_for_machines_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "json", secrets=(SECRET,))
    logging.getLogger("bot.test").info("Found %d “keepers”\nand a line", 3)
    (line,) = capsys.readouterr().err.splitlines()
    event = json.loads(line)
    assert event.pop("time").endswith("Z")
    assert event == {"event": "Found 3 “keepers”\nand a line", "level": "info", "logger": "bot.test"}


def test_a_line_for_people_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "text")
    logging.getLogger("bot.test").warning("Found %d keepers", 3)
    line = capsys.readouterr().err
    assert "warning" in line and "Found 3 keepers" in line
    assert "{" not in line and "\x1b" not in line


def test_what_is_no_terminal_gets_json_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", None)
    logging.getLogger("bot.test").info("x")
    assert json.loads(capsys.readouterr().err)["event"] == "x"


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_fault_tells_where_and_what_kind_but_not_what_it_quotes(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    logs.configure("INFO", form, secrets=(SECRET,))  # type: ignore[arg-type]
    log_a_fault()
    written = capsys.readouterr().err
    assert "ValueError" in written and "in fault" in written
    assert WORDS not in written
    assert SECRET not in written and "https://api.example/bot***/getMe" in written


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_fault_that_nobody_saw_to_is_told_without_what_it_held(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    logs.configure("INFO", form)  # type: ignore[arg-type]
    loop = asyncio.get_running_loop()
    forgotten = loop.create_future()
    forgotten.set_exception(ValueError(WORDS))
    del forgotten
    gc.collect()
    called = asyncio.Event()
    loop.call_soon(fault, WORDS)
    loop.call_soon(called.set)
    await called.wait()
    written = capsys.readouterr().err
    assert "Future exception was never retrieved" in written and "Exception in callback fault" in written
    assert "ValueError" in written
    assert WORDS not in written


def test_a_secret_that_holds_another_is_masked_whole(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "text", secrets=("pass", "pass-word"))
    logging.getLogger("bot.test").info("pass-word")
    assert "word" not in capsys.readouterr().err


def test_less_than_the_level_is_left_out_and_so_is_the_chatter_of_libraries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("INFO", "text")
    logging.getLogger("bot.test").debug("x")
    for name in ("httpx", "httpcore.connection", "aiosqlite", "uvicorn.error", "alembic.runtime"):
        logging.getLogger(name).info("x")
    assert capsys.readouterr().err == ""
