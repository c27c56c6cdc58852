"""Speed and memory, with a peer in the same run: `python -m pytest tests/benchmarks -q`.

Times are of the processor, not of the clock on the wall, so that others on the machine disturb little. They depend
on the machine all the same; what doesn't is the ratio to the peer and to a shorter message.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from itertools import cycle
from statistics import median
from typing import Any

import pytest
from rapidfuzz import fuzz, process

from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Interpreter
from tests.benchmarks import packs
from tests.benchmarks.conftest import Note

pytestmark = pytest.mark.benchmark(timer=time.process_time, disable_gc=True)

MS = 1000
TIMES_FASTER = 5  # than the peer
WARM_MS, LARGE_MS, LONG_MS, COMPLETE_MS = 0.3, 2.0, 20.0, 1.0
BUILD_S, LARGE_BUILD_S = 0.3, 5.0
MEMORY_MB = 100
GROWTH = 8  # of the time, when a message becomes four times as long: 4 is linear, 16 is quadratic
NOTHING_MS = 0.5  # less isn't told apart from the cost of looking at the clock and of the first call


def one_by_one(benchmark: Any, call: Callable[[str], object], texts: list[str], times: int = 3) -> float:
    """Benchmarks `call` on one text a round; the median in milliseconds."""
    each = cycle(texts)
    benchmark.pedantic(call, setup=lambda: ((next(each),), {}), rounds=times * len(texts))
    return float(benchmark.stats.stats.median * MS)


@pytest.fixture(scope="module")
def peer(pack: Pack) -> Callable[[str], object]:
    """What the documentation of rapidfuzz suggests for finding the nearest phrasing."""
    choices = [text for text, _ in packs.phrasings(pack)]
    return lambda question: process.extractOne(question, choices, scorer=fuzz.WRatio)


@pytest.fixture(scope="module")
def peer_ms(peer: Callable[[str], object], questions: list[str]) -> float:
    """Median time a question of the peer."""
    times = []
    for question in questions[:100]:
        start = time.process_time()
        peer(question)
        times.append(time.process_time() - start)
    return median(times) * MS


@pytest.mark.benchmark(group="a question, shipped pack")
def test_a_question_to_the_shipped_pack(
    benchmark: Any, interpreter: Interpreter, questions: list[str], peer_ms: float, note: Note
) -> None:
    for question in questions:
        interpreter.interpret(question)
    reached = one_by_one(benchmark, interpreter.interpret, questions)
    note(
        "median time a question, shipped pack",
        f"≤ {WARM_MS} ms, and {TIMES_FASTER} times faster than WRatio",
        f"{reached:.2f} ms, {peer_ms / reached:.0f} times faster",
    )
    assert peer_ms / reached >= TIMES_FASTER
    assert reached <= WARM_MS


@pytest.mark.benchmark(group="a question, shipped pack")
def test_the_first_question_to_a_fresh_index(
    benchmark: Any, pack: Pack, questions: list[str], peer_ms: float, note: Note
) -> None:
    each = cycle(questions)

    def ask(interpreter: Interpreter, question: str) -> None:
        interpreter.interpret(question)

    benchmark.pedantic(ask, setup=lambda: ((Interpreter(pack), next(each)), {}), rounds=25)
    reached = benchmark.stats.stats.median * MS
    note(
        "the same, the first question after a start",
        "faster than WRatio",
        f"{reached:.2f} ms, {peer_ms / reached:.1f} times faster",
    )
    assert reached < peer_ms


@pytest.mark.benchmark(group="a question, shipped pack")
def test_the_peer(benchmark: Any, peer: Callable[[str], object], questions: list[str], note: Note) -> None:
    reached = one_by_one(benchmark, peer, questions[:100], times=1)
    note("rapidfuzz's `extractOne` with `WRatio` on the same phrasings", "", f"{reached:.2f} ms")


@pytest.mark.benchmark(group="a question, 15,000 phrasings")
def test_a_question_to_15_000_phrasings(benchmark: Any, large: tuple[str, Pack, list[str]], note: Note) -> None:
    name, pack, questions = large
    interpreter = Interpreter(pack)
    for question in questions:
        interpreter.interpret(question)
    reached = one_by_one(benchmark, interpreter.interpret, questions)
    note(f"median time a question, 15,000 phrasings ({name})", f"≤ {LARGE_MS:g} ms", f"{reached:.2f} ms")
    assert reached <= LARGE_MS


@pytest.mark.benchmark(group="building")
def test_building_for_the_shipped_pack(benchmark: Any, pack: Pack, note: Note) -> None:
    benchmark.pedantic(Interpreter, (pack,), rounds=5)
    reached = benchmark.stats.stats.min
    note("building the index of the shipped pack", f"< {BUILD_S} s", f"{reached:.2f} s")
    assert reached < BUILD_S


@pytest.mark.benchmark(group="building")
def test_building_for_15_000_phrasings(benchmark: Any, large: tuple[str, Pack, list[str]], note: Note) -> None:
    name, pack, _ = large
    benchmark.pedantic(Interpreter, (pack,), rounds=3)
    reached = benchmark.stats.stats.min
    note(f"building the index of 15,000 phrasings ({name})", f"< {LARGE_BUILD_S:g} s", f"{reached:.2f} s")
    assert reached < LARGE_BUILD_S


@pytest.mark.benchmark(group="4,096 characters of anything")
@pytest.mark.parametrize("kind", packs.anything())
def test_the_longest_message_of_anything(benchmark: Any, pack: Pack, kind: str, note: Note) -> None:
    """With nothing cached: who floods the bot uses new words every time."""
    make, dice = packs.anything()[kind], random.Random(1)

    def ask(interpreter: Interpreter, message: str) -> None:
        interpreter.interpret(message)

    def fresh(size: int) -> tuple[Interpreter, str]:
        interpreter = Interpreter(pack)
        interpreter.interpret("warm up the parts that nobody asks for before the first question")
        return interpreter, make(size, dice)

    short = []
    for _ in range(3):
        interpreter, message = fresh(packs.LONGEST // 4)
        start = time.process_time()
        ask(interpreter, message)
        short.append(time.process_time() - start)
    benchmark.pedantic(ask, setup=lambda: (fresh(packs.LONGEST), {}), rounds=3)
    reached = benchmark.stats.stats.min * MS
    growth = reached / max(min(short) * MS, NOTHING_MS)
    note(
        f"4,096 characters: {kind}",
        f"< {LONG_MS:g} ms, < {GROWTH} × that of 1,024",
        f"{reached:.1f} ms, {growth:.1f} ×" if reached > NOTHING_MS else f"{reached:.1f} ms",
    )
    assert reached < LONG_MS
    assert growth < GROWTH


@pytest.mark.benchmark(group="completing")
def test_completing_what_is_being_typed(
    benchmark: Any, interpreter: Interpreter, questions: list[str], note: Note
) -> None:
    typed = [question[:end] for question in questions[:20] for end in range(1, len(question) + 1)]
    reached = one_by_one(benchmark, interpreter.complete, typed, times=1)
    note("median time to complete a prefix, inline", f"< {COMPLETE_MS:g} ms", f"{reached:.2f} ms")
    assert reached < COMPLETE_MS


@pytest.mark.benchmark(group="memory")
def test_memory_of_the_shipped_pack(benchmark: Any, questions: list[str], note: Note) -> None:
    kept = []

    def load() -> None:
        interpreter = Interpreter(load_pack(default_pack()))
        for question in questions:
            interpreter.interpret(question)
        kept.append(interpreter)

    tracemalloc.start()
    benchmark.pedantic(load, rounds=1)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    note("memory of the shipped pack, loaded and asked 300 questions", f"< {MEMORY_MB} MB", f"{megabytes:.0f} MB")
    assert megabytes < MEMORY_MB
