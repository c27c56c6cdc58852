"""The FAQ changes while the bot answers: the new one takes over between two messages, if it can be used."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import aclosing

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import metrics
from bot.amounts import count
from bot.channels.telegram.context import Desk, Upkeep
from bot.channels.telegram.errors import describe, is_benign
from bot.channels.telegram.setup import set_up
from bot.conversation.assistant import Assistant
from bot.conversation.edits import read
from bot.conversation.markup import escape, to_html
from bot.knowledge.problem import Problem
from bot.knowledge.watch import changes

logger = logging.getLogger(__name__)

SHOWN = 5
"""Problems that a message names."""
IN_USE = "I answer from the FAQ as it is now: {entries}."
MENDED = f"The FAQ is mended. {IN_USE}"
BROKEN = "**The FAQ can't be used as it is now: {errors}.** I go on answering from the one before."
CANT_TELL = "A maintainer can't be told: they have not opened a chat with me, or have blocked me."


async def keep_up(bot: ExtBot[bool], desk: Desk, upkeep: Upkeep, stop: asyncio.Event) -> None:
    """Reads the FAQ anew whenever its files have changed, until `stop` is set."""
    async with aclosing(changes(upkeep.folder, lambda: upkeep.seen, stop)) as found:
        async for _ in found:
            await reload(bot, desk, upkeep)


async def reload(bot: ExtBot[bool], desk: Desk, upkeep: Upkeep, *, asked_by: int | None = None) -> None:
    """Reads the FAQ anew. If it can be used it answers from the next message on, else the one before goes on.

    What is news is logged, and told to the maintainers; not to the one who asked for it and is answered anyway.
    """
    async with upkeep.lock:
        was_told = bool(upkeep.told)
        upkeep.seen, made = await asyncio.to_thread(read, upkeep.folder, upkeep.load)
        if isinstance(made, Assistant):
            _put_to_use(made, desk, upkeep)
        else:
            upkeep.problems = made
        is_news = was_told if not upkeep.problems else frozenset(upkeep.problems) not in upkeep.told
        upkeep.told = {*upkeep.told, frozenset(upkeep.problems)} if upkeep.problems else set()
        said = outcome(desk, upkeep, MENDED)
    metrics.RELOADS.labels("refused" if upkeep.problems else "used").inc()
    if upkeep.problems and is_news:
        _log(upkeep.problems)
    if is_news:
        await tell(bot, upkeep.maintainers - {asked_by}, to_html(said))
    if not upkeep.problems:
        await set_up(bot, desk.assistant.pack, desk.clock(), upkeep.maintainers)


def _put_to_use(assistant: Assistant, desk: Desk, upkeep: Upkeep) -> None:
    desk.assistant, upkeep.loaded, upkeep.problems, upkeep.groups = assistant, desk.clock(), (), None
    metrics.faq_in_use(assistant.pack.version, len(assistant.pack.entries))
    logger.info("The FAQ was read anew and is in use: %s.", count(len(assistant.pack.entries), "entry", "entries"))


def outcome(desk: Desk, upkeep: Upkeep, done: str = IN_USE) -> str:
    """What came of reading the FAQ, in Markdown; `done`: what to say if it is in use."""
    if not upkeep.problems:
        return done.format(entries=count(len(desk.assistant.pack.entries), "entry", "entries"))
    lines = [f"- {escape(_line(problem))}" for problem in upkeep.problems[:SHOWN]]
    if (more := len(upkeep.problems) - SHOWN) > 0:
        lines.append(f"- … and {more} more")
    said = BROKEN.format(errors=count(len(upkeep.problems), "error", "errors"))
    return f"{said}\n\n" + "\n".join(lines)


def _line(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return f"{place}: {problem.message}" + (f" — {problem.remedy}" if problem.remedy else "")


def _log(problems: tuple[Problem, ...]) -> None:
    for problem in problems[:SHOWN]:
        logger.warning("%s", problem)
    errors = count(len(problems), "error", "errors")
    logger.warning("The FAQ has changed, but can't be used: %s. I go on answering from the one before.", errors)


async def tell(bot: ExtBot[bool], maintainers: Iterable[int], html: str) -> None:
    """Writes to each maintainer's private chat."""
    for maintainer in maintainers:
        try:
            await bot.send_message(maintainer, html)
        except TelegramError as error:
            if is_benign(error):
                logger.info(CANT_TELL)
            else:
                logger.warning("A maintainer could not be told: %s.", describe(error))
