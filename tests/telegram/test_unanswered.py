"""What had no good answer, as maintainers look through it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.telegram import reload
from bot.journal.notes import Voted
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import DURING
from tests.telegram.upkeep import Maintained, ask, maintained, unwatched

QUESTIONS = ("any tea on board", "who paints the towers", "where do gulls sleep", "how deep is the water here")


@pytest.fixture
async def bot(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Maintained]:
    """A bot that reads its FAQ anew only when it is told to."""
    monkeypatch.setattr(reload, "changes", unwatched)
    async with maintained(api, tmp_path) as bot:
        yield bot
    assert api.refusals == []


async def test_shows_groups_with_examples_and_the_nearest_entry(api: BotApi, bot: Maintained) -> None:
    await ask(bot.journal, "any tea on board", "any tea on board", "<b>is</b> there any tea on board?")
    text = (await bot.maintainer.says("/unanswered")).text
    assert "Unanswered in the last 30 days" in text
    assert "Asked 3 times, last on 1 March 2031" in text
    assert "“any tea on board”" in text
    assert "“<b>is</b> there any tea on board?”" in text


async def test_answers_that_did_not_help_are_there_too(api: BotApi, bot: Maintained) -> None:
    bot.journal.note(Voted("no", "lamps", "private", "are the lamps lit"))
    await bot.journal.flush()
    text = (await bot.maintainer.says("/unanswered")).text
    assert "Answered with Are the lamps lit during the strike? (lamps), which didn't help 1 of them." in text


async def test_pages_back_and_forth_in_one_message(api: BotApi, bot: Maintained) -> None:
    await fill(bot)
    shown = await bot.maintainer.says("/unanswered")
    assert "(1 of 2)" in shown.text
    assert shown.buttons == ["Dismiss 1", "Dismiss 2", "Dismiss 3", "More"]
    assert (await bot.maintainer.presses("More", shown)).new == []
    assert "(2 of 2)" in shown.text and "how deep is the water" in shown.text
    assert shown.buttons == ["Dismiss 4", "Back"]
    await bot.maintainer.presses("Back", shown)
    assert "any tea on board" in shown.text


async def test_a_group_can_be_dismissed_for_good(api: BotApi, bot: Maintained) -> None:
    await fill(bot)
    shown = await bot.maintainer.says("/unanswered")
    assert (await bot.maintainer.presses("Dismiss 1", shown)).notice == "Dismissed."
    assert "any tea" not in shown.text and "how deep" in shown.text
    assert shown.buttons == ["Dismiss 1", "Dismiss 2", "Dismiss 3"]
    assert "any tea" not in (await bot.maintainer.says("/unanswered")).text
    left = {miss.question for miss in await bot.journal.store.misses(DURING.date())}
    assert left == set(QUESTIONS[1:])


async def test_the_last_one_dismissed_leaves_nothing(api: BotApi, bot: Maintained) -> None:
    await ask(bot.journal, "any tea on board")
    shown = await bot.maintainer.says("/unanswered")
    await bot.maintainer.presses("Dismiss 1", shown)
    assert shown.text == "Nothing went unanswered in the last 30 days."
    assert shown.buttons == []


async def test_a_group_that_another_maintainer_dismissed_is_gone(api: BotApi, bot: Maintained) -> None:
    other = api.private_user("Hedy")
    bot.upkeep.maintainers |= {other.user["id"]}
    await fill(bot)
    mine, theirs = await bot.maintainer.says("/unanswered"), await other.says("/unanswered")
    await bot.maintainer.presses("Dismiss 1", mine)
    await other.presses("Dismiss 1", theirs)
    assert theirs.buttons == ["Dismiss 1", "Dismiss 2", "Dismiss 3"]
    assert len(await bot.journal.store.misses(DURING.date())) == 3


async def test_buttons_work_after_a_restart(api: BotApi, bot: Maintained) -> None:
    await fill(bot)
    shown = await bot.maintainer.says("/unanswered")
    bot.upkeep.groups = None
    await bot.maintainer.presses("More", shown)
    assert "(2 of 2)" in shown.text


async def test_what_is_old_is_left_out(api: BotApi, bot: Maintained) -> None:
    await ask(bot.journal, "any tea on board")
    bot.running.clock.advance(timedelta(days=31))
    assert "Nothing went unanswered" in (await bot.maintainer.says("/unanswered")).text


async def test_of_a_database_that_is_away_the_button_says_so(
    api: BotApi, bot: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise OSError(5, "Input/output error")

    await fill(bot)
    shown = await bot.maintainer.says("/unanswered")
    monkeypatch.setattr(bot.journal.store, "dismiss", away)
    pressed = await bot.maintainer.presses("Dismiss 1", shown)
    assert pressed.notice == "The journal can't be read now: Input/output error."
    assert "any tea on board" in shown.text


async def fill(bot: Maintained) -> None:
    """Four groups, the first the most frequent."""
    for times, question in zip((4, 3, 2, 1), QUESTIONS, strict=True):
        await ask(bot.journal, *[question] * times)


async def test_the_longest_page_fits_into_a_message(api: BotApi, bot: Maintained) -> None:
    await ask(bot.journal, *(f"{subject} " + "🚢 & <why> " * 60 for subject in ("tea", "gulls", "paint")))
    assert (await bot.maintainer.says("/unanswered")).text
