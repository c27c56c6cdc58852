"""The commands that read the journal: `unanswered` and `stats`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.app import faq_folder, load_assistant
from bot.commands.basis import Faq, Json, command, console, fail
from bot.settings import Settings, load_settings

MOST_DAYS = 3650

Days = Annotated[
    int | None,
    typer.Option("--days", min=1, max=MOST_DAYS, metavar="N", help="The last N days. Default: all that is kept."),
]


@command
def unanswered(
    days: Days = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most N groups.")] = 20,
    as_json: Json = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print what to add to the FAQ, ready to be edited.")] = False,
    faq: Faq = None,
) -> None:
    """Show what people asked and got no good answer to, grouped by meaning."""
    from bot.journal.reading import EMPTY, read
    from bot.unanswered.groups import group
    from bot.unanswered.stubs import stubs
    from bot.unanswered.tables import as_json as data
    from bot.unanswered.tables import settled_line, table

    if as_json and as_yaml:
        fail("--json and --yaml: choose one of them.")
    settings = load_settings()
    assistant = load_assistant(faq_folder(faq))
    since, kept = _since(days, settings)
    misses = read(_url(settings), lambda store: store.misses(since))
    found = group(misses or (), assistant.pack, assistant.interpreter)
    if as_json:
        print(json.dumps(data(found, limit), ensure_ascii=False))
    elif as_yaml:
        print(stubs(found.groups[:limit], assistant.pack), end="")
    elif found.groups:
        console().print(table(found, limit, kept))
    if not misses:
        print(EMPTY if misses is None else "Nothing went unanswered in these days.", file=sys.stderr)
    elif line := settled_line(found):
        print(line, file=sys.stderr)


@command
def stats(
    days: Days = None,
    as_json: Json = False,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE.png", help="Draw it, as a picture.")] = None,
    faq: Faq = None,
) -> None:
    """Show how many questions came, how they were answered, and what people said of the answers."""
    from bot.journal.picture import draw, need_matplotlib
    from bot.journal.reading import EMPTY, read
    from bot.journal.report import as_json as data
    from bot.journal.report import report
    from bot.journal.tables import tables

    if plot:
        need_matplotlib()
        if plot.suffix.lower() != ".png":
            fail(f"--plot: {plot}: name a file that ends in .png.")
    settings = load_settings()
    folder = faq_folder(faq)
    since, _ = _since(days, settings)
    totals = read(_url(settings), lambda store: store.totals(since))
    found = report(totals or {}, since, _today())
    if as_json:
        print(json.dumps(data(found)))
    elif found:
        from bot.knowledge.load import load_pack

        questions = {entry.id: entry.question for entry in load_pack(folder).entries}
        console().print(tables(found, questions))
    if plot and found:
        plot.write_bytes(draw(found))
    if not found:
        print(EMPTY, file=sys.stderr)


def _since(days: int | None, settings: Settings) -> tuple[date, int]:
    """The first of the last `days` days, and how many they are: no more than are kept."""
    kept = min(days or settings.journal_retention_days, settings.journal_retention_days)
    return _today() - timedelta(days=kept - 1), kept


def _today() -> date:
    return datetime.now(UTC).date()


def _url(settings: Settings) -> str | None:
    return settings.journal_url.get_secret_value() if settings.journal_url else None
