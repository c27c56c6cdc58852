"""The commands for those who edit the FAQ: `check`, `diff`, `schema`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.app import faq_folder, load_assistant
from bot.commands.basis import AT_FAULT, LONG_RUN, PROGRAM, At, Faq, Json, command, moment_of, now, write


@command
def check(
    as_json: Json = False,
    github: Annotated[bool, typer.Option("--github", help="Print annotations for a pull request on GitHub.")] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="CODES", help="Give warnings of these kinds only.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODES", help="Give no warnings of these kinds.")
    ] = None,
    ages: Annotated[bool, typer.Option("--review", help="Tell which entries nobody has reviewed yet, too.")] = False,
    code: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Explain a kind of error or warning, and leave.")
    ] = None,
    faq: Faq = None,
) -> None:
    """Check the FAQ: what is wrong in it or could be better, where, and how to mend it."""
    from rich.console import Console

    from bot.commands.check_view import review_with_bar, show
    from bot.evaluation.review import output
    from bot.evaluation.review.codes import explanation, read_codes

    if code is not None:
        print(explanation(code))
        return
    only, without = read_codes(select or []), read_codes(ignore or [])
    folder = faq_folder(faq)
    found = review_with_bar(folder, date.today(), Console(stderr=True), ages=ages)
    found = replace(found, problems=tuple(output.chosen(found.problems, only, without)))
    if as_json:
        print(json.dumps(output.as_json(found), ensure_ascii=False))
    elif github:
        print("".join(f"{output.annotation(problem)}\n" for problem in found.problems), end="")
    else:
        show(found.problems, Console(highlight=False))
    for line in (*found.notes, f"{folder}: {output.summary(found.problems)}"):
        print(line, file=sys.stderr)
    if found.problems and not as_json and not github:
        print(f"`{PROGRAM} check --explain CODE` tells more about a kind of problem.", file=sys.stderr)
    if any(problem.severity == "error" for problem in found.problems):
        raise typer.Exit(AT_FAULT)


@command
def diff(
    old: Annotated[Path, typer.Argument(help="The FAQ as it was, a folder.", exists=True, file_okay=False)],
    new: Annotated[Path, typer.Argument(help="The FAQ as it is to be.", exists=True, file_okay=False)],
    questions: Annotated[
        Path | None, typer.Argument(help="Labelled, or .txt with one a line. Default: NEW's own, else its phrasings.")
    ] = None,
    as_json: Json = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print a comment for a pull request.")] = False,
    fail_on_worse: Annotated[bool, typer.Option("--fail-on-worse", help="Exit with 1 if any reply is worse.")] = False,
    at: At = None,
) -> None:
    """Show which messages get another reply from one FAQ than from another, and if it is a better one."""
    from rich.console import Console
    from rich.progress import track

    from bot.evaluation import comparison_report
    from bot.evaluation.comparison import compare, count, questions_of, read_questions

    before, after = load_assistant(old), load_assistant(new)
    asked = read_questions(questions) if questions else questions_of(after.pack)
    err = Console(stderr=True)
    hidden = not err.is_terminal or len(asked) < LONG_RUN
    running = track(asked, "Asking both", console=err, transient=True, disable=hidden)
    changes = compare(before, after, running, moment_of(at) or now())
    if as_json:
        print(json.dumps(comparison_report.as_json(changes, len(asked)), ensure_ascii=False))
    elif as_markdown:
        print(comparison_report.markdown(changes, len(asked)))
    else:
        print("".join(f"{line}\n" for line in comparison_report.lines(changes)), end="")
        print(comparison_report.summary(changes, len(asked)), file=sys.stderr)
    if fail_on_worse and count(changes, "worse"):
        raise typer.Exit(AT_FAULT)


@command
def schema(
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write it there.")] = None,
) -> None:
    """Print the JSON Schema of the FAQ's files, by which editors complete and underline."""
    from bot.knowledge.schema import written_schema

    if output:
        write(output, written_schema().splitlines())
    else:
        print(written_schema(), end="")
