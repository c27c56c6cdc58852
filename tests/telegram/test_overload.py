"""More than can be answered at once: Telegram keeps it, nothing is lost, and danger goes first."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.channels.telegram.delivery import URGENT, Delivery
from bot.channels.telegram.inbox import MOST_IN_HAND, Inbox
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running

BATCH = 100
"""Updates that Telegram hands out at once."""


async def test_no_more_is_fetched_than_can_be_in_hand_and_all_is_answered(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice").user
    first = api.world.last_update + 1
    queries = [api.world.ask("inline") for _ in range(MOST_IN_HAND + 3 * BATCH)]
    async with api.holding("answerInlineQuery"):
        for query in queries:
            await api.world.post(inline_query={"id": query.id, "from": alice, "query": "lamps", "offset": ""})
        await api.until(lambda: api.world.confirmed >= first + MOST_IN_HAND - BATCH)
    await api.settled()
    assert all(len(query.answers) == 1 for query in queries)
    answered = 0
    for call in api.calls:
        answered += call.method == "answerInlineQuery"
        if call.method == "getUpdates":
            fetched = max(call.parameters.get("offset", 0) - first, 0)
            # The answers under way when it was asked for more are not counted yet.
            assert fetched - answered < MOST_IN_HAND + BATCH


async def test_there_is_room_again_as_soon_as_something_is_dealt_with() -> None:
    inbox = Inbox(2)
    for update in "ab":
        await inbox.put(update)
        await inbox.get()
    waiting = asyncio.create_task(inbox.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    inbox.task_done()
    await waiting


async def test_who_is_in_danger_waits_behind_nobody() -> None:
    sent: list[str] = []

    async def send(name: str) -> bool:
        sent.append(name)
        return True

    delivery = Delivery(messages_per_second=1)

    def request(name: str, urgent: bool | None = None) -> asyncio.Task[Any]:
        return asyncio.create_task(
            delivery.process_request(send, (name,), {}, "sendMessage", {"chat_id": 1}, URGENT if urgent else None)
        )

    others = [request(f"question {number}") for number in range(100)]
    await others[0]
    await request("danger", urgent=True)
    assert sent.index("danger") < len(others) / 2
    for waiting in others:
        waiting.cancel()
