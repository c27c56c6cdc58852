"""How the bot presents itself, and what it says at the start."""

from __future__ import annotations

import logging

import pytest

from bot.channels.telegram.app import ALLOWED_UPDATES
from bot.channels.telegram.setup import short_description
from bot.knowledge.model import Pack
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Start

SETTERS = ["setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton"]


def commands(api: BotApi, scope: str) -> list[str]:
    return [command["command"] for command in api.world.profile[f"commands/{scope}"]]


async def test_sets_commands_descriptions_and_menu_button(api: BotApi, start: Start) -> None:
    await start()
    assert commands(api, "all_private_chats") == ["topics", "help", "about", "privacy"]
    assert commands(api, "all_group_chats") == ["ask", "help", "privacy"]
    assert api.world.profile["description"].startswith("Hello.")
    assert "Lighthouse keepers' strike" in api.world.profile["short_description"]
    assert api.world.profile["menu_button"] == {"type": "commands"}


async def test_sets_only_what_differs(api: BotApi, start: Start) -> None:
    first = await start()
    first.stop.set()
    await first.serving
    api.calls.clear()
    api.world.profile["description"] = "Something else"
    await start()
    assert [call.method for call in api.calls if call.method in SETTERS] == ["setMyDescription"]


@pytest.mark.parametrize("unknown", SETTERS)
async def test_answers_all_the_same_on_a_server_that_does_not_know_a_method(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture, unknown: str
) -> None:
    api.forget(unknown)
    await start()
    warnings = [r.getMessage() for r in expects_log.records if r.levelno >= logging.WARNING]
    assert warnings and all("answers all the same" in warning for warning in warnings)
    assert len(warnings) == (2 if unknown == "setMyCommands" else 1)
    assert "every lamp" in (await api.private_user("Alice").says("are the lamps lit")).text


@pytest.mark.parametrize("name", ["S" * 300, "Strike of the 🚢🚢🚢 " * 20, "x"])
def test_descriptions_fit(pack: Pack, name: str) -> None:
    assert pack.strike
    short = short_description(pack.model_copy(update={"strike": pack.strike.model_copy(update={"name": name})}))
    assert len(short.encode("utf-16-le")) // 2 <= 120


async def test_asks_for_the_updates_that_it_handles_and_no_others(api: BotApi, start: Start) -> None:
    await start()
    await api.until(lambda: api.world.allowed)
    assert api.world.allowed == ALLOWED_UPDATES
    assert not {"message_reaction", "channel_post", "business_message", "chat_member"} & set(ALLOWED_UPDATES)


@pytest.mark.parametrize(
    ("flag", "value", "hint"),
    [
        ("can_read_all_group_messages", False, "/setprivacy, @strike_faq_bot, Disable"),
        ("can_read_all_group_messages", True, "/setprivacy, @strike_faq_bot, Enable"),
        ("supports_inline_queries", False, "/setinline, @strike_faq_bot"),
        ("supports_inline_queries", True, "/setinlinefeedback, @strike_faq_bot"),
        ("can_join_groups", False, "/setjoingroups, @strike_faq_bot, Enable"),
        ("supports_guest_queries", False, "Guest mode is off"),
    ],
)
async def test_says_what_it_will_see_and_what_to_tell_botfather(
    api: BotApi, start: Start, caplog: pytest.LogCaptureFixture, flag: str, value: bool, hint: str
) -> None:
    caplog.set_level(logging.INFO, "bot")
    api.world.me[flag] = value
    await start()
    assert hint in caplog.text
