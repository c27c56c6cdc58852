"""Two processes behind nginx share the work: in a storm one is killed, the other stopped, and no question is lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.journal.conftest import postgres, server
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.bot_api.courier import Courier
from tests.telegram.bot_api.people import Person
from tests.telegram.bot_api.world import Query
from tests.telegram.process import Replica

__all__ = ["postgres", "server"]

QUESTION = "are the lamps lit"
PATIENT = (
    "from bot.channels.telegram import app, webhook; from bot.journal import claims; "
    f"app.build_application.__kwdefaults__['read_timeout'] = webhook.LONGEST_GOODBYE = claims.PATIENCE = {PATIENCE}"
)
"""What is no slower than its machine is busy doesn't count as away: neither Telegram, which is held here, nor the
database, without which a question may be answered twice."""
CONFIGURATION = """
daemon off; pid {folder}/pid; error_log stderr crit; {user}
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream bot {{
    server 127.0.0.1:{ports[0]} max_fails=1 fail_timeout=1s;
    server 127.0.0.1:{ports[1]} max_fails=1 fail_timeout=1s;
    keepalive 16;
  }}
  server {{
    listen 127.0.0.1:{port};
    location /telegram {{
      proxy_pass http://bot;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_next_upstream error timeout http_503 non_idempotent;
    }}
  }}
}}
"""


@asynccontextmanager
async def balancer(folder: Path, ports: list[int]) -> AsyncIterator[str]:
    """nginx in front of the replicas; its address."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    if program is None:
        pytest.skip("nginx is not installed")
    port, configuration = free_port(), folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(CONFIGURATION.format(folder=folder, ports=ports, port=port, user=user))
    process = await asyncio.create_subprocess_exec(program, "-p", str(folder), "-c", str(configuration))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


class Storm:
    """Many people who ask at the same time, in private chats and inline."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.people: list[Person] = []
        self.queries: list[Query] = []

    async def rages(self, people: int) -> None:
        for number in range(people):
            person = self.api.private_user(f"Person {number}")
            self.people.append(person)
            await person.posted(person.write(text=QUESTION))
            query = self.api.world.ask("inline")
            self.queries.append(query)
            asked = {"id": query.id, "from": person.user, "query": "are the lam", "offset": "", "chat_type": "private"}
            await self.api.world.post(inline_query=asked)

    @property
    def replies(self) -> list[int]:
        """How many replies each question got."""
        return [len(person.private.messages) - 1 for person in self.people]

    async def is_over(self) -> None:
        """Waits until every update is confirmed."""
        await self.api.until(lambda: not self.api.world.updates)


@pytest.mark.skipif(sys.platform == "win32", reason="stops the bot by signals")
async def test_no_question_is_lost_and_none_answered_twice(api: BotApi, tmp_path: Path, postgres: str) -> None:
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "WEBHOOK_URL": "https://bot.example/telegram",
        "WEBHOOK_SECRET": "known-to-Telegram-only", "JOURNAL_URL": postgres,
    }  # fmt: skip
    one, other = (Replica(tmp_path, settings, before=PATIENT) for _ in range(2))
    storm = Storm(api)
    async with balancer(tmp_path, [one.port, other.port]) as address:
        courier = Courier(api, f"{address}/telegram")
        try:
            await asyncio.gather(one.start(), other.start())
            async with courier.running():
                async with api.holding("sendMessage"):
                    await storm.rages(60)
                    # Not the inline ones: who is killed just as one is answered has told no other replica yet.
                    some = [update for update in api.world.updates if "message" in update][:40]
                    await api.until(lambda: len(api.held) >= 15)
                    killed, _ = await one.end(signal.SIGKILL)
                await storm.is_over()
                await one.start()
                repeats = await asyncio.gather(*(courier.bring(update) for update in some for _ in range(4)))
                await storm.rages(60)
                await api.until(lambda: sum(storm.replies) >= 70)
                stopped, log = await other.end(signal.SIGTERM)
                await storm.is_over()
        finally:
            for replica in (one, other):
                await replica.end(signal.SIGKILL)
    assert (killed, stopped) == (-signal.SIGKILL, 0)
    assert set(repeats) == {200}
    assert storm.replies == [1] * 120
    assert [len(query.answers) for query in storm.queries] == [1] * 120
    assert api.refusals == []
    assert max(courier.tries.values()) > 1, "nothing was in hand when it was killed"
    assert "Traceback" not in log and "Stopped." in log
