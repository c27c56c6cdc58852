"""What maintainers can ask in their private chats, and that nobody else can tell that they can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.telegram import reload, stats
from bot.channels.telegram.maintainers import COMMANDS
from bot.journal.notes import Shown, Voted
from bot.journal.writer import Journal
from bot.wrong_use import WrongUse
from tests.telegram.bot_api import BotApi
from tests.telegram.upkeep import Maintained, ask, maintained, unwatched

BROKEN = ("answer: Only in thick fog.", "anser: Only in thick fog.")


@pytest.fixture
async def bot(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Maintained]:
    """A bot that reads its FAQ anew only when it is told to."""
    monkeypatch.setattr(reload, "changes", unwatched)
    async with maintained(api, tmp_path) as bot:
        yield bot
    assert api.refusals == []


class TestOthers:
    @pytest.mark.parametrize("command", COMMANDS)
    async def test_commands_are_unknown_ones(self, api: BotApi, bot: Maintained, command: str) -> None:
        alice = api.private_user("Alice")
        unknown = await alice.says("/nonsense")
        theirs = await alice.says(f"/{command}")
        assert (theirs.text, theirs.buttons) == (unknown.text, unknown.buttons)

    @pytest.mark.parametrize("command", COMMANDS)
    async def test_groups_are_no_place_for_them(self, api: BotApi, bot: Maintained, command: str) -> None:
        group = api.group("Ward 7").chat
        addressed = await bot.maintainer.says(f"/{command}@strike_faq_bot", chat=group)
        unknown = await bot.maintainer.says("/nonsense@strike_faq_bot", chat=group)
        assert (addressed.text, addressed.buttons) == (unknown.text, unknown.buttons)

    async def test_buttons_are_ones_that_no_longer_work(self, api: BotApi, bot: Maintained) -> None:
        await ask(bot.journal, "any tea on board")
        alice = api.private_user("Alice")
        menu = await alice.says("/topics")
        pressed = await alice.presses_data("unanswered:0:1", menu)
        assert pressed.notice == "" and "no longer works" in menu.text
        assert "tea" not in menu.text
        assert len(await bot.journal.store.misses(date(2031, 1, 1))) == 1

    async def test_menus_show_none_of_them(self, api: BotApi, bot: Maintained) -> None:
        shown = {
            scope: names(commands) for scope, commands in api.world.profile.items() if scope.startswith("commands/")
        }
        mine = f"commands/chat/{bot.maintainer.user['id']}"
        assert set(COMMANDS) <= set(shown.pop(mine))
        assert not set(COMMANDS) & {name for commands in shown.values() for name in commands}

    async def test_without_maintainers_nobody_is_one(self, api: BotApi, bot: Maintained) -> None:
        bot.upkeep.maintainers = frozenset()
        assert "Write your question in your own words" in (await bot.maintainer.says("/status")).text


def names(commands: Any) -> list[str]:
    return [command["command"] for command in commands]


class TestMaintainers:
    async def test_their_questions_are_answered_like_anybodys(self, api: BotApi, bot: Maintained) -> None:
        assert "every lamp is lit" in (await bot.maintainer.says("are the lamps lit")).text
        assert "Write your question" in (await bot.maintainer.says("/nonsense")).text

    @pytest.mark.parametrize("command", COMMANDS)
    async def test_a_cry_for_help_behind_a_command_is_heard(self, api: BotApi, bot: Maintained, command: str) -> None:
        assert "call 999" in (await bot.maintainer.says(f"/{command} I'm drowning")).text

    async def test_the_menu_comes_with_the_first_command_if_the_chat_was_not_open_before(
        self, api: BotApi, bot: Maintained
    ) -> None:
        late = api.private_user("Hedy")
        bot.upkeep.maintainers |= {late.user["id"]}
        await late.says("/status")
        await api.until(lambda: f"commands/chat/{late.user['id']}" in api.world.profile)

    async def test_a_chat_that_is_not_open_yet_is_no_fault_at_the_start(self, api: BotApi, tmp_path: Path) -> None:
        async with maintained(api, tmp_path, others={1}):
            assert "every lamp" in (await api.private_user("Alice").says("are the lamps lit")).text
        assert api.refusals == ["getMyCommands: Bad Request: chat not found"]


class TestStatus:
    async def test_tells_how_the_bot_is_doing(self, api: BotApi, bot: Maintained) -> None:
        text = (await bot.maintainer.says("/status")).text
        assert text.split("\n\n") == [
            "Lighthouse keepers' strike",
            "6 entries, 13 phrasings, read at midday on Saturday 1 March 2031 (UTC)",
            "Strike: from 8am on Saturday 1 March 2031 to 8am on Sunday 2 March 2031",
            "Lighthouse keepers' strike is on now. It ends at 8am on Sunday 2 March 2031.",
            "Journal: is being written",
            "Running for 3 days 2 hours",
        ]

    async def test_tells_of_a_faq_that_cannot_be_used_and_of_a_journal_that_cannot_be_written(
        self, api: BotApi, bot: Maintained, expects_log: pytest.LogCaptureFixture
    ) -> None:
        bot.edit(BROKEN)
        await bot.maintainer.says("/reload")
        bot.journal.condition.healthy = False
        bot.journal.pending.lost = 1_234
        text = (await bot.maintainer.says("/status")).text
        assert "The FAQ can't be used as it is now: 2 errors." in text
        assert "entries.yaml:13: " in text
        assert "Journal: can't be written now, which I keep trying; lost so far: 1,234" in text

    async def test_holds_nothing_about_anybody(self, api: BotApi, bot: Maintained) -> None:
        alice = api.private_user("Alice Liddell")
        await alice.says("my name is Alice, is my visit on")
        text = (await bot.maintainer.says("/status")).text
        for personal in ("Alice", "visit", str(alice.user["id"]), str(bot.maintainer.user["id"])):
            assert personal not in text


class TestReload:
    async def test_answers_from_the_files_as_they_are_now(self, api: BotApi, bot: Maintained) -> None:
        bot.edit(("every lamp is lit", "every lamp is dark"))
        said = await bot.maintainer.says("/reload")
        assert said.text == "I answer from the FAQ as it is now: 6 entries."
        assert "every lamp is dark" in (await api.private_user("Alice").says("are the lamps lit")).text

    async def test_a_broken_faq_is_told_to_who_asked_and_to_the_others_once(
        self, api: BotApi, bot: Maintained, expects_log: pytest.LogCaptureFixture
    ) -> None:
        other = api.private_user("Hedy")
        bot.upkeep.maintainers |= {other.user["id"]}
        bot.edit(BROKEN)
        told = (await bot.maintainer.says("/reload")).text
        assert "The FAQ can't be used as it is now: 2 errors." in told and "entries.yaml:13: " in told
        assert [message["text"] for message in other.private.messages.values()] == [told]
        assert "every lamp is lit" in (await api.private_user("Alice").says("are the lamps lit")).text


class TestStats:
    async def fill(self, journal: Journal) -> None:
        await ask(journal, *["are the lamps lit"] * 3, kind="answer")
        await ask(journal, "tea?", kind="none", channel="group")
        for entry, times in (("lamps", 3), ("foghorn", 1), ("gone-since", 1)):
            for _ in range(times):
                journal.note(Shown(entry, "private"))
        journal.note(Voted("yes", "lamps", "private"))
        journal.note(Voted("old", "foghorn", "private"))
        await journal.flush()

    async def test_come_as_text_and_as_a_picture(self, api: BotApi, bot: Maintained) -> None:
        await self.fill(bot.journal)
        text, picture = await bot.maintainer.sends(text="/stats")
        assert text.text.split("\n\n") == [
            "4 questions, 31 January 2031 to 1 March 2031",
            "• answered: 3 (75.0%)\n• no answer: 1 (25.0%)",
            "Where they were asked",
            "• in private chats: 3\n• in groups: 1",
            "Answers by use",
            "• 3 times: Are the lamps lit during the strike? (1 helpful)\n"
            "• once: Does the foghorn sound? (1 out of date)\n"
            "• once: gone-since (no longer in the FAQ)",
        ]
        assert "photo" in picture.json

    async def test_come_as_text_where_no_picture_can_be_drawn(
        self, api: BotApi, bot: Maintained, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(found: object) -> bytes:
            raise WrongUse("Pictures need matplotlib, which is not installed.")

        monkeypatch.setattr(stats, "draw", refuse)
        await self.fill(bot.journal)
        (text,) = await bot.maintainer.sends(text="/stats")
        assert "4 questions" in text.text

    async def test_of_nothing_say_so(self, api: BotApi, bot: Maintained) -> None:
        assert (await bot.maintainer.says("/stats")).text == "Nothing was asked in the last 30 days."

    @pytest.mark.parametrize("command", ["/stats", "/unanswered"])
    async def test_of_a_database_that_is_away_say_so(
        self, api: BotApi, bot: Maintained, monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        async def away(*_: object) -> None:
            raise OperationalError("SELECT 'secret'", {}, OSError("disk I/O error"))

        monkeypatch.setattr(bot.journal.store, "totals", away)
        monkeypatch.setattr(bot.journal.store, "misses", away)
        text = (await bot.maintainer.says(command)).text
        assert text.startswith("The journal can't be read now: ")
        assert "secret" not in text
