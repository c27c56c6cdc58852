"""Browsing, feedback, and buttons from another time."""

from __future__ import annotations

import pytest

from bot.journal.notes import Voted
from tests.telegram.bot_api import BotApi
from tests.telegram.bot_api.people import Person, Shown
from tests.telegram.conftest import Running


async def test_browses_back_and_forth_in_one_message(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    for label, shown in [
        ("At sea", "Does the foghorn sound?"),
        ("All topics", "On land"),
        ("On land", "How many keepers are on strike?"),
        ("How many keepers are on strike?", "Back to On land"),
        ("Back to On land", "Can I visit a lighthouse?"),
        ("Can I visit a lighthouse?", "Are the lamps lit during the strike?"),
        ("Are the lamps lit during the strike?", "Back to At sea"),
    ]:
        assert (await alice.presses(label, menu)).new == []
        assert shown in menu.buttons
    assert "every lamp is lit" in menu.text


async def test_the_way_on_from_a_miss_is_the_topics(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    miss = await alice.says("zzz")
    await alice.presses("All topics", miss)
    assert miss.buttons == ["At sea", "On land"]


async def test_pressing_the_same_button_twice_is_harmless(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    before = dict(menu.json)
    await alice.presses("At sea", menu)
    menu_as_it_was = before["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await alice.presses_data(menu_as_it_was, menu)
    assert "message is not modified" in api.refusals.pop()


@pytest.mark.parametrize(("label", "verdict"), [("Yes", "yes"), ("No", "no"), ("Out of date", "old")])
async def test_feedback_is_counted_thanked_for_in_place_and_taken_away(
    api: BotApi, bot: Running, label: str, verdict: str
) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("are the lamps lit")
    pressed = await alice.presses(label, reply)
    assert pressed.notice.startswith("Thank you")
    assert pressed.new == []
    assert reply.buttons == ["Does the foghorn sound?", "Do pilots still come aboard?"]
    assert "every lamp is lit. Machines do it in < 5 minutes & keep it so." in reply.text
    assert reply.text.endswith(pressed.notice)
    assert "Was this helpful?" not in reply.text
    assert reply.bold == ["Are the lamps lit during the strike?", "every lamp is lit"]
    assert bot.notebook.events[1:] == [Voted(verdict, "lamps", "private", "are the lamps lit")]  # type: ignore[arg-type]


async def test_feedback_keeps_the_links_of_an_answer(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("why are the keepers on strike")
    await alice.presses("Yes", reply)
    assert reply.links == ["https://keepers.example/why?a=1&b=2"]


async def test_feedback_is_counted_once(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("are the lamps lit")
    button = next(b for row in reply.rows for b in row if b["text"] == "Yes")
    await alice.presses("Yes", reply)
    await alice.presses_data(button["callback_data"], reply)
    assert [event for event in bot.notebook.events if isinstance(event, Voted)] == [
        Voted("yes", "lamps", "private", "are the lamps lit")
    ]
    assert "message is not modified" in api.refusals.pop()


async def test_each_answer_of_a_message_to_browse_in_takes_feedback_once(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    for label in ("On land", "How many keepers are on strike?", "Yes", "Back to On land", "Can I visit a lighthouse?"):
        await alice.presses(label, menu)
    assert (await alice.presses("No", menu)).notice.startswith("Thank you")
    for label in ("Back to On land", "How many keepers are on strike?"):
        await alice.presses(label, menu)
    assert "Was this helpful?" not in menu.text
    assert menu.buttons == ["Back to On land"]
    votes = [(event.verdict, event.entry) for event in bot.notebook.events if isinstance(event, Voted)]
    assert votes == [("yes", "how-many"), ("no", "visits")]


async def test_an_answer_that_had_its_feedback_does_not_ask_again_when_its_question_is_edited(
    api: BotApi, bot: Running
) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("are the lamps lit")
    await alice.presses("Yes", reply)
    await alice.edits(alice.last_message(), "Are the lamps lit?")
    assert "Was this helpful?" not in reply.text
    await alice.edits(alice.last_message(), "is there a foghorn")
    assert "Was this helpful?" in reply.text
    await alice.presses("No", reply)
    assert [event.entry for event in bot.notebook.events if isinstance(event, Voted)] == ["lamps", "foghorn"]


async def test_the_way_back_stays_after_feedback(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    for label in ("On land", "How many keepers are on strike?", "Yes"):
        await alice.presses(label, menu)
    assert menu.buttons == ["Back to On land"]


def old_message(api: BotApi, person: Person) -> Shown:
    """An answer that the bot gave before it was restarted, with another FAQ."""
    me = {key: api.world.me[key] for key in ("id", "is_bot", "first_name", "username")}
    message = person.private.add(**{"from": me}, text="An answer of long ago")
    return Shown(api, person.private, message["message_id"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("entry:lamps", "every lamp is lit"),
        ("entry:gone", "no longer in this list"),
        ("topic:0123456789abcdef", "no longer in this list"),
        ("topics", "Choose a topic"),
        ("none", "I don't have an answer"),
        ("from another bot", "no longer works"),
        ("entry:", "no longer in this list"),
    ],
)
async def test_buttons_work_after_a_restart_and_after_the_faq_changed(
    api: BotApi, bot: Running, data: str, said: str
) -> None:
    alice = api.private_user("Alice")
    pressed = await alice.presses_data(data, old_message(api, alice))
    assert said in pressed.reply.text


async def test_feedback_on_an_entry_that_is_gone_says_so_and_counts_nothing(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    pressed = await alice.presses_data("fb:yes:gone", old_message(api, alice))
    assert "no longer in this list" in pressed.notice
    assert not bot.notebook.events


@pytest.mark.parametrize("data", ["entry:lamps", "topics", "fb:yes:lamps"])
async def test_buttons_of_a_message_too_old_to_be_seen_work(api: BotApi, bot: Running, data: str) -> None:
    alice = api.private_user("Alice")
    pressed = await alice.presses_data(data, old_message(api, alice), inaccessible=True)
    assert pressed.new or pressed.notice


async def test_a_button_below_a_deleted_message_is_answered_all_the_same(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    data, gone = menu.rows[0][0]["callback_data"], Shown(api, menu.chat, menu.id)
    message = dict(menu.json)
    await alice.sends(text="zzz")
    menu.delete()
    gone.chat.messages[gone.id] = message | {"from": alice.user}  # what Telegram passes on of it
    pressed = await alice.presses_data(data, gone)
    assert "Does the foghorn sound?" in pressed.reply.buttons
    assert "message can't be edited" in api.refusals.pop()


async def test_buttons_in_groups_and_inline_messages_lead_to_the_private_chat(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    message = group.chat.add(**{"from": api.world.me}, text="Something")
    pressed = await alice.presses_data("topics", group.find(message["message_id"]))
    assert pressed.notice == "Please ask me in a private chat."
    assert await alice.presses_inline("topics", "inline-1") == "Please ask me in a private chat."
