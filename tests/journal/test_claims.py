"""Replicas agree through the database who answers an update: one of them, once, and none waits for a dead one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.journal import claims as module
from bot.journal.claims import KEPT, SharedClaims
from bot.journal.database import database_url
from bot.journal.schema import claims
from bot.journal.store import Store
from tests.patience import PATIENCE

BOT = 4242


class Replicas:
    """Several processes' claims in one database."""

    def __init__(self, address: str, stack: AsyncExitStack) -> None:
        self._address, self._stack = address, stack
        self.store = Store(database_url(address))

    async def start(self, bot: int = BOT) -> SharedClaims:
        store = await self._stack.enter_async_context(Store(database_url(self._address), PATIENCE))
        return await self._stack.enter_async_context(SharedClaims(store, bot, time.monotonic).running())

    async def let_pass(self, seconds: float) -> None:
        """Makes every claim that much older."""
        async with self.store.engine.begin() as connection:
            await connection.execute(update(claims).values(until=claims.c.until - timedelta(seconds=seconds)))

    async def rows(self, *, done: bool = False) -> int:
        """How many updates the database knows of; `done`: as answered."""
        asking = select(func.count()).select_from(claims)
        async with self.store.engine.connect() as connection:
            return int(await connection.scalar(asking.where(claims.c.done) if done else asking) or 0)

    @asynccontextmanager
    async def holding(self, update_id: int) -> AsyncIterator[None]:
        """Makes whoever tells or asks of one update wait, as long as the context is open."""
        async with self.store.engine.begin() as connection:
            await connection.execute(insert(claims).values(bot=BOT, update_id=update_id, done=False, until=func.now()))
            yield


@pytest.fixture
async def replicas(postgres: str) -> AsyncIterator[Replicas]:
    async with AsyncExitStack() as stack:
        replicas = Replicas(postgres, stack)
        await stack.enter_async_context(replicas.store)
        yield replicas


async def told(replica: SharedClaims) -> None:
    """Waits until the database knows all that the replica has said, or as much of it as is told at a time."""
    # The first is answered before the rest is told, the second after.
    assert await replica.claim(10**9) in ("mine", "elsewhere", "done")
    assert await replica.claim(10**9) in ("mine", "elsewhere", "done")


async def test_the_first_gets_it_and_the_others_do_not(replicas: Replicas) -> None:
    first, second = await replicas.start(), await replicas.start()
    assert await first.claim(7) == "mine"
    assert await second.claim(7) == "elsewhere"
    assert await second.claim(8) == "mine"


async def test_of_many_that_ask_at_once_one_gets_each(replicas: Replicas) -> None:
    several = [await replicas.start() for _ in range(4)]
    updates = range(50)
    asked = [(await asyncio.gather(*(replica.claim(id) for replica in several))) for id in updates]
    assert [sorted(outcomes) for outcomes in asked] == [["elsewhere"] * 3 + ["mine"]] * len(updates)
    together = await asyncio.gather(*(replica.claim(id) for id in range(100, 150) for replica in several))
    assert together.count("mine") == 50


async def test_what_is_answered_is_answered_for_all(replicas: Replicas) -> None:
    first, second = await replicas.start(), await replicas.start()
    await first.claim(7)
    first.finish(7)
    await told(first)
    await replicas.let_pass(3600)
    assert await second.claim(7) == await first.claim(7) == "done"


async def test_what_is_given_back_is_for_the_next(replicas: Replicas) -> None:
    first, second = await replicas.start(), await replicas.start()
    await first.claim(7)
    first.release(7)
    await told(first)
    assert await second.claim(7) == "mine"


async def test_what_a_dead_replica_had_in_hand_is_taken_over(replicas: Replicas) -> None:
    async with AsyncExitStack() as life:
        store = await life.enter_async_context(Store(replicas.store.url))
        await (await life.enter_async_context(SharedClaims(store, BOT, time.monotonic).running())).claim(7)
    heir = await replicas.start()
    assert await heir.claim(7) == "elsewhere"
    await replicas.let_pass(module.LEASE.total_seconds() + 1)
    assert await heir.claim(7) == "mine"


async def test_what_a_living_replica_has_in_hand_is_left_to_it(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RENEW", 0.0)
    slow, other = await replicas.start(), await replicas.start()
    await slow.claim(7)
    await replicas.let_pass(module.LEASE.total_seconds() + 1)
    await told(slow)
    assert await other.claim(7) == "elsewhere"


async def test_bots_that_share_a_database_do_not_mix_up_their_updates(replicas: Replicas) -> None:
    one, other = await replicas.start(1), await replicas.start(2)
    assert await one.claim(7) == await other.claim(7) == "mine"


async def test_what_telegram_no_longer_brings_is_forgotten(replicas: Replicas) -> None:
    await (await replicas.start()).claim(7)
    await replicas.let_pass((KEPT + module.LEASE).total_seconds() + 1)
    await told(await replicas.start())
    assert await replicas.rows() == 1


async def test_without_the_database_each_answers_what_it_gets_and_says_so_once(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    replica, other = await replicas.start(), await replicas.start()
    await told(replica)
    async with replicas.store.engine.begin() as connection:
        await connection.exec_driver_sql("LOCK TABLE claims")
        monkeypatch.setattr(module, "PATIENCE", 0.1)
        monkeypatch.setattr(module, "REST", 0.0)
        assert [await replica.claim(id) for id in (7, 8)] == ["mine", "mine"]
        replica.finish(7)
    monkeypatch.setattr(module, "PATIENCE", PATIENCE)
    await told(replica)
    assert await other.claim(7) == "done"
    (warning,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "Each answers what it gets" in warning.getMessage()


async def test_however_much_was_answered_meanwhile_is_told_when_the_database_is_back(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica, other = await replicas.start(), await replicas.start()
    await told(replica)
    many = 9_000  # a minute's worth; more than the driver takes in one statement
    monkeypatch.setattr(module, "REST", 0.0)
    async with replicas.store.engine.begin() as connection:
        await connection.exec_driver_sql("LOCK TABLE claims")
        monkeypatch.setattr(module, "PATIENCE", 0.1)
        assert await replica.claim(0) == "mine"
        for id in range(many):
            replica.finish(id)
    monkeypatch.setattr(module, "PATIENCE", PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while await replicas.rows(done=True) < many:
            await told(replica)
    assert [await other.claim(id) for id in (0, many // 2, many - 1)] == ["done"] * 3


async def test_what_is_told_stays_told_while_the_rest_cannot_be(replicas: Replicas) -> None:
    replica, other = await replicas.start(), await replicas.start()
    await told(replica)
    async with replicas.holding(1_000):
        for id in range(1_001):
            replica.finish(id)
        async with asyncio.timeout(PATIENCE):
            while await replicas.rows(done=True) < 1_000:
                pass
        assert await other.claim(0) == "done"
    await told(replica)
    assert await other.claim(1_000) == "done"


async def test_all_of_it_is_told_before_the_replica_stops(replicas: Replicas) -> None:
    async with Store(replicas.store.url) as store, SharedClaims(store, BOT, time.monotonic).running() as replica:
        for id in range(1_001):
            replica.finish(id)
    assert await replicas.rows(done=True) == 1_001


async def test_what_the_database_has_said_counts_whatever_fails_after_it(replicas: Replicas) -> None:
    replica, other = await replicas.start(), await replicas.start()
    await replica.claim(7)
    replica.finish(7)
    await told(replica)
    await told(other)
    async with replicas.holding(8):
        other.finish(8)
        assert await other.claim(7) == "done"


async def test_a_database_that_failed_is_not_asked_for_a_while(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = await replicas.start()
    await told(replica)
    async with replicas.store.engine.begin() as connection:
        await connection.exec_driver_sql("LOCK TABLE claims")
        monkeypatch.setattr(module, "PATIENCE", 0.1)
        monkeypatch.setattr(module, "REST", PATIENCE)
        await replica.claim(7)
        monkeypatch.setattr(module, "PATIENCE", PATIENCE)
        async with asyncio.timeout(PATIENCE / 2):
            assert [await replica.claim(id) for id in range(100)] == ["mine"] * 100
