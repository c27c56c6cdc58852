"""Groups: the bot speaks only when it is called."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.telegram.memory import FLOOD_LIMIT
from tests.telegram.bot_api import BotApi
from tests.telegram.bot_api.world import entities_of
from tests.telegram.conftest import Running

LINK = "https://t.me/strike_faq_bot"


@pytest.fixture(params=["privacy mode on", "privacy mode off"])
def privacy_mode(api: BotApi, request: pytest.FixtureRequest) -> None:
    api.world.me["can_read_all_group_messages"] = request.param == "privacy mode off"


@pytest.mark.parametrize(
    "call", ["/ask are the lamps lit", "/ask@strike_faq_bot are the lamps lit", "/ASK lamps on or off"]
)
async def test_answers_ask(privacy_mode: None, api: BotApi, bot: Running, call: str) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    reply = await alice.says(call, chat=group.chat)
    assert "every lamp is lit" in reply.text
    assert "Was this helpful?" not in reply.text
    assert reply.replies_to == alice.last_message(group.chat).id
    assert reply.buttons == ["Ask me in a private chat"]
    assert reply.links == [f"{LINK}?start=lamps"]


async def test_answers_a_mention(api: BotApi, bot: Running) -> None:
    api.world.me["can_read_all_group_messages"] = True
    alice, group = api.private_user("Alice"), api.group("Harbour")
    for text in ("@strike_faq_bot are the lamps lit?", "are the lamps lit? @Strike_FAQ_bot", "🌊 @strike_faq_bot"):
        await alice.says(text, chat=group.chat)
    assert bot.keywords.heard == ["are the lamps lit?", "are the lamps lit?", "🌊"]


async def test_hears_what_is_said_of_others_whose_name_begins_like_its_own(api: BotApi, bot: Running) -> None:
    api.world.me["can_read_all_group_messages"] = True
    alice, group = api.private_user("Alice"), api.group("Harbour")
    await alice.says("🌊 @strike_faq_bot2 said no. @strike_faq_bot are the lamps lit", chat=group.chat)
    assert bot.keywords.heard == ["🌊 @strike_faq_bot2 said no. are the lamps lit"]


async def test_answers_a_reply_to_its_own_message(privacy_mode: None, api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    first = await alice.says("/ask are the lamps lit", chat=group.chat)
    second = await alice.says("is there a foghorn", chat=group.chat, reply_to=first)
    assert "Only in thick fog." in second.text


@pytest.mark.parametrize(
    "text",
    [
        "are the lamps lit", "/help", "/start", "/ask@another_bot are the lamps lit", "/help@another_bot",
        "@another_bot are the lamps lit", "mail me: x@strike_faq_bot", "we should /ask them", "help, I'm drowning",
    ],
)  # fmt: skip
async def test_is_silent_when_not_called(privacy_mode: None, api: BotApi, bot: Running, text: str) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    assert await alice.sends(text=text, chat=group.chat) == []
    assert bot.keywords.heard == []


async def test_is_silent_about_pictures_and_other_bots(privacy_mode: None, api: BotApi, bot: Running) -> None:
    group = api.group("Harbour")
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
    assert await api.private_user("Alice").sends(chat=group.chat, photo=photo) == []
    robot = api.private_user("Robot", is_bot=True)
    assert await robot.sends(chat=group.chat, text="/ask@strike_faq_bot are the lamps lit") == []


async def test_answers_admins_who_hide_their_name(api: BotApi, bot: Running) -> None:
    group = api.group("Harbour")
    admin = api.private_user("Group", is_bot=True, username="GroupAnonymousBot")
    reply = await admin.says("/ask are the lamps lit", chat=group.chat, sender_chat=group.chat.json)
    assert "every lamp is lit" in reply.text


async def test_ask_alone_answers_the_message_that_it_replies_to(privacy_mode: None, api: BotApi, bot: Running) -> None:
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    question = bob.write(chat=group.chat, text="are the lamps lit")
    reply = await alice.says("/ask", chat=group.chat, reply_to=question)
    assert "every lamp is lit" in reply.text
    assert reply.replies_to == question.id


async def test_ask_about_a_quoted_part_answers_that_part(api: BotApi, bot: Running) -> None:
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    question = bob.write(chat=group.chat, text="well, friends: are the lamps lit")
    quote = {"text": "are the lamps lit", "position": 15}
    assert "every lamp" in (await alice.says("/ask", chat=group.chat, reply_to=question, quote=quote)).text


async def test_ask_with_a_question_answers_that_and_not_the_message(api: BotApi, bot: Running) -> None:
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    other = bob.write(chat=group.chat, text="are the lamps lit")
    reply = await alice.says("/ask is there a foghorn", chat=group.chat, reply_to=other)
    assert "Only in thick fog." in reply.text
    assert reply.replies_to == alice.last_message(group.chat).id


@pytest.mark.parametrize("call", ["/ask please", "@strike_faq_bot can you answer this?", "/ask suggest foghorn"])
async def test_a_call_that_asks_nothing_itself_passes_on_the_message_that_it_replies_to(
    api: BotApi, bot: Running, call: str
) -> None:
    api.world.me["can_read_all_group_messages"] = True
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    question = bob.write(chat=group.chat, text="are the lamps lit")
    reply = await alice.says(call, chat=group.chat, reply_to=question)
    assert "every lamp is lit" in reply.text
    assert reply.replies_to == question.id


@pytest.mark.parametrize("said", ["zzz", "zzz, friends"])
async def test_a_call_and_a_message_that_both_ask_nothing_known_get_one_line(
    api: BotApi, bot: Running, said: str
) -> None:
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    other = bob.write(chat=group.chat, text=said)
    reply = await alice.says("/ask zzz", chat=group.chat, reply_to=other)
    assert "I don't have an answer" in reply.text
    assert reply.replies_to == alice.last_message(group.chat).id


@pytest.mark.parametrize("call", ["/ask what should he do", "/ask are the lamps lit"])
async def test_an_emergency_is_seen_in_the_message_that_a_call_replies_to(
    privacy_mode: None, api: BotApi, bot: Running, call: str
) -> None:
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    cry = bob.write(chat=group.chat, text="my father is drowning")
    reply = await alice.says(call, chat=group.chat, reply_to=cry)
    assert "call 999" in reply.text
    assert reply.replies_to == cry.id


async def test_ask_about_a_picture_says_that_it_reads_text(api: BotApi, bot: Running) -> None:
    alice, bob, group = api.private_user("Alice"), api.private_user("Bob"), api.group("Harbour")
    picture = bob.write(chat=group.chat, photo=[{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}])
    assert "only read text" in (await alice.says("/ask", chat=group.chat, reply_to=picture)).text


async def test_ask_with_nothing_to_answer_says_how_to_call_it(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    assert "write /ask and your question" in (await alice.says("/ask", chat=group.chat)).text


@pytest.mark.parametrize(
    ("text", "link"), [("/ask suggest foghorn lamps", f"{LINK}?start=foghorn"), ("/ask zzz", LINK)]
)
async def test_below_the_bar_it_is_one_line_and_a_link(api: BotApi, bot: Running, text: str, link: str) -> None:
    reply = await api.private_user("Alice").says(text, chat=api.group("Harbour").chat)
    assert "\n" not in reply.text
    assert reply.buttons == []
    assert reply.links == [link]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/help", "write /ask and your question"),
        ("/start", "write /ask and your question"),
        ("/about", "Harbour Gazette"),
        ("/privacy", "I don't keep who you are"),
        ("/topics", "to see the topics"),
    ],
)
async def test_commands_addressed_to_it_are_answered_without_a_keyboard(
    privacy_mode: None, api: BotApi, bot: Running, command: str, said: str
) -> None:
    reply = await api.private_user("Alice").says(f"{command}@strike_faq_bot", chat=api.group("Harbour").chat)
    assert said in reply.text
    assert reply.buttons == []


@pytest.mark.parametrize("call", ["/ask he is drowning", "/help@strike_faq_bot he is drowning"])
async def test_an_emergency_is_answered_when_addressed(api: BotApi, bot: Running, call: str) -> None:
    assert "call 999" in (await api.private_user("Alice").says(call, chat=api.group("Harbour").chat)).text


async def test_an_edited_call_edits_its_reply(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    reply = await alice.says("/ask zzz", chat=group.chat)
    assert await alice.edits(alice.last_message(group.chat), "/ask are the lamps lit") == []
    assert "every lamp is lit" in reply.text


async def test_a_reply_stays_in_its_thread(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Forum", threads={7, 8})
    reply = await alice.says("/ask are the lamps lit", chat=group.chat, message_thread_id=7)
    assert reply.thread == 7


async def test_says_hello_once_when_it_is_added(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    (hello,) = await group.adds_the_bot(alice)
    assert "write /ask and your question" in hello.text
    assert await group.adds_the_bot(alice, was="member", now="left") == []
    assert await group.adds_the_bot(alice) == []


async def test_a_group_that_becomes_a_supergroup_is_followed(api: BotApi, bot: Running) -> None:
    alice, old, new = api.private_user("Alice"), api.group("Harbour", supergroup=False), api.group("Harbour")
    await old.adds_the_bot(alice)
    await alice.sends(chat=old.chat, migrate_to_chat_id=new.chat.id)
    await alice.sends(chat=new.chat, migrate_from_chat_id=old.chat.id)
    assert await new.adds_the_bot(alice) == []
    assert "every lamp" in (await alice.says("/ask are the lamps lit", chat=new.chat)).text


async def test_too_many_calls_are_told_so_once(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    bot.desk.memory.flood(group.chat.id, bot.clock())
    for _ in range(FLOOD_LIMIT - 2):
        bot.desk.memory.flood(group.chat.id, bot.clock())
    assert "every lamp" in (await alice.says("/ask are the lamps lit", chat=group.chat)).text
    assert "a lot of messages" in (await alice.says("/ask are the lamps lit", chat=group.chat)).text
    assert await alice.sends(text="/ask are the lamps lit", chat=group.chat) == []
    assert "call 999" in (await alice.says("/ask drowning", chat=group.chat)).text
    bot.clock.advance(timedelta(minutes=1))
    assert "every lamp" in (await alice.says("/ask are the lamps lit", chat=group.chat)).text


async def test_answers_as_a_guest(api: BotApi, bot: Running) -> None:
    result = await api.private_user("Alice").calls_guest("@strike_faq_bot are the lamps lit")
    assert "every lamp is lit" in result["input_message_content"]["message_text"]
    assert result["reply_markup"]["inline_keyboard"][0][0]["url"] == f"{LINK}?start=lamps"


async def test_as_a_guest_it_answers_the_message_replied_to(api: BotApi, bot: Running) -> None:
    bob = {"id": 5, "is_bot": False, "first_name": "Bob"}
    chat = {"id": -777, "type": "group", "title": "Elsewhere"}
    replied = {"message_id": 9, "date": 1, "chat": chat, "from": bob, "text": "are the lamps lit"}
    result = await api.private_user("Alice").calls_guest("@strike_faq_bot", reply_to_message=replied)
    assert "every lamp is lit" in result["input_message_content"]["message_text"]


async def test_as_a_guest_it_says_how_to_call_it_there(api: BotApi, bot: Running) -> None:
    result = await api.private_user("Alice").calls_guest("@strike_faq_bot")
    said = result["input_message_content"]["message_text"]
    assert "write @strike_faq_bot and your question" in said
    assert "/ask" not in said


async def test_as_a_guest_an_emergency_comes_first_and_a_miss_is_short(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    urgent = await alice.calls_guest("@strike_faq_bot are the lamps lit, he is drowning")
    assert "call 999" in urgent["input_message_content"]["message_text"]
    miss = await alice.calls_guest("@strike_faq_bot zzz")
    assert "\n" not in miss["input_message_content"]["message_text"]


def test_the_tests_mark_mentions_as_telegram_does() -> None:
    assert entities_of("🌊 @strike_faq_bot /ask") == [
        {"type": "mention", "offset": 3, "length": 15},
        {"type": "bot_command", "offset": 19, "length": 4},
    ]
