"""Nothing that the process writes tells who asked, what they asked, or a secret, whatever people and Telegram do."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.maintainers import COMMANDS
from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.bot_api.courier import SECRET_HEADER, Courier
from tests.telegram.bot_api.faults import BAD_GATEWAY, HANG, HANG_AFTER, RESET, SERVER_ERROR, refuse, retry_after
from tests.telegram.bot_api.people import Group, Person
from tests.telegram.bot_api.world import JSON
from tests.telegram.conftest import PACK
from tests.telegram.process import Replica

NAME, SURNAME, USERNAME, TITLE = "Marmalade", "Quillfeather", "marmalade_q", "Featherstonehaugh family"
WORDS = "xylophonists"
"""In what is answered, and so isn't kept."""
KEPT = "zyzzyva"
"""In questions without an answer. The journal keeps these, and nothing else does."""
DETAILS = f"my name is {NAME} {SURNAME}, ring 07700 900123 or write to {USERNAME}@post.example"
SECRET = "marked-webhook-secret"
MARKS = (NAME, SURNAME, USERNAME, TITLE.split()[0], WORDS, "900123", TOKEN, TOKEN.partition(":")[2], SECRET)

ASKED = f"are the lamps lit {WORDS}"
UNANSWERED, UNSURE = f"{KEPT}, {DETAILS}", f"visits or lamps {KEPT}, {DETAILS}"
FAULT = f"fault in the bot {WORDS}"
PLANTED = """
from bot.channels.telegram.app import build_application
from bot.understanding.interpreter import Interpreter

def interpret(self, message, understand=Interpreter.interpret):
    if "fault in the bot" in message:
        raise ZeroDivisionError(message)
    return understand(self, message)

Interpreter.interpret = interpret
build_application.__kwdefaults__["read_timeout"] = 3.0
"""
"""What Python runs before the bot: a fault in it, and less patience."""
URGENT = """
urgent:
  replies: {call: Call 999.}
  signs: [{id: drowning, about: drowning, reply: call, when: [drowning], hits: [drowning], misses: [swimming]}]
"""
FILE = {"file_id": WORDS, "file_unique_id": WORDS}
FORWARDED = {"type": "hidden_user", "date": 1, "sender_user_name": NAME}
MESSAGES: dict[str, JSON] = {
    "answered": {"text": ASKED},
    "answered, forwarded": {"text": ASKED, "forward_origin": FORWARDED},
    "unanswered": {"text": UNANSWERED},
    "unsure": {"text": UNSURE},
    "unanswered command": {"text": f"/ask {UNANSWERED}"},
    "very long": {"text": f"{KEPT} " * 500},
    "in danger": {"text": f"he is drowning {WORDS}"},
    "small talk": {"text": f"thanks {WORDS}"},
    "deep link": {"text": "/start lamps"},
    "dead link": {"text": f"/start {WORDS}"},
    "link and words": {"text": f"https://{WORDS}.example/{USERNAME} @{USERNAME} are the lamps lit"},
    "photo": {"photo": [{**FILE, "width": 1, "height": 1}], "caption": ASKED},
    "voice": {"voice": {**FILE, "duration": 1}},
    "document": {"document": {**FILE, "file_name": WORDS}},
    "contact": {"contact": {"phone_number": "+447700900123", "first_name": NAME, "last_name": SURNAME}},
    "place": {"venue": {"location": {"latitude": 1, "longitude": 1}, "title": WORDS, "address": WORDS},
              "location": {"latitude": 1, "longitude": 1}},
    "fault": {"text": FAULT},
    **{f"/{name}": {"text": f"/{name} {WORDS}"} for name in ("help", "topics", "about", "privacy", WORDS)},
    **{f"/{name} of a stranger": {"text": f"/{name}"} for name in COMMANDS},
}  # fmt: skip
"""What is written in private chats."""
TROUBLE = {
    "reset": RESET,
    "server error": SERVER_ERROR,
    "a proxy's page": BAD_GATEWAY,
    "silence": HANG,
    "silence afterwards": HANG_AFTER,
    "slower": retry_after(1),
    "much slower": retry_after(3600),
    "blocked": refuse(403, "Forbidden: bot was blocked by the user"),
    "can't be read": refuse(
        400, f'Bad Request: can\'t parse entities: Unsupported start tag "{WORDS}" at byte offset 3'
    ),
}
"""What happens to replies on the way."""
UNREADABLE: tuple[JSON, ...] = (
    {"message": {"text": WORDS, "from": {"first_name": NAME}}}, {"inline_query": {"query": WORDS}}, {},
)  # fmt: skip
JSON_TYPE = {"Content-Type": "application/json"}
REQUESTS: dict[str, tuple[str, dict[str, str], str]] = {
    "wrong secret": ("/telegram", JSON_TYPE | {SECRET_HEADER: WORDS}, ""),
    "not JSON": ("/telegram", JSON_TYPE | {SECRET_HEADER: SECRET}, f'{{"update_id": 1, "{NAME}{WORDS}'),
    "no update": ("/telegram", JSON_TYPE | {SECRET_HEADER: SECRET}, f'"{WORDS}"'),
    "an update again": ("/telegram", JSON_TYPE | {SECRET_HEADER: SECRET}, f'{{"update_id": 1001, "poll": "{WORDS}"}}'),
    "other content": ("/telegram", {"Content-Type": f"text/{WORDS}", SECRET_HEADER: SECRET}, WORDS),
    "too large": ("/telegram", JSON_TYPE | {SECRET_HEADER: SECRET}, f'"{WORDS * 100_000}"'),
    "other address": (f"/{WORDS}?{NAME}={SURNAME}", {"Authorization": SECRET}, WORDS),
    "the token": (f"/bot{TOKEN}/getMe?{SECRET}", {}, ""),
}
"""What others, who aren't Telegram, ask of the bot's own server."""

ANSWERED = {f'bot_decisions_total{{channel="private",kind="{kind}"}}'
            for kind in ("answer", "suggest", "none", "emergency", "smalltalk", "menu")}  # fmt: skip
REACHED = ANSWERED | {
    *(f'bot_decisions_total{{channel="{channel}",kind="answer"}}' for channel in ("group", "guest")),
    *(f'bot_updates_total{{kind="{kind}"}}' for kind in (
        "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member",
        "guest_message", "unknown",
    )),
    *(f'bot_telegram_faults_total{{fault="{fault}",method="sendMessage"}}' for fault in (
        "NetworkError", "TimedOut", "RetryAfter", "Forbidden", "BadRequest",
    )),
    *(f'bot_faq_reloads_total{{outcome="{outcome}"}}' for outcome in ("used", "refused")),
}  # fmt: skip
BY_WEBHOOK = {"bot_repeated_updates_total"} | {
    f'bot_webhook_refusals_total{{status="{status}"}}' for status in (400, 403, 413, 415)
}
SAID = (
    "A reply could not be delivered: ", "A fault in the bot: ZeroDivisionError", "It is passed over.",
    "The FAQ has changed, but can't be used", "The journal can't be written", "The journal is being written again",
)  # fmt: skip


@dataclass
class Stage:
    """The running process, and everything around it."""

    api: BotApi
    folder: Path
    maintainer: Person
    http: httpx.AsyncClient

    def somebody(self) -> Person:
        return person(self.api)

    async def metrics(self) -> str:
        return (await self.http.get("/metrics")).text

    async def until(self, true: Callable[[dict[str, float]], bool]) -> None:
        """Waits until the metrics show something."""
        while not true(dict(_read(await self.metrics()))):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def idle(self) -> None:
        """Waits until all that was sent is dealt with."""
        sent = self.api.world.last_update - 1000

        def done(shown: dict[str, float]) -> bool:
            dealt_with = sum(value for line, value in shown.items() if line.startswith("bot_updates_total"))
            return dealt_with >= sent and shown["bot_updates_in_hand"] == 0

        await self.until(done)


def _read(metrics: str) -> list[tuple[str, float]]:
    lines = (line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    return [(name, float(value)) for name, value in lines]


def person(api: BotApi) -> Person:
    """Another person with the marks."""
    names = {"last_name": SURNAME, "username": USERNAME}
    somebody = api.private_user(NAME, **names)
    somebody.private.names |= names
    return somebody


async def private_chats(stage: Stage) -> None:
    for kind, message in MESSAGES.items():
        asker = stage.somebody()
        assert len(await asker.sends(**message)) == 1, kind
        await asker.edits(asker.last_message(), f"how many keepers {WORDS}")


async def buttons(stage: Stage) -> None:
    for vote in ("Yes", "No", "Out of date"):
        voter = stage.somebody()
        await voter.presses(vote, await voter.says(f"do pilots still come {KEPT}, {DETAILS}"))
    asker = stage.somebody()
    menu = await asker.says("/topics")
    await asker.presses("At sea", menu)
    for old in (f"entry:{WORDS}", WORDS, f"yes:{WORDS}", "unanswered:0:1"):
        await asker.presses_data(old, menu)
    await asker.presses("None of these", await asker.says(UNSURE))
    await asker.presses_inline(WORDS, f"inline-{WORDS}")


async def other_chats(stage: Stage) -> None:
    asker = stage.somebody()
    found = await asker.types_inline(ASKED)
    await found.choose()
    await asker.types_inline(f"drowning {WORDS}")
    await asker.types_inline(UNANSWERED)
    await asker.calls_guest(f"@strike_faq_bot {ASKED}")
    await asker.calls_guest(f"@strike_faq_bot {UNANSWERED}")


async def groups(stage: Stage) -> None:
    asker, group = stage.somebody(), stage.api.group(TITLE, threads={7})
    await group.adds_the_bot(asker)
    reply = await asker.says(f"/ask {ASKED}", chat=group.chat)
    await asker.edits(asker.last_message(group.chat), f"/ask {UNANSWERED}")
    await asker.says(f"does the foghorn sound {WORDS}", chat=group.chat, reply_to=reply)
    await asker.says(f"@strike_faq_bot {UNANSWERED}", chat=group.chat, message_thread_id=7)
    await asker.says(f"/ask he is drowning {WORDS}", chat=group.chat)
    await asker.sends(text=f"{WORDS} {NAME}", chat=group.chat)
    await asker.sends(text=f"/ask {FAULT}", chat=group.chat)
    await asker.presses_data(WORDS, reply)
    await asker.sends(migrate_to_chat_id=stage.api.group(TITLE).chat.id, chat=group.chat)
    moved: Group = stage.api.group(TITLE, supergroup=False)
    moved.chat.shut = refuse(400, "Bad Request: group chat was upgraded to a supergroup chat",
                             migrate_to_chat_id=group.chat.id).refusal  # fmt: skip
    await asker.sends(text=f"/ask {ASKED}", chat=moved.chat)
    await group.adds_the_bot(asker, was="member", now="kicked")


async def maintainers(stage: Stage) -> None:
    await stage.until(lambda shown: shown["bot_journal_pending"] == 0)
    entries, asker = stage.folder / "faq" / "entries.yaml", stage.maintainer
    whole = entries.read_text(encoding="utf-8")
    for text in (whole, whole.replace("source: gazette", f"sauce: {TITLE}")):
        entries.write_text(text, encoding="utf-8")
        for command in ("reload", "status", "stats"):
            await asker.sends(text=f"/{command}")
        # The bot tells of a broken FAQ unasked, too, and perhaps just now.
        (page,) = [reply for reply in await asker.sends(text="/unanswered") if KEPT in reply.text]
        await asker.presses("Dismiss 1", page)
    entries.write_text(whole, encoding="utf-8")
    await asker.sends(text="/reload")


async def trouble_on_the_way(stage: Stage) -> None:
    askers = [stage.somebody() for _ in TROUBLE]
    for asker, fault in zip(askers, TROUBLE.values(), strict=True):
        stage.api.fail("sendMessage", fault)
        await asker.posted(asker.write(text=ASKED))
        await stage.api.until(lambda: not stage.api.left("sendMessage"))
    await stage.api.settled()
    refusal, asker = TROUBLE["can't be read"], stage.somebody()
    stage.api.fail("getUpdates", refusal)
    stage.api.fail("answerInlineQuery", refusal)
    await asker.types_inline(ASKED)
    menu = await asker.says("/topics")
    stage.api.fail("editMessageText", refusal)
    await asker.presses("At sea", menu)
    stage.api.fail("answerCallbackQuery", refusal)
    with pytest.raises(AssertionError, match="every press must be answered"):
        await asker.presses("At sea", menu)
    stage.api.fail("sendMessage", SERVER_ERROR, refusal)
    await asker.posted(asker.write(text=FAULT))


async def trouble_with_everything(stage: Stage) -> None:
    """As above while another process locks the journal."""
    with closing(sqlite3.connect(stage.folder / "journal.db")) as journal:
        journal.execute("BEGIN IMMEDIATE")
        await stage.somebody().says(UNANSWERED)
        await trouble_on_the_way(stage)
        await stage.until(lambda shown: shown["bot_journal_healthy"] == 0)
        journal.rollback()
    await stage.until(lambda shown: shown["bot_journal_healthy"] == 1 and shown["bot_journal_pending"] == 0)


async def unreadable_updates(stage: Stage) -> None:
    world = stage.api.world
    async with world.news:
        for strange in UNREADABLE:
            world.last_update += 1
            world.updates.append({"update_id": world.last_update, **strange})
        world.news.notify_all()
    await stage.api.settled()


async def requests_of_others(stage: Stage) -> None:
    for path, headers, body in REQUESTS.values():
        for method in ("POST", "PUT", "GET"):
            await stage.http.request(method, path, headers=headers, content=body)
    assert stage.http.base_url.port
    _, writer = await asyncio.open_connection("127.0.0.1", stage.http.base_url.port)
    writer.write(f"{WORDS} {TOKEN}\r\n\x00{NAME}\r\n\r\n".encode())
    await writer.drain()
    writer.close()


PATHS: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    private_chats, buttons, other_chats, groups, maintainers, trouble_with_everything, unreadable_updates,
    requests_of_others,
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="stops the bot by a signal")
@pytest.mark.parametrize(("by", "form"), [("webhook", "json"), ("polling", "text")])
async def test_marked_messages_leave_no_mark(tmp_path: Path, api: BotApi, by: str, form: str) -> None:
    api.world.me["can_read_all_group_messages"] = True
    faq, planted = shutil.copytree(PACK, tmp_path / "faq"), tmp_path / "planted"
    (faq / "urgent.yaml").write_text(URGENT)
    planted.mkdir()
    (planted / "sitecustomize.py").write_text(PLANTED)
    maintainer = person(api)
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "WEBHOOK_SECRET": SECRET,
        "LOG_LEVEL": "DEBUG", "LOG_FORMAT": form, "JOURNAL_URL": f"sqlite:///{tmp_path / 'journal.db'}",
        "MAINTAINER_IDS": str(maintainer.user["id"]), "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(planted), str(Path(__file__).parents[2])]),
    } | ({"WEBHOOK_URL": "https://bot.example/telegram"} if by == "webhook" else {})  # fmt: skip
    replica = Replica(tmp_path, settings, faq=faq)
    api.fail("getMe", RESET)  # at the start, too
    before = _files(tmp_path)
    try:
        async with AsyncExitStack() as stack, asyncio.timeout(3 * PATIENCE):
            await replica.start()
            http = await stack.enter_async_context(
                httpx.AsyncClient(base_url=f"http://127.0.0.1:{replica.port}", trust_env=False)
            )
            if by == "webhook":
                await stack.enter_async_context(Courier(api, f"http://127.0.0.1:{replica.port}/telegram").running())
            stage = Stage(api, tmp_path, maintainer, http)
            api.bot_is_idle = stage.idle
            for path in PATHS:
                await path(stage)
            await api.settled()
            told = await stage.metrics()
            kept = _all_that_is_new(tmp_path, before)
    finally:
        code, log = await replica.end(signal.SIGTERM)
    assert replica.reading
    kept += _all_that_is_new(tmp_path, before)
    written = {"stdout": (await replica.reading)[0].decode(), "log": log, "metrics": told}
    assert code == 0
    marks = (*MARKS, *(str(abs(id)) for id in api.world.chats))
    for where, text in written.items():
        assert [mark for mark in (*marks, KEPT) if mark.lower() in text.lower()] == [], where
    assert [mark for mark in marks if mark.lower().encode() in kept.lower()] == []
    # All of that happened, and what is searched is where things are kept.
    reached = REACHED | (BY_WEBHOOK if by == "webhook" else set())
    assert reached - {name for name, value in _read(told) if value} == set()
    assert [line for line in SAID if line not in log] == []
    assert KEPT.encode() in kept


def _all_that_is_new(folder: Path, before: set[Path]) -> bytes:
    """The content of every file that the process made."""
    return b"".join(path.read_bytes() for path in _files(folder) - before)


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
