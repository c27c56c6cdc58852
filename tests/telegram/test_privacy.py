"""Nothing that the process writes tells who asked, what they asked, or a secret, even when everything goes wrong."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.bot_api.courier import Courier
from tests.telegram.bot_api.faults import BAD_GATEWAY, RESET, SERVER_ERROR, refuse
from tests.telegram.test_replicas import Replica

NAME, USER, WORDS, SECRET = "Marmalade Quillfeather", 777000333111, "xylophonists", "marked-webhook-secret"
USERNAME, TITLE, GROUP = "marmalade_q", "Quillfeather family", -1009988776655


@pytest.mark.skipif(sys.platform == "win32", reason="stops the bot by a signal")
async def test_marked_messages_leave_no_mark(tmp_path: Path, api: BotApi) -> None:
    marked = api.private_user(NAME, id=USER, username=USERNAME, last_name="Quillfeather")
    api.world.chats[USER] = api.world.chats.pop(next(id for id, chat in api.world.chats.items() if id != USER))
    api.world.chats[USER].id = USER
    group = api.group(TITLE)
    group.chat.id, api.world.chats[GROUP] = GROUP, group.chat
    journal = tmp_path / "journal.db"
    replica = Replica(
        tmp_path,
        {
            "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "WEBHOOK_URL": "https://bot.example/telegram",
            "WEBHOOK_SECRET": SECRET, "LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json", "JOURNAL_URL": f"sqlite:///{journal}",
        },
    )  # fmt: skip
    try:
        await replica.start()
        courier = Courier(api, f"http://127.0.0.1:{replica.port}/telegram")
        async with courier.running():
            # Everything that works. What is asked in these words gets an answer, and so isn't kept.
            reply = await marked.says(f"are the lamps lit {WORDS}")
            await marked.presses("Yes", reply)
            await marked.sends(text=f"/ask are the lamps lit {WORDS}", chat=group.chat)
            await marked.sends(text=f"/help {WORDS}")
            await marked.sends(photo=[], caption=f"are the lamps lit {WORDS}")
            await (await marked.types_inline(f"are the lamps lit {WORDS}")).choose()
            await marked.calls_guest(f"@strike_faq_bot are the lamps lit {WORDS}")
            await marked.edits(marked.last_message(), f"how many keepers {WORDS}")
            await group.adds_the_bot(marked)
            # A question without an answer is kept, but not who asked it.
            await marked.sends(text=f"my name is {NAME} and my number is 07700 900123, zzz")
            # Everything that goes wrong on the way.
            for fault in (
                RESET, SERVER_ERROR, BAD_GATEWAY,
                refuse(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{WORDS}" at byte offset 3'),
                refuse(403, "Forbidden: x"),
                refuse(429, "Too Many Requests", retry_after=3600),
            ):  # fmt: skip
                api.fail("sendMessage", fault)
                await marked.posted(marked.write(text=f"are the lamps lit {WORDS}"))
            await api.settled()
            # Updates that can't be read, and others that nobody handles.
            for strange in ({"message": {"text": WORDS, "from": marked.user}}, {"poll": {"id": WORDS}}, {}):
                await courier.bring({"update_id": 10**6 + len(strange) + len(str(strange)), **strange})
            # Requests of others, with all of it in the address too.
            for path in (f"/{WORDS}?{NAME}={USER}", f"/telegram?{WORDS}", f"/bot{TOKEN}"):
                courier.url = f"http://127.0.0.1:{replica.port}{path}"
                await courier.bring({"update_id": 10**7, "message": WORDS})
    finally:
        code, written = await replica.end(signal.SIGTERM)
    assert code == 0
    assert replica.reading
    out = (await replica.reading)[0].decode()
    kept = await asyncio.to_thread(lambda: b"".join(path.read_bytes() for path in tmp_path.glob("journal.db*")))
    for mark in (NAME, *NAME.split(), str(USER), USERNAME, TITLE, str(GROUP), WORDS, TOKEN, SECRET, "900123"):
        assert mark.lower() not in written.lower(), mark
        assert mark.lower() not in out.lower(), mark
        assert mark.lower().encode() not in kept.lower(), mark
    assert b"zzz" in kept, "what is searched is where things are kept"
    assert "A reply could not be delivered" in written
