"""The command line: `python -m bot COMMAND`. Results go to stdout, the rest to stderr."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, ParamSpec

import typer

from bot.app import faq_folder, load_assistant
from bot.app import run as run_on_telegram
from bot.conversation.assistant import MAX_LENGTH, Assistant
from bot.conversation.record import json_line
from bot.knowledge.problem import PackError
from bot.settings import load_settings
from bot.wrong_use import WrongUse

if TYPE_CHECKING:
    from rich.console import Console

DONE, AT_FAULT, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
PROGRAM = "python -m bot"
FEW = 5
"""Errors of the FAQ that a command other than `check` shows."""
LONG_RUN = 200
"""Messages from which on an evaluation shows its progress."""
PLAIN_WIDTH = 10_000
"""Columns of what is no terminal."""


class Grouping(StrEnum):
    """What the replies of an evaluation can be grouped by."""

    entry = "entry"
    style = "style"


P = ParamSpec("P")
app = typer.Typer(
    help="A bot that answers people's questions about a strike from a FAQ.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Faq = Annotated[
    Path | None,
    typer.Option("--faq", metavar="FOLDER", help="The FAQ, a folder of YAML. Default: FAQ_DIR, else the shipped one."),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Answer as if it were then, for example 2016-02-10T09:00. Default: now."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def fail(message: str, code: int = WRONG_USE) -> NoReturn:
    """Say what is wrong, in one line, and leave."""
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def command(body: Callable[P, None]) -> Callable[P, None]:
    """A command whose errors are for people: one clear line and an exit code, no traceback."""

    @wraps(body)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            body(*args, **kwargs)
            sys.stdout.flush()
        except PackError as error:
            first = "\n".join(map(str, error.problems[:FEW]))
            count = _count(len(error.problems), "error")
            fail(f"{first}\nThe FAQ has {count}; `{PROGRAM} check` shows all of them.", AT_FAULT)
        except WrongUse as error:
            fail(str(error))
        except KeyboardInterrupt:
            if sys.stderr.isatty():
                print(file=sys.stderr)  # the terminal's ^C stands on the line where the shell's prompt will be
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever read the results has had enough.
            _drop_output()
            raise typer.Exit(DONE) from None
        except OSError as error:
            _drop_output()
            fail(f"{error.filename or 'Input or output'}: {error.strerror or error}.")

    return app.command()(guarded)


@command
def run(
    faq: Faq = None,
    webhook: Annotated[
        bool | None,
        typer.Option(
            "--webhook/--polling",
            help="Let Telegram bring the messages to WEBHOOK_URL, or fetch them, also if a webhook had them before. "
            "Default: the webhook if WEBHOOK_URL is set.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run the bot on Telegram. Needs a token from @BotFather in TELEGRAM_BOT_TOKEN."""
    run_on_telegram(load_settings(), faq_folder(faq), webhook=webhook)


@command
def chat(faq: Faq = None, at: At = None) -> None:
    """Talk to the bot here in the terminal. Nothing to set up. Edit the FAQ, and the next reply is from the new one."""
    from bot.channels.terminal import chat
    from bot.conversation.edits import Edits

    moment = _moment(at)
    chat(Edits(faq_folder(faq), load_assistant), (lambda: moment) if moment else _now)


@command
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(help="The question. Without one: a question a line from standard input.")
    ] = None,
    as_json: Json = False,
    faq: Faq = None,
    at: At = None,
) -> None:
    """Answer one question, or one a line from standard input."""
    from bot.channels.terminal import plain_without_choices

    if not question and (sys.stdin is None or sys.stdin.isatty()):
        fail(f'What is the question? For example: {PROGRAM} ask "When is the strike?"')
    if as_json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    moment = _moment(at)
    assistant = _assistant(faq)
    questions = iter([" ".join(question)]) if question else _lines(sys.stdin.buffer)
    for number, asked in enumerate(_readable(text) for text in questions):
        reply = assistant.reply(asked, moment or _now())
        if as_json:
            print(json_line(asked, reply), flush=True)
        else:
            print(("\n" if number else "") + plain_without_choices(reply), flush=True)


@command
def explain(
    question: Annotated[list[str], typer.Argument(help="The question.")],
    as_json: Json = False,
    faq: Faq = None,
) -> None:
    """Show why a question gets the answer it gets, word by word, and what could be added."""
    from bot.explain_view import as_json as data
    from bot.explain_view import show
    from bot.understanding.explanation import explain as explanation_of

    explanation = explanation_of(_assistant(faq).interpreter, _readable(" ".join(question))[:MAX_LENGTH])
    if as_json:
        print(json.dumps(data(explanation)))
    else:
        show(explanation, console())


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

    from bot.check_view import review_with_bar, show
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
    changes = compare(before, after, running, _moment(at) or _now())
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
        _write(output, written_schema().splitlines())
    else:
        print(written_schema(), end="")


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
    moment = _moment(at) or _now()
    bars = read_bars(bar or ())
    if plot:
        check_plot(plot)
    assistant = _assistant(faq)
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
        _write(predictions, (json_line(case.labelled.q, case.reply) for case in cases))
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


def _assistant(faq: Path | None) -> Assistant:
    return load_assistant(faq_folder(faq))


def console() -> Console:
    """Where tables go: as wide as the terminal, and elsewhere wide enough that no line is broken."""
    from rich.console import Console

    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        fail(f"{path}: can't be written: {error.strerror}.")


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        return datetime.fromisoformat(at.strip())
    except ValueError:
        fail(f"--at: {at!r} is not a date and time. Write it like 2016-02-10T09:00.")


def _now() -> datetime:
    return datetime.now(UTC)


def _lines(stream: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(stream):
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if number == 0 else text


def _drop_output() -> None:
    """What Python still holds for standard output goes nowhere: writing it at the exit would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _readable(text: str) -> str:
    """`text` without what UTF-8 can't hold: arguments in another encoding arrive as lone surrogates."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    import bot.journal_cli  # noqa: F401  (its commands stand on what is here)

    app(prog_name=PROGRAM)
