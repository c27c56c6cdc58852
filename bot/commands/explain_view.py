"""An explanation of how a message was understood, for people in a terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console, ConsoleRenderable, Group
from rich.table import Table
from rich.text import Text

from bot.understanding.advice import advise
from bot.understanding.alignment import Alignment
from bot.understanding.decision import ANSWER, SECOND, SUGGEST
from bot.understanding.explanation import Asked, Explanation

MEANINGS = {
    "bias": "where every message starts",
    "score": "how near the first entry is, all in all",
    "gap": "how far ahead of the second it is",
    "share": "how far ahead of all others it is",
    "coverage": "how much of the message its phrasings cover together",
    "topical": "how much the words speak for it and not for the off-topic examples",
    "domain": "how much these are words of this FAQ",
    "foreign": "words that are rare here and common elsewhere",
    "unmet": "weight of the word that is covered worst",
    "unknown": "share of the message in words that no phrasing has",
    "length": "how long the message is",
}
COLOURS = {"answer": "green", "smalltalk": "green", "suggest": "yellow", "none": "yellow", "emergency": "bold red"}


def show(explanation: Explanation, console: Console) -> None:
    """Print an explanation: tables in a terminal, aligned text elsewhere."""
    for part in _parts(explanation, boxed=console.is_terminal):
        console.print(part)
        console.print()
    console.print(Text.assemble(("What to do: ", "bold"), advise(explanation)), soft_wrap=not console.is_terminal)


def as_json(explanation: Explanation) -> dict[str, Any]:
    """An explanation as data; numbers with four digits."""
    found = explanation.found
    alarm = found.alarm and {"sign": found.alarm.sign, "rule": found.alarm.rule}
    return {
        "question": explanation.message,
        "kind": found.kind,
        "entries": list(found.entries),
        "suggestions": list(found.suggestions),
        "best": found.best,
        "score": _rounded(found.score),
        "alarm": alarm,
        "decision": {
            "chance": _rounded(explanation.chance),
            "threshold": explanation.threshold,
            "margin": _rounded(explanation.margin),
            "thresholds": {"answer": ANSWER, "suggest": SUGGEST, "two_questions": SECOND},
        },
        "asked": [_asked_json(asked) for asked in explanation.asked],
        "splits": _rounded([asdict(split) for split in explanation.splits]),
        "advice": advise(explanation),
    }


def _asked_json(asked: Asked) -> dict[str, Any]:
    terms = [asdict(term) | {"adds": term.adds} for term in asked.terms]
    found: dict[str, Any] = _rounded(asdict(asked) | {"terms": terms})
    return found


def _rounded(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _rounded(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_rounded(value) for value in data]
    return round(data, 4) if isinstance(data, float) else data


def _parts(explanation: Explanation, *, boxed: bool) -> Iterator[ConsoleRenderable]:
    yield Group(*_verdict(explanation))
    for asked in explanation.asked:
        if len(explanation.asked) > 1 or asked.text != explanation.message.strip():
            yield Text(f"“{asked.text}”", style="bold underline")
        yield _words(asked, boxed=boxed)
        yield _nearest(asked, boxed=boxed)
        yield _terms(asked, boxed=boxed)


def _verdict(explanation: Explanation) -> Iterator[Text]:
    found = explanation.found
    what = {
        "answer": f"answered with {' and '.join(found.entries)}",
        "suggest": f"asked back: {', '.join(found.suggestions)}?",
        "none": "no answer",
        "smalltalk": f"small talk: {', '.join(found.entries)}",
        "emergency": f"emergency: the sign {found.alarm.sign}" if found.alarm else "",
    }[found.kind]
    yield Text.assemble(f"“{explanation.message.strip()}”: ", (what, COLOURS[found.kind]))
    if found.alarm:
        yield Text(f"The line that fired: {found.alarm.rule}")
        yield Text("What follows is how it would have been understood otherwise.")
    else:
        yield Text("No urgent sign fired.")
    if explanation.asked:
        yield Text(_decision(explanation))
    if explanation.splits and len(explanation.asked) == 1:
        nearest = explanation.splits[0]
        yield Text(
            f"One question: two, “{nearest.before.strip()}” and “{nearest.after.strip()}”, would have "
            f"a probability of {nearest.chance:.2f} and need {SECOND:.2f}."
        )


def _decision(explanation: Explanation) -> str:
    chance, threshold, margin = explanation.chance, explanation.threshold, explanation.margin
    if len(explanation.asked) > 1:
        return f"Two questions: probability {chance:.2f}, {margin:.2f} above the {threshold:.2f} that it takes."
    asked = explanation.asked[0]
    first = asked.best.entry
    if asked.probability < chance:
        return (
            f"Probability that {first} is asked: {asked.probability:.2f}. But the message is a phrasing of it, "
            "and so answered all the same."
        )
    said = f"Probability that {first} is asked: {chance:.2f}, "
    if margin >= 0:
        return said + f"{margin:.2f} above the {threshold:.2f} from which it is answered."
    if threshold == ANSWER:
        return (
            said + f"{-margin:.2f} short of the {ANSWER:.2f} from which it is answered, "
            f"{chance - SUGGEST:.2f} above the {SUGGEST:.2f} from which it is suggested."
        )
    return said + f"{-margin:.2f} short of the {SUGGEST:.2f} from which it is suggested."


def _words(asked: Asked, *, boxed: bool) -> Group:
    nearest = asked.best.phrasings[0].text if asked.best.phrasings else ""
    table = _table(boxed)
    table.add_column("Word")
    table.add_column("Weight", justify="right")
    table.add_column("Aligned with")
    table.add_column("How")
    table.add_column("Alike", justify="right")
    table.add_column(f"In {asked.best.entry}", justify="right")
    table.add_column("Note")
    for word in asked.words:
        to, how, alike = Text("–"), Text(), ""
        if word.alignment:
            to, how = Text(word.alignment.to), Text(_relation(word.alignment))
            alike = f"{word.alignment.similarity:.2f}"
        elif word.elsewhere:
            how = Text(f"elsewhere “{word.elsewhere.to}”: {_relation(word.elsewhere)}", "dim")
        note = ", ".join(name for name, holds in [("unknown", not word.known), ("foreign", word.foreign)] if holds)
        style = "bold" if word.weight >= 1 else ""
        covered = f"{100 * word.covered:.0f}%"
        table.add_row(Text(word.written, style), f"{word.weight:.2f}", to, how, alike, covered, Text(note, "yellow"))
    left_over = f"Not in the message: {', '.join(asked.left_over)}" if asked.left_over else ""
    return _titled(f"Word by word, beside “{nearest}”", table, left_over)


def _relation(alignment: Alignment) -> str:
    related: str = alignment.relation
    if alignment.name is not None:
        related += {"kind of": " ", "another kind of": " ", "near": " in meaning: "}.get(related, ": ") + alignment.name
    return f"typo of “{alignment.meant}”, {related}" if alignment.meant else related


def _nearest(asked: Asked, *, boxed: bool) -> Group:
    table = _table(boxed)
    table.add_column("Entry")
    table.add_column("Score", justify="right")
    table.add_column("Near", justify="right")
    table.add_column("Nearest phrasing")
    for number, near in enumerate((asked.best, *asked.runners_up)):
        shown = near.phrasings if number == 0 else near.phrasings[:1]
        for place, phrasing in enumerate(shown):
            entry, score = ("", "") if place else (near.entry, f"{near.score:.2f}")
            style = "bold" if number == 0 else ""
            table.add_row(Text(entry, style), score, f"{phrasing.nearness:.2f}", Text(phrasing.text))
        if not shown:
            table.add_row(near.entry, f"{near.score:.2f}", "", "–")
    if asked.off_topic:
        example = asked.off_topic
        table.add_row(Text("off-topic example", "yellow"), "", f"{example.nearness:.2f}", Text(example.text))
    return _titled("The nearest entries", table)


def _terms(asked: Asked, *, boxed: bool) -> Group:
    table = _table(boxed)
    table.add_column("Signal")
    table.add_column("Value", justify="right")
    table.add_column("×", justify="right")
    table.add_column("Adds", justify="right")
    table.add_column("What it says")
    for term in asked.terms:
        adds = Text(f"{term.adds:+.2f}", "green" if term.adds > 0 else "red")
        meaning = MEANINGS.get(term.signal, "")
        table.add_row(term.signal.replace("_", " "), f"{term.value:.2f}", f"{term.coefficient:.2f}", adds, meaning)
    table.add_section()
    table.add_row("sum", "", "", f"{sum(term.adds for term in asked.terms):+.2f}", "0 would be a probability of 0.5")
    return _titled(f"What the probability, {asked.probability:.2f}, is made of", table)


def _table(boxed: bool) -> Table:
    return Table(box=box.SIMPLE_HEAD if boxed else None, show_edge=False, pad_edge=False)


def _titled(title: str, table: Table, below: str = "") -> Group:
    return Group(Text(title, "bold"), table, *([Text(below, "dim")] if below else []))
