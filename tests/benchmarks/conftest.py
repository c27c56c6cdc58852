"""Fixtures of the benchmarks, which need an extra: `pip install -e ".[dev,benchmark]"`."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter
from tests.benchmarks import packs

Note = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return packs.shipped()


@pytest.fixture(scope="session")
def questions(pack: Pack) -> list[str]:
    """300 of the pack's own labelled questions."""
    rows = [row.q for row in pack.labelled]
    return random.Random(1).sample(rows, min(300, len(rows)))


@pytest.fixture(scope="session")
def interpreter(pack: Pack) -> Interpreter:
    return Interpreter(pack)


@pytest.fixture(scope="session", params=["crossed", "CLINC150"])
def large(request: pytest.FixtureRequest) -> tuple[str, Pack, list[str]]:
    """A pack of 15,000 phrasings: its name, itself, and questions."""
    if request.param == "crossed":
        return "shipped ones crossed", *packs.crossed()
    path = os.environ.get("CLINC150")
    if not path:
        pytest.skip("name CLINC150's data_full.json in the environment variable CLINC150")
    return "CLINC150", *packs.clinc(Path(path))


@pytest.fixture
def note(benchmark: Any) -> Note:
    """Puts what was measured, its goal and the figure reached where `page.py` finds it."""

    def put(measure: str, goal: str, figure: str) -> None:
        benchmark.extra_info.update(measure=measure, goal=goal, figure=figure)

    return put
