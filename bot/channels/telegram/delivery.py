"""Sends requests at the pace that Telegram allows, and again where that can help and can't do harm."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import httpx
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import AIORateLimiter, BaseRateLimiter

from bot import metrics
from bot.channels.telegram import in_response

URGENT = True
"""As `rate_limit_args`: somebody is in danger. Better sent twice than never, and never kept waiting behind others."""

MESSAGES_PER_SECOND = 30
"""What Telegram lets a bot send, about."""
CONNECTIONS = 32
"""Requests under way at once: on the way to Telegram and back, some 50 ms, enough for 600 a second. The HTTP
library's work for each request grows with all those that are under way or wait, so the others wait here."""

PAUSES = (0.5, 2.0, 5.0)
"""Seconds before the second, third and fourth try, where Telegram doesn't say how long to wait."""
LONGEST_WAIT = 60.0
"""Seconds after which a reply has lost its worth."""
SHORT_LIVED = {"answerInlineQuery": 5.0, "answerCallbackQuery": 1.0}
"""The same for methods whose answers Telegram takes only for a moment."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Delivery(BaseRateLimiter[bool]):
    """The way out: python-telegram-bot's rate limits, and retries of our own.

    Telegram can't tell a message sent again from a new one, nor can the bot ask whether one has arrived: how the
    request failed must tell. Refused, reset, or not connected: it hardly arrived, and is sent again. Sent, and no
    answer in time: it nearly always did, for connections are fresh (one that was idle for seconds isn't used again)
    and Telegram is merely slow, most of all when everybody writes at once. A second answer to each would confuse
    people and slow Telegram further, while somebody who did get none asks again. So such a message is sent again only
    if the caller asks for that, as with urgent advice. Whatever isn't a message can be repeated safely.
    """

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        messages_per_second: int = MESSAGES_PER_SECOND,
    ) -> None:
        self._pace = AIORateLimiter(messages_per_second, max_retries=0)
        self._connections = asyncio.Semaphore(CONNECTIONS)
        self._sleep = sleep

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: bool | None,
    ) -> Answer:
        """Makes one request, several times if need be. Raises what the last try raised."""
        if in_response.put(endpoint, data):
            metrics.REQUESTS.labels(endpoint).inc()
            return True

        async def send(*args: Any, **kwargs: Any) -> Answer:
            async with self._connections:
                return await callback(*args, **kwargs)

        left = SHORT_LIVED.get(endpoint, LONGEST_WAIT)
        for pause in (*PAUSES, None):
            metrics.REQUESTS.labels(endpoint).inc()
            try:
                if rate_limit_args is URGENT:
                    return await callback(*args, **kwargs)
                return await self._pace.process_request(send, args, kwargs, endpoint, data, None)
            except TelegramError as error:
                metrics.REQUEST_FAULTS.labels(endpoint, type(error).__name__).inc()
                once = endpoint.startswith("send") and rate_limit_args is not URGENT
                wait = None if pause is None else _wait(error, pause, once)
                if wait is None or wait > left:
                    raise
            left -= wait
            await self._sleep(wait)
        raise AssertionError("the last try returns or raises")


def _wait(error: TelegramError, pause: float, once: bool) -> float | None:
    """Seconds to wait before another try; None if another try is no use, or might show a message twice."""
    if isinstance(error, RetryAfter):
        return seconds(error) + 0.1
    if isinstance(error, BadRequest | Conflict) or not isinstance(error, NetworkError):
        return None
    return None if once and _may_have_arrived(error) else pause


def _may_have_arrived(error: NetworkError) -> bool:
    """Whether all of the request was sent and Telegram is at work on it still, by all appearances."""
    return isinstance(error, TimedOut) and isinstance(error.__cause__, httpx.ReadTimeout)


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    # The library will make a timedelta of it one day.
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
