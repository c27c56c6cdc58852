"""What all commands stand on: their options, and how they fail. Results go to stdout, the rest to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, ParamSpec

import typer

from bot.app import faq_folder, load_assistant
from bot.conversation.assistant import Assistant
from bot.knowledge.problem import PackError
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


def assistant_for(faq: Path | None) -> Assistant:
    return load_assistant(faq_folder(faq))


def console() -> Console:
    """Where tables go: as wide as the terminal, and elsewhere wide enough that no line is broken."""
    from rich.console import Console

    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def write(path: Path, lines: Iterable[str]) -> None:
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        fail(f"{path}: can't be written: {error.strerror}.")


def moment_of(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        return datetime.fromisoformat(at.strip())
    except ValueError:
        fail(f"--at: {at!r} is not a date and time. Write it like 2016-02-10T09:00.")


def now() -> datetime:
    return datetime.now(UTC)


def _drop_output() -> None:
    """What Python still holds for standard output goes nowhere: writing it at the exit would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def readable(text: str) -> str:
    """`text` without what UTF-8 can't hold: arguments in another encoding arrive as lone surrogates."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
