"""Asks labelled questions: those of a file, or the pack's own phrasings, held out in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.conversation.assistant import Assistant
from bot.evaluation.metrics import Case
from bot.evaluation.mistakes import Mistake, mistake
from bot.knowledge.model import Labelled, Pack

Outcome = tuple[Case, Mistake | None]
HELD_OUT = "held out"
"""The style of phrasings that are asked as if nobody had written them down."""


def ask(assistant: Assistant, labelled: Sequence[Labelled], at: datetime) -> Iterator[Outcome]:
    """Every question asked, and what went wrong with it."""
    for one in labelled:
        case = Case(one, assistant.reply(one.q, at))
        yield case, mistake(case, assistant.interpreter)


def cross_validate(pack: Pack, folds: int, at: datetime) -> Iterator[Outcome]:
    """Every `asked_as` asked of an assistant that doesn't know it, nor the others of its fold."""
    for fold in range(folds):
        rest, held_out = hold_out(pack, fold, folds)
        if held_out:
            yield from ask(Assistant(rest), held_out, at)


def hold_out(pack: Pack, fold: int, folds: int) -> tuple[Pack, list[Labelled]]:
    """`pack` without one fold of the phrasings of each entry, and that fold as labelled questions.

    Each entry begins with another fold, so that those with few phrasings are spread over all of them.
    """
    entries, held_out = [], []
    for number, entry in enumerate(pack.entries):
        kept = []
        for place, phrasing in enumerate(entry.asked_as, start=number):
            if place % folds == fold:
                held_out.append(Labelled(q=phrasing, ok=(entry.id,), style=HELD_OUT))
            else:
                kept.append(phrasing)
        entries.append(entry.model_copy(update={"asked_as": tuple(kept)}))
    # A cached view of the old entries must not come along.
    fields = {name: getattr(pack, name) for name in type(pack).model_fields}
    return Pack.model_construct(**fields | {"entries": tuple(entries)}), held_out


def phrasings(pack: Pack) -> int:
    """How many questions `cross_validate` asks."""
    return sum(len(entry.asked_as) for entry in pack.entries)
