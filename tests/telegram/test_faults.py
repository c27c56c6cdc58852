"""What goes wrong between the bot and Telegram: no reply lost that can be saved, none shown twice, no noise."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.telegram.delivery import URGENT
from bot.channels.telegram.errors import TokenRejected
from bot.channels.telegram.polling import NEWCOMER
from tests.patience import PATIENCE
from tests.telegram.bot_api import BotApi, faults
from tests.telegram.bot_api.faults import (
    BAD_GATEWAY,
    HANG,
    HANG_AFTER,
    RESET,
    RESET_AFTER,
    SERVER_ERROR,
    Fault,
    refuse,
    retry_after,
)
from tests.telegram.conftest import Running, Start

QUESTION, ANSWER = "are the lamps lit", "every lamp is lit"


def warnings(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [r for r in caplog.records if r.levelno >= logging.WARNING and r.name.startswith("bot")]


@pytest.mark.parametrize("fault", [retry_after(3), SERVER_ERROR, RESET])
async def test_a_reply_that_did_not_get_through_is_sent_again(api: BotApi, bot: Running, fault: Fault) -> None:
    api.fail("sendMessage", fault, fault)
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    assert len(bot.slept) == 2


async def test_a_gateways_error_page_is_survived(
    api: BotApi, bot: Running, expects_log: pytest.LogCaptureFixture
) -> None:
    api.fail("sendMessage", BAD_GATEWAY)
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    assert warnings(expects_log) == []


async def test_waits_as_long_as_telegram_asks(api: BotApi, bot: Running) -> None:
    api.fail("sendMessage", retry_after(7))
    await api.private_user("Alice").says(QUESTION)
    assert bot.slept == [pytest.approx(7.1)]


async def test_a_reply_that_would_come_too_late_is_given_up_in_one_line(
    api: BotApi, bot: Running, expects_log: pytest.LogCaptureFixture
) -> None:
    api.fail("sendMessage", retry_after(3600))
    assert await api.private_user("Alice").sends(text=QUESTION) == []
    (warning,) = warnings(expects_log)
    assert "longer break" in warning.getMessage()
    assert not warning.exc_info
    assert bot.slept == []


async def test_a_reply_that_arrived_although_no_answer_came_is_not_sent_twice(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    await start()
    api.fail("sendMessage", HANG_AFTER)
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    (warning,) = warnings(expects_log)
    assert "TimedOut" in warning.getMessage()


@pytest.mark.parametrize("fault", [HANG, HANG_AFTER])
async def test_urgent_advice_is_rather_sent_twice_than_never(api: BotApi, bot: Running, fault: Fault) -> None:
    assert URGENT
    api.fail("sendMessage", fault)
    advice = await api.private_user("Alice").sends(text="he is drowning")
    assert len(advice) == (2 if fault.taken else 1)
    assert all("call 999" in message.text for message in advice)


@pytest.mark.parametrize("fault", [retry_after(2), SERVER_ERROR, RESET, RESET_AFTER, HANG, HANG_AFTER])
async def test_an_edit_can_be_repeated_whatever_happened(api: BotApi, bot: Running, fault: Fault) -> None:
    alice = api.private_user("Alice")
    reply = await alice.says("zzz")
    api.fail("editMessageText", fault)
    assert await alice.edits(alice.last_message(), QUESTION) == []
    assert ANSWER in reply.text
    api.refusals.clear()


async def test_one_chat_that_has_to_wait_holds_up_no_other(api: BotApi, start: Start) -> None:
    bot = await start()
    alice, bob = api.private_user("Alice"), api.private_user("Bob")
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        waiting.set()
        await go_on.wait()

    bot.application.bot.rate_limiter._sleep = sleep  # type: ignore[union-attr]
    api.fail("sendMessage", SERVER_ERROR)
    slow = asyncio.create_task(alice.says(QUESTION))
    await asyncio.wait_for(waiting.wait(), PATIENCE)
    await bob.posted(bob.write(text=QUESTION))
    await api.until(lambda: len(bob.private.messages) == 2)
    assert len(alice.private.messages) == 1
    go_on.set()
    assert ANSWER in (await slow).text


async def test_an_edit_never_overtakes_the_question_that_it_edits(api: BotApi, start: Start) -> None:
    bot = await start()
    alice = api.private_user("Alice")
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        waiting.set()
        await go_on.wait()

    bot.application.bot.rate_limiter._sleep = sleep  # type: ignore[union-attr]
    api.fail("sendMessage", SERVER_ERROR)
    question = alice.write(text="zzz")
    await alice.posted(question)
    await asyncio.wait_for(waiting.wait(), PATIENCE)
    await api.world.post(edited_message=question.json | {"text": QUESTION, "edit_date": 1})
    await api.until(lambda: api.world.confirmed >= api.world.last_update)
    # Whatever is said to somebody else after that comes later than what could have been done about the edit.
    await api.private_user("Bob").types_inline("are the lam", settle=False)
    go_on.set()
    (reply,) = await alice.new_after(question.id, alice.private)
    assert ANSWER in reply.text


@pytest.mark.parametrize(
    "refusal",
    [
        refuse(403, "Forbidden: bot was blocked by the user"),
        refuse(403, "Forbidden: user is deactivated"),
        refuse(400, "Bad Request: chat not found"),
        refuse(400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_whoever_has_gone_is_let_go_without_a_word(api: BotApi, bot: Running, refusal: Fault) -> None:
    api.fail("sendMessage", refusal)
    alice = api.private_user("Alice")
    assert await alice.sends(text=QUESTION) == []
    assert bot.slept == []
    assert ANSWER in (await alice.says(QUESTION)).text


async def test_an_answer_to_a_deleted_message_is_sent_all_the_same(api: BotApi, bot: Running) -> None:
    alice, group = api.private_user("Alice"), api.group("Harbour")
    call = alice.write(chat=group.chat, text=f"/ask {QUESTION}")
    update = dict(call.json)
    call.delete()
    await api.world.post(message=update)
    (reply,) = await alice.new_after(0, group.chat)
    assert ANSWER in reply.text


async def test_a_group_that_moved_meanwhile_is_followed(api: BotApi, bot: Running) -> None:
    alice, old, new = api.private_user("Alice"), api.group("Harbour", supergroup=False), api.group("Harbour")
    old.chat.shut = faults.refuse(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.chat.id
    ).refusal
    await alice.posted(alice.write(chat=old.chat, text=f"/ask {QUESTION}"))
    (reply,) = await alice.new_after(0, new.chat)
    assert ANSWER in reply.text


@pytest.mark.parametrize("fault", [refuse(400, "Bad Request: query is too old and response timeout expired"), HANG])
async def test_a_press_that_cannot_be_confirmed_is_answered_all_the_same(
    api: BotApi, bot: Running, expects_log: pytest.LogCaptureFixture, fault: Fault
) -> None:
    alice = api.private_user("Alice")
    menu = await alice.says("/topics")
    api.fail("answerCallbackQuery", fault)
    data = menu.rows[0][0]["callback_data"]
    query = api.world.ask("callback")
    await api.world.post(
        callback_query={"id": query.id, "from": alice.user, "chat_instance": "1", "data": data, "message": menu.json}
    )
    await api.settled()
    assert "Does the foghorn sound?" in menu.buttons
    assert all(not record.exc_info for record in warnings(expects_log))


@pytest.mark.parametrize(
    "fault", [SERVER_ERROR, RESET, refuse(409, "Conflict: terminated by other getUpdates request")]
)
async def test_goes_on_fetching(api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture, fault: Fault) -> None:
    (await start()).clock.advance(NEWCOMER)
    alice = api.private_user("Alice")
    api.fail("getUpdates", fault)
    assert ANSWER in (await alice.says(QUESTION)).text
    assert ANSWER in (await alice.says(QUESTION)).text
    (warning,) = warnings(expects_log)
    said = warning.getMessage()
    assert ("same token" in said) == (fault.kind == "refuse" and "409" in repr(vars(fault.refusal)))
    assert not warning.exc_info


async def test_a_second_process_with_the_same_token_is_told_of_once(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    (await start()).clock.advance(NEWCOMER)
    conflict = refuse(409, "Conflict: terminated by other getUpdates request")
    api.fail("getUpdates", conflict, conflict)
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    (warning,) = warnings(expects_log)
    assert "Another process" in warning.getMessage()


async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    await start()
    alice = api.private_user("Alice")
    async with api.world.news:
        for poll in ({"id": "a poll without its other fields"}, {}):
            api.world.last_update += 1
            api.world.updates.append({"update_id": api.world.last_update, "message": {"poll": poll}})
    assert ANSWER in (await alice.says(QUESTION)).text
    assert all("passed over" in record.getMessage() for record in warnings(expects_log))


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "deleteWebhook"])
async def test_waits_for_telegram_to_be_there(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture, method: str
) -> None:
    api.fail(method, *[RESET] * 8)
    bot = await start()
    assert ANSWER in (await api.private_user("Alice").says(QUESTION)).text
    assert "I keep trying" in expects_log.text
    assert bot.application.bot.token not in expects_log.text


async def test_a_token_that_telegram_does_not_know_is_refused_with_what_to_do(api: BotApi, start: Start) -> None:
    api.token = "1:another-token-that-is-long-enough-to-be-one"
    with pytest.raises(TokenRejected, match="@BotFather") as rejected:
        await start()
    assert "TESTS-ONLY" not in str(rejected.value)


async def test_a_token_taken_away_while_it_runs_stops_it(
    api: BotApi, start: Start, expects_log: pytest.LogCaptureFixture
) -> None:
    bot = await start()
    api.token = "1:another-token-that-is-long-enough-to-be-one"
    await api.private_user("Alice").posted(api.private_user("Alice").write(text="wake up"))
    with pytest.raises(TokenRejected):
        await asyncio.wait_for(asyncio.shield(bot.serving), PATIENCE)
    assert "TESTS-ONLY" not in " ".join(record.getMessage() for record in warnings(expects_log))


async def test_a_fault_of_its_own_is_told_without_the_words_of_the_message(
    api: BotApi, bot: Running, expects_log: pytest.LogCaptureFixture
) -> None:
    alice = api.private_user("Alice")
    sorry = await alice.says("fault in the bot")
    assert "something went wrong" in sorry.text
    (error,) = warnings(expects_log)
    assert "ZeroDivisionError" in error.getMessage()
    assert "conftest.py" in error.getMessage()
    assert str(alice.user["id"]) not in error.getMessage()
    assert not error.exc_info
    assert ANSWER in (await alice.says(QUESTION)).text
