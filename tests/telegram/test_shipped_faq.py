"""Everything that the shipped FAQ can say passes Telegram's own limits."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.telegram import inline
from bot.conversation.assistant import Assistant
from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Pack
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running, running

EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


@pytest.fixture(scope="module")
def shipped() -> Assistant:
    return Assistant(load_pack(default_pack()))


@pytest.fixture
async def bot(api: BotApi, pack: Pack, shipped: Assistant) -> AsyncIterator[Running]:
    async with running(api, pack) as bot:
        bot.desk.assistant = shipped
        assert shipped.pack.strike and shipped.pack.strike.starts
        bot.clock.now = shipped.pack.strike.starts + timedelta(hours=1)
        yield bot
        await api.settled()
    assert api.refusals == []


@pytest.mark.parametrize("days", [-30, 0, 30])
async def test_every_answer_shows_in_a_private_chat(api: BotApi, bot: Running, days: int) -> None:
    bot.clock.advance(timedelta(days=days))
    alice = api.private_user("Alice")
    for entry in bot.desk.assistant.pack.entries:
        bot.clock.advance(timedelta(seconds=10))
        reply = await alice.says(f"/start {entry.id}")
        assert entry.question in reply.bold
        assert reply.buttons[-3:] == ["Yes", "No", "Out of date"]


async def test_every_answer_shows_in_a_group(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    for entry in bot.desk.assistant.pack.entries:
        # A group of its own: twenty messages a minute in one is what Telegram allows, and what the bot keeps to.
        reply = await alice.says(f"/ask {entry.question}", chat=api.group("Ward 7").chat)
        assert entry.question in reply.bold


async def test_every_entry_can_be_browsed_to(api: BotApi, bot: Running) -> None:
    alice, seen = api.private_user("Alice"), set()
    menu = await alice.says("/topics")
    for topic in list(menu.buttons):
        bot.clock.advance(timedelta(minutes=1))
        await alice.presses(topic, menu)
        seen |= set(menu.buttons)
        while "More" in menu.buttons:
            await alice.presses("More", menu)
            seen |= set(menu.buttons)
        await alice.presses("All topics", menu)
    assert {entry.question for entry in bot.desk.assistant.pack.entries} <= seen


async def test_every_entry_can_be_found_inline(api: BotApi, bot: Running) -> None:
    page = await api.private_user("Alice").types_inline("")
    found = {result["id"] for result in page.results}
    while page.next_offset:
        page = await page.more()
        found |= {result["id"] for result in page.results}
    assert found == set(bot.desk.assistant.pack.by_id)


async def test_small_talk_commands_and_urgent_advice_show(api: BotApi, bot: Running) -> None:
    alice, pack = api.private_user("Alice"), bot.desk.assistant.pack
    said = [talk.asked_as[0] for talk in pack.smalltalk]
    urgent = [hit for sign in pack.urgent.signs for hit in sign.hits[:1]]
    for text in (*said, *urgent, "/start", "/help", "/topics", "/about", "/privacy", "qwertyuiop", "🚑"):
        bot.clock.advance(timedelta(seconds=10))
        await alice.says(text)
    for text in urgent:
        bot.clock.advance(timedelta(seconds=10))
        assert (await alice.types_inline(text[:256])).results[0]["id"] == inline.URGENT


async def test_everything_reads_well_aloud(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    for text in ("/start", "/help", "/about", *(f"/start {id}" for id in bot.desk.assistant.pack.by_id)):
        bot.clock.advance(timedelta(seconds=10))
        reply = await alice.says(text)
        assert not re.search(r"([^\w\s])\1\1", reply.text), "decoration is read out sign by sign"
        assert len(EMOJI.findall(reply.text)) <= 1
        assert all(re.search(r"[A-Za-z]{2}", label) for label in reply.buttons), "a sign alone says nothing"
        words = [reply.text_of(entity).lower() for entity in reply.json["entities"] if entity["type"] == "text_link"]
        assert not {"here", "link", "click here"} & set(words)
        assert not any(word.startswith("http") for word in words)
