"""Whether a score means what it says."""

from __future__ import annotations

import pytest

from bot.conversation.reply import Kind, Reply
from bot.evaluation.calibration import BINS, Scored, reliability, scored
from bot.evaluation.metrics import Case
from bot.knowledge.model import Labelled


def scores(*pairs: tuple[float, bool]) -> list[Scored]:
    return [Scored(score, right, off_topic=False) for score, right in pairs]


def case(ok: str, kind: Kind, best: str | None, score: float = 0.5) -> Case:
    entries = (best,) if kind == "answer" and best else ("hello",) if kind == "smalltalk" else ()
    return Case(Labelled(q="?", ok=(ok,)), Reply(kind, "…", entries=entries, best=best, score=score))


def test_each_tenth_has_its_mean_score_and_share_right() -> None:
    found = reliability(scores((0.81, True), (0.89, False), (0.05, False)))
    assert len(found.bins) == BINS
    low, high = found.bins[0], found.bins[8]
    assert (high.low, high.high) == (0.8, 0.9)
    assert high.mean == pytest.approx(0.85)
    assert (high.right.count, high.right.of) == (1, 2)
    assert low.mean == pytest.approx(0.05)
    assert found.bins[4].mean is None


def test_the_ends_of_the_scale_have_a_place() -> None:
    found = reliability(scores((0.0, False), (1.0, True)))
    assert found.bins[0].right.of == found.bins[-1].right.of == 1


def test_the_error_is_the_mean_distance_between_score_and_share() -> None:
    assert reliability(scores(*[(0.75, True)] * 3, (0.75, False))).error == pytest.approx(0)
    assert reliability(scores((0.95, False), (0.95, False))).error == pytest.approx(0.95)
    # Two bins, weighed by their messages: |0.9 - 1| for three, |0.2 - 1| for one.
    assert reliability(scores(*[(0.9, True)] * 3, (0.2, True))).error == pytest.approx((3 * 0.1 + 0.8) / 4)
    assert reliability([]).error is None


def test_right_means_that_the_first_entry_is_acceptable_whatever_was_decided() -> None:
    cases = [case("a", "answer", "a"), case("a", "suggest", "a"), case("a", "none", "b"), case("OOS", "answer", "a")]
    assert [(one.right, one.off_topic) for one in scored(cases)] == [
        (True, False),
        (True, False),
        (False, False),
        (False, True),
    ]


def test_what_is_not_decided_by_score_is_left_out() -> None:
    assert not scored(
        [
            case("a", "emergency", "a"),
            case("EMERGENCY", "answer", "a"),
            case("SMALLTALK-hello", "smalltalk", "a"),
            case("SMALLTALK-hello", "none", "a"),
            case("a", "none", None),
        ]
    )
