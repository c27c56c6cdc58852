"""What the channel tells the journal."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.telegram.memory import FLOOD_LIMIT
from bot.journal.notes import Asked, Shown, Voted
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running


async def test_a_question_is_noted_with_its_kind_and_channel(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    await alice.says("are the lamps lit")
    await alice.says("drowning")
    assert bot.notebook.events == [
        Asked("answer", "private", ("lamps",), "are the lamps lit"),
        Asked("emergency", "private", (), "drowning"),
    ]


async def test_a_miss_comes_with_what_was_near(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    await alice.says("suggest lamps foghorn")
    await alice.says("/ask who wins")
    suggested, missed = bot.notebook.events
    assert suggested == Asked("suggest", "private", (), "suggest lamps foghorn", (("lamps", 0.4),))
    assert missed == Asked("none", "private", (), "who wins")


async def test_browsing_shows_answers_and_asks_nothing(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    await alice.presses("At sea", menu)
    await alice.presses("Are the lamps lit during the strike?", menu)
    assert bot.notebook.events == [Shown("lamps", "private")]


async def test_a_link_to_an_answer_shows_it(api: BotApi, bot: Running) -> None:
    await api.private_user("Alice").says("/start lamps")
    assert bot.notebook.events == [Shown("lamps", "private")]


async def test_a_vote_comes_with_the_question_that_was_answered(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("are the lamps lit")
    await alice.presses("No", reply)
    assert bot.notebook.events[-1] == Voted("no", "lamps", "private", "are the lamps lit")


async def test_a_call_is_noted_with_its_channel(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    await alice.says("/ask are the lamps lit", chat=group.chat)
    await alice.says("/privacy@strike_faq_bot", chat=group.chat)
    await alice.calls_guest("@strike_faq_bot who wins")
    assert bot.notebook.events == [
        Asked("answer", "group", ("lamps",), "are the lamps lit"),
        Asked("none", "guest", (), "who wins"),
    ]


async def test_what_gets_no_answer_because_it_is_too_much_is_not_noted(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    for chat in (alice.private, group.chat):
        flood(bot, chat.id)
        assert "a lot of messages" in (await alice.says("/ask are the lamps lit", chat=chat)).text
        assert await alice.sends(text="/ask are the lamps lit", chat=chat) == []
    assert bot.notebook.events == []


async def test_a_vote_comes_without_a_question_that_was_answered_there_before(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("are the lamps lit")
    await alice.edits(alice.last_message(), "suggest foghorn pilots")
    await alice.presses("Does the foghorn sound?", reply)
    await alice.presses("No", reply)
    assert bot.notebook.events[-1] == Voted("no", "foghorn", "private")


async def test_a_vote_comes_without_a_question_that_was_too_much(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    flood(bot, alice.private.id)
    reply = await alice.says("are the lamps lit")
    bot.clock.advance(timedelta(minutes=2))
    await alice.edits(alice.last_message(), "suggest foghorn pilots")
    await alice.presses("Does the foghorn sound?", reply)
    await alice.presses("No", reply)
    assert bot.notebook.events[-1] == Voted("no", "foghorn", "private")


def flood(bot: Running, chat_id: int) -> None:
    """As many messages as are answered in a minute."""
    for _ in range(FLOOD_LIMIT):
        bot.desk.memory.flood(chat_id, bot.clock())
