"""The command that measures the FAQ: `evaluate`."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.basis import (
    AT_FAULT,
    LONG_RUN,
    At,
    Faq,
    Json,
    assistant_for,
    command,
    console,
    fail,
    moment_of,
    now,
    write,
)
from bot.conversation.record import json_line


class Grouping(StrEnum):
    """What the replies of an evaluation can be grouped by."""

    entry = "entry"
    style = "style"


@command
def evaluate(
    file: Annotated[Path | None, typer.Argument(help='Lines of {"q": …, "ok": […]}. Default: the FAQ\'s own.')] = None,
    folds: Annotated[
        int | None,
        typer.Option(
            "--folds", min=2, metavar="N", help="No FILE: hold out an Nth of the asked_as in turn, and ask it."
        ),
    ] = None,
    confusions: Annotated[bool, typer.Option("--confusions", help="Show what is taken for what.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what went wrong, with the nearest phrasings.")] = False,
    by: Annotated[Grouping | None, typer.Option("--by", help="Show how each entry or style does.")] = None,
    reliability: Annotated[bool, typer.Option("--reliability", help="Show if scores mean what they say.")] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.png", help="Draw right and wrong by score, as a picture.")
    ] = None,
    as_json: Json = False,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="OUT.jsonl", help="Write every reply there, one a line.")
    ] = None,
    bar: Annotated[
        list[str] | None,
        typer.Option("--bar", metavar="MEASURE=PERCENT", help="Exit with 1 if missed: right=78, wrong=4. Repeatable."),
    ] = None,
    faq: Faq = None,
    at: At = None,
) -> None:
    """Measure how good the answers are on labelled questions."""
    from rich.console import Console
    from rich.progress import track

    from bot.evaluation import sections
    from bot.evaluation.asking import ask, cross_validate, phrasings
    from bot.evaluation.bars import read_bars
    from bot.evaluation.labelled import pack_labelled, read_labelled, unknown_labels
    from bot.evaluation.metrics import measure
    from bot.evaluation.plot import check_plot, draw
    from bot.evaluation.report import as_json as data
    from bot.evaluation.report import table

    if file and folds:
        fail("--folds asks the FAQ's own phrasings: leave out FILE or --folds.")
    moment = moment_of(at) or now()
    bars = read_bars(bar or ())
    if plot:
        check_plot(plot)
    assistant = assistant_for(faq)
    if folds:
        count = phrasings(assistant.pack)
        title = f"{count} phrasings, each asked as if it and the others of its fold were not there ({folds} folds)"
        running = cross_validate(assistant.pack, folds, moment)
    else:
        placed = read_labelled(file) if file else pack_labelled(assistant.pack)
        for label, line in unknown_labels(placed, assistant.pack).items():
            print(f"{file}:{line}: warning: the FAQ has no entry {label!r}", file=sys.stderr)
        count = len(placed)
        title = f"{count} messages"
        running = ask(assistant, [one.labelled for one in placed], moment)

    err = Console(stderr=True)
    hidden = not err.is_terminal or count < LONG_RUN
    outcomes = list(track(running, "Asking", total=count, console=err, transient=True, disable=hidden))
    cases = [case for case, _ in outcomes]
    if predictions:
        write(predictions, (json_line(case.labelled.q, case.reply) for case in cases))
    metrics = measure(cases)
    shown = [
        *([sections.by_group(cases, by.value)] if by else ()),
        *([sections.confusions(cases)] if confusions else ()),
        *([sections.errors([mistake for _, mistake in outcomes if mistake])] if errors else ()),
        *([sections.reliability(cases)] if reliability else ()),
    ]
    if as_json:
        print(json.dumps(data(metrics, count) | {one.name: one.data for one in shown}))
    else:
        out = console()
        for one in (table(metrics, title), *(one.shown for one in shown)):
            out.print(one)
    if plot:
        draw(cases, title, plot)
    missed = [one for one in bars if not one.met(metrics)]
    for one in missed:
        print(one.complaint(metrics), file=sys.stderr)
    if missed:
        raise typer.Exit(AT_FAULT)
