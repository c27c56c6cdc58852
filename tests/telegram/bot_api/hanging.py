"""Clients of this process that give a request up as soon as it hangs, as if the time had passed that they wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import httpx
import pytest

NUMBER = "X-Request-Number"


class Patience:
    """Which requests are under way. No test waits for a time-out, and none that is only slow runs into one."""

    def __init__(self) -> None:
        self._numbers = count()
        self._waiting: dict[str, asyncio.Timeout] = {}

    def ends(self, number: str) -> None:
        """The client has waited long enough for the answer to this request."""
        self._waiting[number].reschedule(asyncio.get_running_loop().time())

    @contextmanager
    def of_clients(self, url: str) -> Iterator[None]:
        """Marks the requests that are sent to `url` as long as the context is open."""
        send = httpx.AsyncHTTPTransport.handle_async_request

        async def handle(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
            if not str(request.url).startswith(url):
                return await send(transport, request)
            number = request.headers[NUMBER] = str(next(self._numbers))
            try:
                async with asyncio.timeout(None) as self._waiting[number]:
                    return await send(transport, request)
            except TimeoutError:
                raise httpx.ReadTimeout("It hangs.", request=request) from None
            finally:
                del self._waiting[number]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle)
            yield
