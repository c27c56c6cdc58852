"""The FAQ changes while the bot answers."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram import reload
from bot.conversation.assistant import Assistant
from tests.patience import PATIENCE
from tests.telegram.bot_api import BotApi
from tests.telegram.bot_api.people import Person, Shown
from tests.telegram.conftest import PACK
from tests.telegram.upkeep import Maintained, load, maintained

OLD, NEW = "every lamp is lit", "every lamp is dark"
BROKEN = ("asked_as: [does the foghorn sound, is there a foghorn]", "asked: [does the foghorn sound]")


@pytest.fixture
async def bot(api: BotApi, tmp_path: Path) -> AsyncIterator[Maintained]:
    async with maintained(api, tmp_path) as bot:
        yield bot
    assert api.refusals == []


async def taken_over(api: BotApi, bot: Maintained, before: Assistant) -> None:
    await api.until(lambda: bot.assistant is not before)


async def test_an_edited_answer_is_given_from_the_next_message_on(api: BotApi, bot: Maintained) -> None:
    alice, before = api.private_user("Alice"), bot.assistant
    assert OLD in (await alice.says("are the lamps lit")).text
    bot.edit((OLD, NEW))
    await taken_over(api, bot, before)
    assert NEW in (await alice.says("are the lamps lit")).text


async def test_a_chat_goes_on_across_a_change(api: BotApi, bot: Maintained) -> None:
    alice, before = api.private_user("Alice"), bot.assistant
    menu = await alice.says("/topics")
    bot.edit(("id: pilots", "id: harbour-pilots"), ("related: [foghorn, pilots]", "related: [foghorn]"))
    await taken_over(api, bot, before)
    await alice.presses("At sea", menu)
    assert "Do pilots still come aboard?" in menu.buttons
    assert "no longer in this list" in (await alice.says("/start pilots")).text
    assert (await alice.types_inline("do pilots")).results[0]["id"] == "harbour-pilots"


async def test_how_the_bot_presents_itself_follows(api: BotApi, bot: Maintained) -> None:
    bot.edit(("Lighthouse keepers' strike", "Ferry crews' strike"), file="pack.yaml")
    await api.until(lambda: "Ferry crews' strike" in api.world.profile["short_description"])


async def test_messages_in_flight_during_a_change_are_all_answered_once(api: BotApi, tmp_path: Path) -> None:
    async with maintained(api, tmp_path) as bot:
        people, before = [api.private_user(f"P{n}") for n in range(24)], bot.assistant
        early, late = people[:12], people[12:]
        async with api.holding("sendMessage"):
            await ask(early)
            await api.until(lambda: api.held.count("sendMessage") == len(early))
            bot.edit((OLD, NEW))
            await taken_over(api, bot, before)
            await ask(late)
            await api.until(lambda: api.held.count("sendMessage") == len(people))
        await api.until(lambda: all(len(person.private.messages) == 2 for person in people))
        await api.settled()
        said = [[shown.text for shown in replies(api, person)] for person in people]
    assert [len(texts) for texts in said] == [1] * len(people)
    assert all(OLD in text for (text,) in said[: len(early)])
    assert all(NEW in text for (text,) in said[len(early) :])


async def test_while_a_new_faq_is_being_read_the_old_one_answers(api: BotApi, tmp_path: Path) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(folder: Path) -> Assistant:
        begun.set()
        assert may_end.wait(PATIENCE)
        return load(folder)

    async with maintained(api, tmp_path, slow) as bot:
        alice, before = api.private_user("Alice"), bot.assistant
        bot.edit((OLD, NEW))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        assert OLD in (await alice.says("are the lamps lit")).text
        may_end.set()
        await taken_over(api, bot, before)
        assert NEW in (await alice.says("are the lamps lit")).text


async def test_a_fault_in_watching_the_files_is_told_and_the_bot_goes_on(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expects_log: pytest.LogCaptureFixture
) -> None:
    async def failing(*_: object) -> AsyncGenerator[None, None]:
        raise OSError("the text of an exception")
        yield

    monkeypatch.setattr(reload, "changes", failing)
    async with maintained(api, tmp_path):
        assert OLD in (await api.private_user("Alice").says("are the lamps lit")).text
    (told,) = [record for record in expects_log.records if record.levelno >= logging.ERROR]
    assert told.getMessage().startswith("A fault in the bot: OSError.")
    assert "the text of an exception" not in told.getMessage() and not told.exc_info


class TestABrokenFaq:
    async def test_changes_nothing_and_is_told_with_file_and_line(
        self, api: BotApi, bot: Maintained, expects_log: pytest.LogCaptureFixture
    ) -> None:
        bot.edit(BROKEN)
        await api.until(lambda: bot.maintainer.private.messages)
        (told,) = replies(api, bot.maintainer)
        assert "The FAQ can't be used as it is now: 2 errors." in told.text
        assert f'{bot.folder}/entries.yaml:12: there is no field "asked" — did you mean "asked_as"?' in told.text
        assert "I go on answering from the one before." in told.text
        assert f"{bot.folder}/entries.yaml:12:5: error unknown-field" in expects_log.text
        alice = api.private_user("Alice")
        assert "Only in thick fog." in (await alice.says("does the foghorn sound")).text

    async def test_is_told_once_and_when_it_is_mended(
        self, api: BotApi, tmp_path: Path, expects_log: pytest.LogCaptureFixture
    ) -> None:
        loop, read = asyncio.get_running_loop(), asyncio.Event()

        def telling(folder: Path) -> Assistant:
            loop.call_soon_threadsafe(read.set)
            return load(folder)

        async with maintained(api, tmp_path, telling) as bot:
            bot.edit(BROKEN)
            await api.until(lambda: len(replies(api, bot.maintainer)) == 1)
            read.clear()
            bot.edit(("400", "500"), file="pack.yaml")
            await asyncio.wait_for(read.wait(), PATIENCE)
            async with bot.upkeep.lock:
                assert len(replies(api, bot.maintainer)) == 1
            bot.edit(("source: gazette", "sauce: gazette"))
            await api.until(lambda: len(replies(api, bot.maintainer)) == 2)
            assert '"sauce"' in replies(api, bot.maintainer)[1].text
            bot.edit(("sauce: gazette", "source: gazette"), (BROKEN[1], BROKEN[0]))
            await api.until(lambda: len(replies(api, bot.maintainer)) == 3)
            mended = "The FAQ is mended. I answer from the FAQ as it is now: 6 entries."
            assert replies(api, bot.maintainer)[2].text == mended

    async def test_a_file_that_is_half_written_is_read_again(self, api: BotApi, tmp_path: Path) -> None:
        whole = "pack.yaml", (PACK / "pack.yaml").read_text(encoding="utf-8")

        def while_it_is_written(folder: Path) -> Assistant:
            try:
                return load(folder)
            finally:
                (folder / whole[0]).write_text(whole[1].replace("400", "500"))

        async with maintained(api, tmp_path, while_it_is_written) as bot:
            before = bot.assistant
            (bot.folder / "pack.yaml").write_text("")
            await taken_over(api, bot, before)
            assert "About 500 keepers." in (await api.private_user("Alice").says("/start how-many")).text
            assert bot.maintainer.private.messages == {}

    async def test_a_maintainer_who_never_opened_a_chat_is_no_fault(
        self, api: BotApi, bot: Maintained, expects_log: pytest.LogCaptureFixture
    ) -> None:
        bot.upkeep.maintainers |= {1}
        bot.edit(BROKEN)
        await api.until(lambda: bot.maintainer.private.messages and api.refusals)
        assert api.refusals == ["sendMessage: Bad Request: chat not found"]
        api.refusals.clear()
        assert OLD in (await api.private_user("Alice").says("are the lamps lit")).text
        assert not any("could not be told" in record.getMessage() for record in expects_log.records)

    async def test_a_fault_of_the_bots_own_changes_nothing_either(
        self, api: BotApi, tmp_path: Path, expects_log: pytest.LogCaptureFixture
    ) -> None:
        def failing(folder: Path) -> Assistant:
            raise ZeroDivisionError

        async with maintained(api, tmp_path, failing) as bot:
            bot.edit((OLD, NEW))
            await api.until(lambda: bot.maintainer.private.messages)
            assert "the bot itself failed on it (ZeroDivisionError)" in replies(api, bot.maintainer)[0].text
            assert OLD in (await api.private_user("Alice").says("are the lamps lit")).text


async def ask(people: list[Person]) -> None:
    for person in people:
        await person.posted(person.write(text="are the lamps lit"))


def replies(api: BotApi, person: Person) -> list[Shown]:
    mine = api.world.me["id"]
    chat = person.private
    return [Shown(api, chat, id) for id, message in chat.messages.items() if message["from"]["id"] == mine]
