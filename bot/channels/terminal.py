"""The bot in a terminal: the same replies as on Telegram, buttons chosen by number."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bot.conversation.actions import ENTRY
from bot.conversation.assistant import Assistant, count_misses
from bot.conversation.commands import obey
from bot.conversation.edits import Edits
from bot.conversation.markup import to_plain
from bot.conversation.reply import Button, Reply

if TYPE_CHECKING:
    from rich.console import Console

PROMPT = "You: "
WIDTH = 78
FAREWELL = "Goodbye, and take care."
HOW_TO = """\
Write a question, or the number of a choice.
/topics, /help, /about and /privacy work too. "exit" or Ctrl-D leaves."""
LEAVING = {"exit", "quit", "/exit", "/quit", "/stop"}
BORDERS = {"emergency": "bold red", "answer": "green", "suggest": "yellow", "none": "yellow"}


class Conversation:
    """One person's chat: it remembers the choices on show and the misses in a row, nothing else."""

    def __init__(self, assistant: Assistant, clock: Callable[[], datetime]) -> None:
        self.assistant = assistant
        """Who answers; another one may take over between two messages."""
        self._clock = clock
        self._choices: tuple[Button, ...] = ()
        self._misses = 0

    def start(self) -> Reply:
        """The greeting."""
        return self._remember(self.assistant.welcome(self._clock()))

    def say(self, message: str) -> Reply:
        """The reply to what was typed: a question, a command or the number of a choice."""
        return self._remember(self._reply(message.strip()))

    def _reply(self, message: str) -> Reply:
        assistant, at = self.assistant, self._clock()
        # Python reads no number of thousands of digits.
        number = int(message) if message.isdecimal() and len(message) < 10 else 0
        if 1 <= number <= len(self._choices):
            return assistant.press(self._choices[number - 1].action, at, misses=self._misses)
        if not message.startswith("/"):
            return obey(assistant, None, message, at, self._misses)
        command, _, said = message[1:].partition(" ")
        return obey(assistant, command.lower(), said.strip(), at, self._misses)

    def _remember(self, reply: Reply) -> Reply:
        self._choices = choices(reply)
        self._misses = count_misses(self._misses, reply)
        return reply


def choices(reply: Reply) -> tuple[Button, ...]:
    """The buttons of a reply in the order of their numbers."""
    return tuple(button for row in reply.buttons for button in row)


def plain(reply: Reply) -> str:
    """A reply as plain text, its buttons numbered below."""
    numbered = "\n".join(f"  {number}. {button.label}" for number, button in enumerate(choices(reply), start=1))
    return to_plain(reply.text) + (f"\n\n{numbered}" if numbered else "")


def plain_without_choices(reply: Reply) -> str:
    """A reply as plain text for somebody who can't choose a number: the questions on offer are there to be read."""
    offered = "\n".join(f"• {button.label}" for button in choices(reply) if button.action.startswith(ENTRY))
    heading = "You could also ask:\n" if reply.kind == "answer" else ""
    return to_plain(reply.text) + (f"\n\n{heading}{offered}" if offered else "")


def chat(edits: Edits, clock: Callable[[], datetime]) -> None:
    """Talk until the end of input or "exit". In a terminal with colours and line editing, else a plain transcript.

    Before each reply the FAQ is read anew if its files have changed.
    """
    show = _in_colour() if sys.stdout.isatty() else _in_plain
    messages = _edited_lines() if sys.stdin.isatty() and sys.stdout.isatty() else _echoed_lines(sys.stdin)
    conversation = Conversation(edits.assistant, clock)
    show(conversation.start())
    for message in messages:
        if message.strip().lower() in LEAVING:
            break
        if message.strip():
            if notice := edits.take_over():
                print(f"({notice})\n")
                conversation.assistant = edits.assistant
            show(conversation.say(message))
    print(FAREWELL)


def _edited_lines() -> Iterator[str]:
    """What is typed at the prompt, with the editing keys and history of the shell (kept nowhere)."""
    # Importing readline is what gives input() its editing keys; the console of Windows has its own.
    with suppress(ImportError):
        import readline  # noqa: F401
    print(HOW_TO, end="\n\n")
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            print()
            return


def _echoed_lines(typed: Iterable[str]) -> Iterator[str]:
    for line in typed:
        if line.strip():
            print(f"{PROMPT}{line.strip()}\n")
        yield line


def _in_plain(reply: Reply) -> None:
    print(f"{plain(reply)}\n", flush=True)


def _in_colour() -> Callable[[Reply], None]:
    from rich.console import Console

    console = Console(highlight=False)
    return lambda reply: draw(console, reply)


def draw(console: Console, reply: Reply) -> None:
    """Show a reply as a block with a border, its buttons numbered below."""
    from rich.markdown import Markdown
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    width = min(WIDTH, console.width)
    border = BORDERS.get(reply.kind, "blue")
    console.print(Panel(Markdown(reply.text), border_style=border, padding=(0, 1), width=width))
    numbered = Table.grid(padding=(0, 1))
    numbered.add_column(justify="right", style="bold cyan", min_width=4)
    for number, button in enumerate(choices(reply), start=1):
        numbered.add_row(str(number), Text(button.label))
    if numbered.row_count:
        console.print(numbered, width=width)
    console.print()
