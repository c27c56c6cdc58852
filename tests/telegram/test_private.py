"""The private chat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.telegram.memory import FLOOD_LIMIT
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import Running

NOT_TEXT = {
    "photo": {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]},
    "voice": {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
    "sticker": {
        "sticker": {
            "file_id": "f", "file_unique_id": "u", "type": "regular", "width": 512, "height": 512,
            "is_animated": False, "is_video": False,
        }
    },
    "document": {"document": {"file_id": "f", "file_unique_id": "u"}},
    "location": {"location": {"latitude": 54.7, "longitude": -3.6}},
    "contact": {"contact": {"phone_number": "+44 1632 960001", "first_name": "Grace"}},
    "poll": {
        "poll": {
            "id": "1", "question": "Lit?", "options": [], "total_voter_count": 0, "is_closed": False, "type": "regular",
            "is_anonymous": True, "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
        }
    },
}  # fmt: skip


async def test_greets_with_the_topics_as_buttons(api: BotApi, bot: Running) -> None:
    reply = await api.private_user("Alice").says("/start")
    assert "Hello" in reply.text
    assert reply.buttons == ["At sea", "On land"]


async def test_answers_with_question_answer_source_status_and_buttons(api: BotApi, bot: Running) -> None:
    reply = await api.private_user("Alice").says("are the lamps lit?")
    question, answer, source, status, helpful = reply.text.split("\n\n")
    assert question == "Are the lamps lit during the strike?"
    assert question in reply.bold
    assert answer == "Yes, every lamp is lit. Machines do it in < 5 minutes & keep it so."
    assert source == "Source: Harbour Gazette, 28 February 2031"
    assert status.startswith("Lighthouse keepers' strike is on now.")
    assert helpful == "Was this helpful?"
    assert reply.buttons == ["Does the foghorn sound?", "Do pilots still come aboard?", "Yes", "No", "Out of date"]


async def test_a_message_that_asks_two_things_gets_one_reply_with_both(api: BotApi, bot: Running) -> None:
    reply = await api.private_user("Alice").says("are the lamps lit and is there a foghorn")
    assert reply.bold == ["Are the lamps lit during the strike?", "every lamp is lit", "Does the foghorn sound?"]


async def test_a_related_question_gets_a_message_of_its_own(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    lamps = await alice.says("are the lamps lit")
    foghorn = (await alice.presses("Does the foghorn sound?", lamps)).reply
    assert "Only in thick fog." in foghorn.text
    assert not lamps.edited


async def test_offers_questions_and_shows_the_chosen_answer_in_their_place(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    offer = await alice.says("suggest lamps foghorn")
    assert offer.buttons == ["Are the lamps lit during the strike?", "Does the foghorn sound?", "None of these"]
    pressed = await alice.presses("Does the foghorn sound?", offer)
    assert pressed.new == []
    assert "Only in thick fog." in offer.text


async def test_none_of_these_says_what_to_do_instead(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    offer = await alice.says("suggest lamps")
    await alice.presses("None of these", offer)
    assert "I don't have an answer to that" in offer.text


async def test_after_two_misses_in_a_row_it_stops_guessing(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    assert "I don't have an answer" in (await alice.says("zzz")).text
    offer = await alice.says("suggest lamps")
    await alice.presses("None of these", offer)
    given_up = await alice.says("suggest lamps")
    assert "I still don't have an answer" in given_up.text
    assert given_up.buttons == ["All topics"]


async def test_an_answer_ends_the_misses(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    await alice.says("zzz")
    await alice.says("zzz")
    await alice.says("are the lamps lit")
    assert (await alice.says("suggest lamps")).buttons[-1] == "None of these"


async def test_one_persons_misses_are_not_anothers(api: BotApi, bot: Running) -> None:
    alice, bob = api.private_user("Alice"), api.private_user("Bob")
    await alice.says("zzz")
    await alice.says("zzz")
    assert (await bob.says("suggest lamps")).buttons[-1] == "None of these"


async def test_an_emergency_comes_before_everything_else(api: BotApi, bot: Running) -> None:
    reply = await api.private_user("Alice").says("are the lamps lit, my father is drowning")
    assert reply.text.startswith("If somebody is in danger now, call 999.")
    assert reply.buttons == []


@pytest.mark.parametrize("command", ["/help", "/start", "/topics", "/sos", "/ask"])
async def test_an_emergency_behind_a_command_is_one_too(api: BotApi, bot: Running, command: str) -> None:
    reply = await api.private_user("Alice").says(f"{command} he is drowning")
    assert "call 999" in reply.text


async def test_an_edited_question_edits_its_reply(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("are the lamps lti")
    assert "I don't have an answer" in reply.text
    new = await alice.edits(alice.last_message(), "are the lamps lit")
    assert new == []
    assert "every lamp is lit" in reply.text


async def test_an_edit_that_changes_nothing_is_harmless(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    await alice.says("are the lamps lit")
    assert await alice.edits(alice.last_message(), "Are the lamps lit?") == []
    assert api.refusals.pop().endswith("exactly the same as a current content and reply markup of the message")


async def test_an_edit_whose_reply_was_deleted_gets_a_new_one(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    (await alice.says("zzz")).delete()
    (reply,) = await alice.edits(alice.last_message(), "are the lamps lit")
    assert "every lamp is lit" in reply.text
    assert api.refusals.pop().endswith("message to edit not found")


@pytest.mark.parametrize("kind", NOT_TEXT)
async def test_says_that_it_only_reads_text(api: BotApi, bot: Running, kind: str) -> None:
    (reply,) = await api.private_user("Alice").sends(**NOT_TEXT[kind])
    assert reply.text == "I can only read text. Please write your question in words."


async def test_reads_what_is_written_below_a_picture(api: BotApi, bot: Running) -> None:
    (reply,) = await api.private_user("Alice").sends(**NOT_TEXT["photo"], caption="are the lamps lit")
    assert "every lamp is lit" in reply.text


async def test_says_it_once_for_a_whole_album(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    assert len(await alice.sends(**NOT_TEXT["photo"], media_group_id="holiday")) == 1
    assert await alice.sends(**NOT_TEXT["photo"], media_group_id="holiday") == []


async def test_a_forwarded_question_counts_as_a_question(api: BotApi, bot: Running) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Bob"}
    reply = await api.private_user("Alice").says("are the lamps lit", forward_origin=origin)
    assert "every lamp is lit" in reply.text


async def test_does_not_answer_its_own_inline_results(api: BotApi, bot: Running) -> None:
    assert await api.private_user("Alice").sends(text="Are the lamps lit?", via_bot=api.world.me) == []


@pytest.mark.parametrize("length", [4096, 4000])
async def test_a_very_long_message_gets_one_reply(api: BotApi, bot: Running, length: int) -> None:
    await api.private_user("Alice").says("word " * (length // 5))


async def test_too_many_messages_are_told_so_once_and_answered_again_later(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    for _ in range(FLOOD_LIMIT):
        await alice.says("are the lamps lit")
    assert "a lot of messages" in (await alice.says("are the lamps lit")).text
    assert await alice.sends(text="are the lamps lit") == []
    assert "call 999" in (await alice.says("I'm drowning")).text
    assert "every lamp" in (await api.private_user("Bob").says("are the lamps lit")).text
    bot.clock.advance(timedelta(minutes=2))
    assert "every lamp" in (await alice.says("are the lamps lit")).text


async def test_a_deep_link_opens_on_its_entry(api: BotApi, bot: Running) -> None:
    assert "About 400 keepers." in (await api.private_user("Alice").says("/start how-many")).text


async def test_a_deep_link_to_an_entry_that_is_gone_says_so(api: BotApi, bot: Running) -> None:
    reply = await api.private_user("Alice").says("/start long-gone")
    assert "no longer in this list" in reply.text
    assert reply.buttons == ["At sea", "On land"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/help", "Write your question in your own words"),
        ("/about", "Harbour Gazette, 28 February 2031"),
        ("/privacy", "I don't keep who you are"),
        ("/topics", "Choose a topic"),
        ("/help@strike_faq_bot", "Write your question in your own words"),
        ("/ask are the lamps lit", "every lamp is lit"),
        ("/nonsense", "Write your question in your own words"),
    ],
)
async def test_commands(api: BotApi, bot: Running, command: str, said: str) -> None:
    assert said in (await api.private_user("Alice").says(command)).text


async def test_the_status_follows_the_clock(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    bot.clock.advance(timedelta(days=-7))
    assert "starts at 8am on Saturday 1 March 2031" in (await alice.says("are the lamps lit")).text
    bot.clock.advance(timedelta(days=30))
    assert "is over" in (await alice.says("are the lamps lit")).text


async def test_names_of_people_never_reach_the_text(api: BotApi, bot: Running) -> None:
    assert "<3" not in (await api.private_user("<3 </b>&amp;").says("hello")).text
