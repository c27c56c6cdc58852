"""What the journal keeps, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.journal import migrate
from bot.journal.database import database_url, make_file
from bot.journal.notes import Asked, Event, Shown, Voted
from bot.journal.pending import Batch, CountKey, Pending
from bot.journal.schema import metadata
from bot.journal.store import Store
from bot.wrong_use import WrongUse
from tests.journal.conftest import EVER, TODAY

YESTERDAY = TODAY - timedelta(days=1)
PARKING = Asked("none", "private", (), "where can i park", (("my-hospital", 0.2), ("where", 0.1)))


def batch(*events: Event, day: object = TODAY) -> Batch:
    pending = Pending()
    for event in events:
        pending.add(event, day)  # type: ignore[arg-type]
    return pending.take()


class TestCounts:
    async def test_questions_count_by_day_kind_and_channel_and_answers_by_entry(self, store: Store) -> None:
        await store.add(
            batch(
                Asked("answer", "private", ("a", "b")),
                Asked("answer", "private", ("a",)),
                Asked("emergency", "group"),
                Asked("smalltalk", "guest", ("hello",)),
                Asked("answer", "inline", ("b",)),
                Shown("b", "private"),
                Voted("old", "a", "private"),
            )
        )
        assert await store.totals(EVER) == {
            CountKey(TODAY, "answer", "private", ""): 2,
            CountKey(TODAY, "shown", "private", "a"): 2,
            CountKey(TODAY, "shown", "private", "b"): 2,
            CountKey(TODAY, "emergency", "group", ""): 1,
            CountKey(TODAY, "smalltalk", "guest", ""): 1,
            CountKey(TODAY, "answer", "inline", ""): 1,
            CountKey(TODAY, "shown", "inline", "b"): 1,
            CountKey(TODAY, "old", "private", "a"): 1,
        }

    async def test_batches_add_up(self, store: Store) -> None:
        for _ in range(3):
            await store.add(batch(Shown("a", "private"), Shown("a", "private")))
        assert await store.totals(EVER) == {CountKey(TODAY, "shown", "private", "a"): 6}

    async def test_days_before_the_one_asked_for_are_left_out(self, store: Store) -> None:
        await store.add(batch(Shown("a", "private"), day=YESTERDAY))
        await store.add(batch(Shown("b", "private")))
        assert [key.entry for key in await store.totals(TODAY)] == ["b"]

    async def test_replicas_that_write_at_once_lose_nothing(self, address: str, store: Store) -> None:
        async with Store(database_url(address)) as other:
            events = [Shown(f"entry-{n}", "private") for n in range(50)]
            await asyncio.gather(
                *(
                    one.add(batch(*order))
                    for one in (store, other)
                    for order in (events, events[::-1])
                    for _ in range(5)
                )
            )
        assert set((await store.totals(EVER)).values()) == {20}

    async def test_a_batch_is_bigger_than_a_statement_may_be(self, store: Store) -> None:
        await store.add(batch(*(Shown(f"entry-{n}", "private") for n in range(9_000))))
        assert len(await store.totals(EVER)) == 9_000


class TestMisses:
    async def test_keep_words_day_kind_and_near_entries(self, store: Store) -> None:
        await store.add(batch(PARKING, PARKING))
        (miss,) = await store.misses(EVER)
        assert (miss.question, miss.day, miss.kind, miss.count) == ("where can i park", TODAY, "none", 2)
        assert miss.near == (("my-hospital", 0.2), ("where", 0.1))

    async def test_of_answered_questions_no_word_is_kept(self, store: Store) -> None:
        await store.add(
            batch(
                Asked("answer", "private", ("a",), "a question"),
                Asked("emergency", "private", (), "a question"),
                Asked("smalltalk", "private", ("hello",), "a question"),
                Voted("yes", "a", "private", "a question"),
                Voted("old", "a", "private", "a question"),
            )
        )
        assert await store.misses(EVER) == []

    async def test_an_answer_that_did_not_help_keeps_its_question_and_entry(self, store: Store) -> None:
        await store.add(batch(Voted("no", "ae-open", "private", "is it busy"), Voted("no", "ae-open", "private")))
        (miss,) = await store.misses(EVER)
        assert (miss.kind, miss.question, miss.near) == ("no", "is it busy", (("ae-open", 1.0),))

    async def test_the_most_frequent_come_first_and_no_more_than_asked_for(self, store: Store) -> None:
        for times, words in ((1, "rare"), (3, "frequent"), (2, "middling")):
            await store.add(batch(*[Asked("suggest", "group", (), words)] * times))
        assert [miss.question for miss in await store.misses(EVER)] == ["frequent", "middling", "rare"]
        assert [miss.question for miss in await store.misses(EVER, limit=2)] == ["frequent", "middling"]

    async def test_what_is_dismissed_stays_away_on_later_days_too(self, store: Store) -> None:
        await store.add(batch(PARKING, Asked("none", "private", (), "other"), day=YESTERDAY))
        parking = next(miss for miss in await store.misses(EVER) if miss.question == PARKING.question)
        await store.dismiss([parking.id, 999_999])
        await store.add(batch(PARKING))
        assert [miss.question for miss in await store.misses(EVER)] == ["other"]

    @pytest.mark.parametrize("words", ["'; DROP TABLE misses; --", '🚑 ünïcödé %s :x \\ "', "x" * 500, "🚑" * 500])
    async def test_any_words_come_back_as_they_went(self, store: Store, words: str) -> None:
        await store.add(batch(Asked("none", "private", (), words)))
        assert [miss.question for miss in await store.misses(EVER)] == [words]


async def test_only_what_is_listed_here_is_kept(store: Store) -> None:
    """No column for a person, a chat, a message or a time."""

    def columns(connection: Connection) -> dict[str, set[str]]:
        found = inspect(connection)
        return {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}

    async with store.engine.connect() as connection:
        assert await connection.run_sync(columns) == {
            "alembic_version": {"version_num"},
            "counts": {"day", "kind", "channel", "entry", "count"},
            "misses": {"id", "day", "kind", "question", "near", "count", "dismissed"},
            "claims": {"bot", "update_id", "done", "until"},
        }


async def test_days_that_are_over_are_forgotten(store: Store) -> None:
    await store.add(batch(PARKING, Shown("a", "private"), day=YESTERDAY))
    await store.add(batch(Asked("none", "private", (), "today")))
    await store.purge(TODAY)
    assert [miss.question for miss in await store.misses(EVER)] == ["today"]
    assert [key.day for key in await store.totals(EVER)] == [TODAY]


def tables(connection: Connection) -> dict[str, tuple[str, ...]]:
    """What a database tells of its tables, each part in words."""
    found = inspect(connection)
    return {
        table: tuple(
            str(part)
            for parts in (
                found.get_columns(table),
                [found.get_pk_constraint(table)],
                sorted(found.get_indexes(table), key=str),
                sorted(found.get_unique_constraints(table), key=str),
            )
            for part in parts
        )
        for table in found.get_table_names()
    }


class TestMigrations:
    async def test_lead_step_by_step_to_the_tables_that_a_new_journal_gets_at_once(
        self, address: str, store: Store
    ) -> None:
        def differences(connection: Connection) -> list[object]:
            return list(compare_metadata(MigrationContext.configure(connection), metadata))

        async with store.engine.connect() as connection:
            new = await connection.run_sync(tables)
        async with store.engine.begin() as connection:
            for table in new:
                await connection.execute(text(f"DROP TABLE {table}"))
            await connection.run_sync(migrate.apply_steps, "head")
        async with store.engine.connect() as connection:
            assert await connection.run_sync(differences) == []
            assert await connection.run_sync(tables) == new
            assert await connection.run_sync(migrate.version) == migrate.LATEST

    async def test_bring_an_older_journal_up_to_date_and_keep_what_is_in_it(self, address: str) -> None:
        async with Store(database_url(address)) as store:
            if address.startswith("sqlite"):
                make_file(store.url)
            async with store.engine.begin() as connection:
                await connection.run_sync(migrate.apply_steps, "0001")
            await store.add(batch(PARKING))
            await store.migrate()
            assert len(await store.misses(EVER)) == 1
            async with store.engine.connect() as connection:
                assert await connection.run_sync(migrate.version) == migrate.LATEST
                assert "claims" in await connection.run_sync(tables)

    async def test_keep_what_is_there(self, store: Store) -> None:
        await store.add(batch(PARKING))
        await store.migrate()
        assert len(await store.misses(EVER)) == 1

    async def test_replicas_that_start_together_wait_for_one_another(self, address: str) -> None:
        stores = [Store(database_url(address)) for _ in range(5)]
        await asyncio.gather(*(one.migrate() for one in stores))
        await stores[0].add(batch(PARKING))
        assert len(await stores[-1].misses(EVER)) == 1
        for one in stores:
            await one.close()

    async def test_a_journal_of_another_version_is_not_read(self, store: Store) -> None:
        async with store.engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(WrongUse, match="another version"):
            await store.is_there()

    async def test_until_the_bot_has_run_there_is_nothing_to_read_and_reading_makes_nothing(self, address: str) -> None:
        async with Store(database_url(address)) as store:
            assert not await store.is_there()
            assert not await store.is_there()
            await store.migrate()
            assert await store.is_there()


class TestTheFile:
    async def test_is_made_with_its_folder_for_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "b" / "journal.db"
        async with Store(database_url(f"sqlite:///{path}")) as store:
            await store.migrate()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    async def test_can_be_read_while_it_is_written(self, tmp_path: Path) -> None:
        async with Store(database_url(f"sqlite:///{tmp_path / 'journal.db'}")) as store:
            await store.migrate()
            with sqlite3.connect(tmp_path / "journal.db", isolation_level=None) as writer:
                assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
                writer.execute("BEGIN IMMEDIATE")
                assert await store.totals(EVER) == {}

    def test_without_a_setting_it_is_in_the_users_data_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", "/data/of/user")
        for unset in (None, ""):
            url = database_url(unset)
            assert url.get_backend_name() == "sqlite"
            assert str(url.database).endswith("journal.db")
            assert "strike-faq-bot" in str(url.database)


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///journal.db", "sqlite+aiosqlite"),
        ("postgresql://me@host/db", "postgresql+asyncpg"),
        ("postgres://me@host/db", "postgresql+asyncpg"),
        ("postgresql+asyncpg://me@host/db", "postgresql+asyncpg"),
    ],
)
def test_addresses_are_written_as_elsewhere(written: str, driver: str) -> None:
    assert database_url(written).drivername == driver


def test_hosted_databases_may_ask_for_encryption() -> None:
    assert database_url("postgres://me@host/db?sslmode=require").query == {"ssl": "require"}


@pytest.mark.parametrize(
    "written", ["journal.db", "mysql://me:hush@host/db", "sqlite://", "postgresql://me:hush@host", "://"]
)
def test_an_address_that_is_none_is_told_in_one_line_without_its_password(written: str) -> None:
    with pytest.raises(WrongUse) as refused:
        database_url(written)
    assert str(refused.value).startswith("JOURNAL_URL is (hidden), but must be sqlite:///FILE or postgresql://")
    assert "hush" not in str(refused.value)


def test_without_its_driver_postgresql_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.journal.database.find_spec", lambda name: None)
    with pytest.raises(WrongUse, match=r"pip install 'strike-faq-bot\[postgres\]'"):
        database_url("postgresql://me@host/db")
