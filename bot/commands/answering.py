"""The commands that answer: `run`, `chat`, `ask`, `explain`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from bot.app import faq_folder, load_assistant
from bot.app import run as run_on_telegram
from bot.commands.basis import PROGRAM, At, Faq, Json, assistant_for, command, console, fail, moment_of, now, readable
from bot.conversation.assistant import MAX_LENGTH
from bot.conversation.record import json_line
from bot.settings import load_settings


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

    moment = moment_of(at)
    chat(Edits(faq_folder(faq), load_assistant), (lambda: moment) if moment else now)


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
    moment = moment_of(at)
    assistant = assistant_for(faq)
    questions = iter([" ".join(question)]) if question else _lines(sys.stdin.buffer)
    for number, asked in enumerate(readable(text) for text in questions):
        reply = assistant.reply(asked, moment or now())
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
    from bot.commands.explain_view import as_json as data
    from bot.commands.explain_view import show
    from bot.understanding.explanation import explain as explanation_of

    explanation = explanation_of(assistant_for(faq).interpreter, readable(" ".join(question))[:MAX_LENGTH])
    if as_json:
        print(json.dumps(data(explanation)))
    else:
        show(explanation, console())


def _lines(stream: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(stream):
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if number == 0 else text
