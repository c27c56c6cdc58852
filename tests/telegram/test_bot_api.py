"""The tests' own Bot API refuses what Telegram refuses: else passing the other tests would mean little."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.patience import PATIENCE
from tests.telegram.bot_api import TOKEN, BotApi, html
from tests.telegram.bot_api.faults import retry_after
from tests.telegram.bot_api.people import Person
from tests.telegram.bot_api.schema import Refused

ARTICLE = {"type": "article", "id": "a", "title": "T", "input_message_content": {"message_text": "x"}}


class Client:
    """Speaks to the server as any HTTP client would."""

    def __init__(self, api: BotApi, http: httpx.AsyncClient) -> None:
        self.api, self.http = api, http

    async def __call__(self, method: str, *, token: str = TOKEN, **parameters: Any) -> tuple[int, Any]:
        form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items()}
        answer = await self.http.post(f"{self.api.url}/bot{token}/{method}", data=form)
        body = answer.json()
        return answer.status_code, body["result"] if body["ok"] else body["description"]


@pytest.fixture
async def call(api: BotApi) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        yield Client(api, http)


@pytest.fixture
def alice(api: BotApi) -> Person:
    return api.private_user("Alice")


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Press", **button}]]}


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🚢" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "Can't find end tag"),
        ({"text": "x</b>", "parse_mode": "HTML"}, "Unexpected end tag"),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "Unmatched end tag"),
        ({"text": "<p>x</p>", "parse_mode": "HTML"}, 'Unsupported start tag "p"'),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "Unclosed start tag"),
        ({"text": "I <3 you>", "parse_mode": "HTML"}, 'Unsupported start tag "3"'),
        ({"text": "<b onclick='x'>x</b>", "parse_mode": "HTML"}, "Unexpected attributes"),
        ({"text": "x" + "<b>x</b> " * 101, "parse_mode": "HTML"}, "too many entities"),
        ({"text": "<a href='https://t.me/b?start=a.b'>x</a>", "parse_mode": "HTML"}, "START_PARAM_INVALID"),
        ({}, "parameter text is required"),
        ({"text": "x", "colour": "red"}, "no parameter colour"),
        ({"text": "x", "disable_notification": "maybe"}, "can't parse disable_notification"),
        ({"text": "x", "message_thread_id": "one"}, "can't parse message_thread_id"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {}}, "needs the field message_id"),
        ({"text": "x", "reply_parameters": {"message_id": 1, "page": 2}}, "has no field page"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "text buttons are unallowed"),
        ({"text": "x", "reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(callback_data=5)}, "must be of type String"),
        ({"text": "x", "reply_markup": keyboard(callback_data="a", url="https://a.b")}, "text buttons are unallowed"),
        ({"text": "x", "reply_markup": keyboard(callback="a")}, "no field callback"),
        ({"text": "x", "reply_markup": keyboard(url="not a link")}, "is invalid"),
        ({"text": "x", "reply_markup": keyboard(url=f"https://t.me/b?start={'a' * 65}")}, "START_PARAM_INVALID"),
    ],
)
async def test_refuses_messages(call: Client, alice: Person, parameters: dict[str, Any], refusal: str) -> None:
    code, description = await call("sendMessage", chat_id=alice.user["id"], **parameters)
    assert code == 400
    assert refusal in description
    assert alice.private.messages == {}


@pytest.mark.parametrize(
    "text", ["x" * 4096, "<b>" + "x" * 4096 + "</b>", "&amp;" * 4096, "a &unknown; b & c", "<u>a</u>"]
)
async def test_takes_messages(call: Client, alice: Person, text: str) -> None:
    assert (await call("sendMessage", chat_id=alice.user["id"], text=text, parse_mode="HTML"))[0] == 200


def test_reads_html_as_telegram_does() -> None:
    shown = html.parse(' 🚢 <b>a &lt; <a href="https://a.b/?c=1&amp;d">link</a></b> &#8211; ')
    assert shown.text == "🚢 a < link –"
    assert shown.entities == [
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "text_link", "offset": 7, "length": 4, "url": "https://a.b/?c=1&d"},
    ]


@pytest.mark.parametrize(
    ("results", "more", "refusal"),
    [
        ([ARTICLE | {"id": str(i)} for i in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([ARTICLE, ARTICLE], {}, "RESULT_ID_DUPLICATE"),
        ([ARTICLE | {"id": "é" * 33}], {}, "RESULT_ID_INVALID"),
        ([ARTICLE | {"title": ""}], {}, "ARTICLE_TITLE_EMPTY"),
        ([{k: v for k, v in ARTICLE.items() if k != "title"}], {}, "needs the field title"),
        ([ARTICLE | {"subtitle": "x"}], {}, "has no field subtitle"),
        ([ARTICLE | {"input_message_content": {"message_text": ""}}], {}, "message text is empty"),
        ([ARTICLE | {"reply_markup": keyboard(callback_data="a" * 65)}], {}, "BUTTON_DATA_INVALID"),
        ([], {"next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        ([], {"button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ([], {"button": {"text": "x"}}, "BUTTON_INVALID"),
    ],
)
async def test_refuses_inline_results(
    api: BotApi, call: Client, results: list[Any], more: dict[str, Any], refusal: str
) -> None:
    query = api.world.ask("inline")
    code, description = await call("answerInlineQuery", inline_query_id=query.id, results=results, **more)
    assert (code, refusal in description) == (400, True)


async def test_refuses_answers_to_queries_that_are_answered_or_unknown(api: BotApi, call: Client) -> None:
    query = api.world.ask("callback")
    assert await call("answerCallbackQuery", callback_query_id=query.id) == (200, True)
    for query_id in (query.id, "unknown"):
        code, description = await call("answerCallbackQuery", callback_query_id=query_id)
        assert (code, "query is too old" in description) == (400, True)
    long = await call("answerCallbackQuery", callback_query_id=api.world.ask("callback").id, text="x" * 201)
    assert long == (400, "Bad Request: MESSAGE_TOO_LONG")


async def test_refuses_edits_of_what_is_not_there_not_its_own_or_unchanged(call: Client, alice: Person) -> None:
    chat = alice.user["id"]
    _, sent = await call("sendMessage", chat_id=chat, text="<b>x</b>", parse_mode="HTML")
    edit = {"chat_id": chat, "message_id": sent["message_id"]}
    assert "is not modified" in (await call("editMessageText", **edit, text="<b>x</b>", parse_mode="HTML"))[1]
    assert (await call("editMessageText", **edit, text="x"))[0] == 200
    assert "message to edit not found" in (await call("editMessageText", chat_id=chat, message_id=99, text="x"))[1]
    mine = alice.write(text="mine")
    assert "can't be edited" in (await call("editMessageText", chat_id=chat, message_id=mine.id, text="x"))[1]


@pytest.mark.parametrize(
    ("commands", "refusal"),
    [
        ([{"command": "Ask", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ask", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"a{i}", "description": "x"} for i in range(101)], "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "ask"}], "needs the field description"),
    ],
)
async def test_refuses_commands(call: Client, commands: list[Any], refusal: str) -> None:
    assert refusal in (await call("setMyCommands", commands=commands))[1]


async def test_refuses_chats_that_are_not_there_or_shut(api: BotApi, call: Client, alice: Person) -> None:
    assert await call("sendMessage", chat_id=1, text="x") == (400, "Bad Request: chat not found")
    alice.private.shut = Refused(403, "Forbidden: bot was blocked by the user")
    assert (await call("sendMessage", chat_id=alice.user["id"], text="x"))[0] == 403


async def test_refuses_other_tokens_and_unknown_methods(call: Client) -> None:
    assert await call("getMe", token="4242:" + "x" * 35) == (401, "Unauthorized")
    assert await call("getMe", token="nonsense") == (404, "Not Found")
    assert await call("launchRocket") == (404, "Not Found")


async def test_asks_for_a_break(api: BotApi, call: Client, alice: Person) -> None:
    api.fail("sendMessage", retry_after(5))
    answer = await call.http.post(f"{api.url}/bot{TOKEN}/sendMessage", data={"chat_id": alice.user["id"], "text": "x"})
    assert answer.status_code == 429
    assert answer.json()["parameters"] == {"retry_after": 5}


async def test_hands_out_updates_until_they_are_confirmed(api: BotApi, call: Client, alice: Person) -> None:
    await alice.posted(alice.write(text="one"))
    await alice.posted(alice.write(text="two"))
    _, first = await call("getUpdates", limit=1)
    _, again = await call("getUpdates")
    assert [u["message"]["text"] for u in first + again] == ["one", "one", "two"]
    _, rest = await call("getUpdates", offset=again[-1]["update_id"] + 1)
    assert rest == []


async def test_sends_only_the_updates_asked_for_and_remembers_that(api: BotApi, call: Client, alice: Person) -> None:
    await call("getUpdates", allowed_updates=["inline_query"])
    await alice.posted(alice.write(text="one"))
    assert (await call("getUpdates"))[1] == []


async def test_waits_for_updates_and_lets_only_one_wait(api: BotApi, call: Client, alice: Person) -> None:
    older = asyncio.create_task(call("getUpdates", timeout=50))
    await api.until(lambda: api.asked.count("getUpdates") == 1)
    newer = asyncio.create_task(call("getUpdates", timeout=50))
    assert (await older)[0] == 409
    await alice.posted(alice.write(text="one"))
    assert [u["message"]["text"] for u in (await newer)[1]] == ["one"]


async def test_refuses_polling_while_there_is_a_webhook(call: Client) -> None:
    assert (await call("setWebhook", url="http://example.org"))[0] == 400
    assert (await call("setWebhook", url="https://example.org"))[0] == 200
    assert (await call("getUpdates"))[0] == 409
    assert (await call("getWebhookInfo"))[1]["url"] == "https://example.org"
    await call("deleteWebhook")
    assert (await call("getUpdates"))[0] == 200
