"""What an evaluation can show beside its measures: each a table for the terminal, and data for a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.evaluation import breakdown, calibration
from bot.evaluation.breakdown import Key
from bot.evaluation.metrics import Case, Fault
from bot.evaluation.mistakes import Mistake, gravest_first
from bot.evaluation.report import percent, share_json, words
from bot.understanding.matcher import Phrasing

COLOURS: dict[Fault, str] = {
    "missed emergency": "bold red",
    "false alarm": "bold red",
    "false answer": "red",
    "wrong answer": "red",
    "taken for small talk": "yellow",
    "missed": "yellow",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an evaluation's report."""

    name: str
    """Its name in JSON."""
    shown: Group
    """A title and a table."""
    data: Any


def confusions(cases: Sequence[Case]) -> Section:
    """What is taken for what."""
    found = breakdown.confusions(cases)
    table = _table("Asked", "Understood", "Count>", "Of these shown as the answer>")
    for one in found:
        table.add_row(Text(one.asked), Text(one.understood), str(one.count), str(one.shown))
    return Section("confusions", _titled("Taken for something else", table), [asdict(one) for one in found])


def by_group(cases: Sequence[Case], by: Key) -> Section:
    """How each entry or style did, the worst first."""
    shares = ("first_choice", "right", "helped", "wrong")
    table = _table(by.capitalize(), "Messages>", *(f"{words(name)}>" for name in shares))
    if by == "entry":
        table.add_column("answered unasked", justify="right")
    data = []
    for one in breakdown.groups(cases, by):
        swallowed = {"swallowed": one.swallowed} if by == "entry" else {}
        row = (percent(getattr(one, name)) for name in shares)
        table.add_row(Text(one.name), str(one.messages), *row, *(str(count or "") for count in swallowed.values()))
        of_shares = {name: share_json(getattr(one, name)) for name in shares}
        data.append({by: one.name, "messages": one.messages} | of_shares | swallowed)
    return Section(f"by_{by}", _titled(f"By {by}, the worst first", table), data)


def errors(mistakes: Sequence[Mistake]) -> Section:
    """Every reply that isn't right, with the phrasings that led there."""
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=20)
    table.add_column(justify="right")
    table.add_column()
    data = []
    for one in gravest_first(mistakes):
        case = one.case
        score, ok, understood = case.reply.score, case.labelled.ok, case.understood
        table.add_row(Text(one.fault, COLOURS.get(one.fault, "")), f"{score:.2f}", Text(case.labelled.q))
        because = f"the line “{one.alarm.rule}” of the sign {one.alarm.sign}" if one.alarm else _near(one.led)
        table.add_row("", "", Text(f"taken for {understood or 'nothing'}{because and ': '}{because}", "dim"))
        asks = _near(one.missed)
        table.add_row("", "", Text(f"asks for {', '.join(ok)}{asks and ': '}{asks}", "dim"))
        data.append(
            {
                "fault": one.fault,
                "q": case.labelled.q,
                "ok": list(ok),
                "kind": case.reply.kind,
                "understood": understood,
                "score": round(score, 4),
                "led": _phrasing_json(one.led),
                "missed": _phrasing_json(one.missed),
                "alarm": one.alarm and {"sign": one.alarm.sign, "rule": one.alarm.rule},
            }
        )
    return Section("errors", _titled(f"Errors, the gravest first: {len(mistakes)}", table), data)


def reliability(cases: Sequence[Case]) -> Section:
    """Mean score against share right."""
    found = calibration.reliability(calibration.scored(cases))
    table = _table("Scores", "Messages>", "Mean score>", "Right>")
    bins = []
    for one in found.bins:
        mean = "–" if one.mean is None else f"{100 * one.mean:.1f}%"
        table.add_row(f"{one.low:.1f} to {one.high:.1f}", str(one.right.of), mean, percent(one.right))
        mean_score = None if one.mean is None else round(one.mean, 4)
        bins.append({"low": one.low, "high": one.high, "mean_score": mean_score, "right": share_json(one.right)})
    said = "" if found.error is None else f" Expected calibration error: {100 * found.error:.1f}%"
    error = None if found.error is None else round(found.error, 4)
    shown = _titled(f"Does a score mean what it says?{said}", table)
    return Section("reliability", shown, {"expected_calibration_error": error, "bins": bins})


def _titled(title: str, table: Table) -> Group:
    return Group(Text(title, "bold"), table)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column.removesuffix(">"), justify="right" if column.endswith(">") else "left")
    return table


def _near(phrasing: Phrasing | None) -> str:
    return f"{phrasing.nearness:.2f} “{phrasing.text}”" if phrasing else ""


def _phrasing_json(phrasing: Phrasing | None) -> dict[str, Any] | None:
    return None if phrasing is None else {"text": phrasing.text, "nearness": round(phrasing.nearness, 4)}
