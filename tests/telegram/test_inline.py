"""Inline mode: @bot in any chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram import inline
from bot.channels.telegram.inline import cache_seconds
from bot.journal.notes import Asked
from bot.knowledge.model import ID_PATTERN, Strike
from tests.telegram.bot_api import BotApi, html
from tests.telegram.conftest import DURING, Running


async def test_offers_entries_that_post_question_answer_source_and_status(api: BotApi, bot: Running) -> None:
    answer = await api.private_user("Alice").types_inline("are the lam")
    (lamps,) = answer.results
    assert lamps["id"] == "lamps"
    assert lamps["title"] == "Are the lamps lit during the strike?"
    assert lamps["description"] == "Yes, every lamp is lit. Machines do it in < 5 minutes & keep it so."
    posted = html.parse(lamps["input_message_content"]["message_text"]).text
    for part in (lamps["title"], "every lamp is lit", "Source: Harbour Gazette, 28 February 2031", "is on now"):
        assert part in posted
    assert "Was this helpful?" not in posted


async def test_every_result_links_to_its_entry_in_the_private_chat(api: BotApi, bot: Running) -> None:
    answer = await api.private_user("Alice").types_inline("")
    links = [result["reply_markup"]["inline_keyboard"][0][0]["url"] for result in answer.results]
    assert links == [f"https://t.me/strike_faq_bot?start={result['id']}" for result in answer.results]


async def test_nothing_typed_gives_what_matters_most_and_then_all_by_topic(api: BotApi, bot: Running) -> None:
    answer = await api.private_user("Alice").types_inline("")
    assert answer.titles[0] == "Are the lamps lit during the strike?"
    assert len(answer.titles) == len(bot.desk.assistant.pack.entries)


async def test_browses_all_entries_page_by_page(api: BotApi, bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "PAGE", 4)
    first = await api.private_user("Alice").types_inline("  ")
    second = await first.more()
    assert (len(first.titles), len(second.titles)) == (4, 2)
    assert not set(first.titles) & set(second.titles)
    assert second.next_offset == ""


@pytest.mark.parametrize("offset", ["99999", "x", "-1", "٣", "9" * 64])
async def test_any_offset_is_harmless(api: BotApi, bot: Running, offset: str) -> None:
    for typed in ("", "are the lamps lit"):
        assert (await api.private_user("Alice").types_inline(typed, offset=offset)).next_offset == ""


async def test_no_match_gives_a_button_into_the_private_chat(api: BotApi, bot: Running) -> None:
    alice = api.private_user("Alice")
    answer = await alice.types_inline("zzz")
    assert answer.results == []
    assert answer.button
    welcome = await alice.says(f"/start {answer.button['start_parameter']}")
    assert welcome.buttons == ["At sea", "On land"]


async def test_an_emergency_comes_first(api: BotApi, bot: Running) -> None:
    answer = await api.private_user("Alice").types_inline("he is drowning")
    assert answer.titles[0] == "If somebody is in danger now, call 999."
    assert answer.results[0]["description"] == "The coastguard listens on channel 16."
    assert "call 999" in answer.results[0]["input_message_content"]["message_text"]


def test_no_entry_can_have_the_id_of_the_urgent_advice() -> None:
    assert not ID_PATTERN.fullmatch(inline.URGENT)


async def test_results_are_for_everybody_and_for_a_minute_at_most(api: BotApi, bot: Running) -> None:
    answer = await api.private_user("Alice").types_inline("are the lamps lit")
    assert not answer.given.get("is_personal")
    assert 0 < answer.given["cache_time"] <= 60


@pytest.mark.parametrize(
    ("before_the_turn", "seconds"), [(timedelta(days=1), 60), (timedelta(seconds=25), 25), (timedelta(0), 60)]
)
def test_an_answer_is_not_kept_past_the_start_or_end_of_the_strike(before_the_turn: timedelta, seconds: int) -> None:
    turn = datetime(2031, 3, 1, 8, tzinfo=UTC)
    assert cache_seconds(Strike(name="S", starts=turn), turn - before_the_turn) == seconds
    assert cache_seconds(Strike(name="S", ends=turn), turn - before_the_turn) == seconds
    assert cache_seconds(None, DURING) == 60


async def test_a_query_that_is_too_old_is_no_error(api: BotApi, bot: Running) -> None:
    await api.world.post(
        inline_query={"id": "stale", "from": api.private_user("Alice").user, "query": "lamps", "offset": ""}
    )
    await api.settled()
    assert "query is too old" in api.refusals.pop()


async def test_what_was_chosen_is_counted(api: BotApi, bot: Running) -> None:
    answer = await api.private_user("Alice").types_inline("are the lamps lit")
    await answer.choose()
    assert bot.notebook.events == [Asked("answer", "inline", ("lamps",))]
    await (await api.private_user("Bob").types_inline("drowning")).choose()
    assert bot.notebook.events[1:] == [Asked("emergency", "inline")]
