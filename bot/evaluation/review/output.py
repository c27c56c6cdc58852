"""A review for people, for scripts, and for the checks on a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation.review.review import Review
from bot.knowledge.problem import Problem


def chosen(problems: Sequence[Problem], select: Collection[str], ignore: Collection[str]) -> list[Problem]:
    """The warnings of the codes `select` (none: of all) but not of `ignore`; and every error, whatever its code."""
    return [
        one
        for one in problems
        if one.severity == "error" or ((not select or one.code in select) and one.code not in ignore)
    ]


def as_json(review: Review) -> dict[str, Any]:
    """A review as data."""
    counts = Counter(one.severity for one in review.problems)
    return {
        "errors": counts["error"],
        "warnings": counts["warning"],
        "problems": [asdict(one) for one in review.problems],
        "notes": list(review.notes),
    }


def annotation(problem: Problem) -> str:
    """A workflow command of GitHub's, which shows the problem beside the line of a pull request."""
    place = {"file": problem.file, "line": problem.line or None, "col": problem.column or None, "title": problem.code}
    properties = ",".join(f"{name}={_escaped(str(value))}" for name, value in place.items() if value is not None)
    remedy = f" — {problem.remedy}" if problem.remedy else ""
    return f"::{problem.severity} {properties}::{_percent(problem.message + remedy)}"


def summary(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, and of what kinds: `1 error, 3 warnings (2 long-answer, …)`."""
    counts = Counter(one.severity for one in problems)
    kinds = Counter(one.code for one in problems).most_common()
    listed = f" ({', '.join(f'{count} {code}' for code, count in kinds)})" if kinds else ""
    return f"{_count(counts['error'], 'error')}, {_count(counts['warning'], 'warning')}{listed}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _percent(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(text: str) -> str:
    return _percent(text).replace(":", "%3A").replace(",", "%2C")
