"""A bot with a FAQ of its own to edit, a journal, and a maintainer."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.telegram.context import Upkeep
from bot.conversation.assistant import Assistant
from bot.journal.database import database_url
from bot.journal.notes import Asked, Channel, QuestionKind
from bot.journal.scrub import scrubber
from bot.journal.store import Store
from bot.journal.writer import Journal
from bot.knowledge.files import stamps
from bot.knowledge.load import load_pack
from tests.patience import PATIENCE
from tests.telegram.bot_api import BotApi
from tests.telegram.bot_api.people import Person
from tests.telegram.conftest import DURING, PACK, Keywords, Running, running

STARTED = datetime(2031, 2, 26, 9, 30, tzinfo=UTC)


def load(folder: Path) -> Assistant:
    pack = load_pack(folder)
    return Assistant(pack, Keywords(pack))


def put(file: Path, text: str) -> None:
    """Changes a file in one go: whoever looks at it meanwhile finds it as it was, or as it is to be."""
    draft = file.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


@dataclass
class Maintained:
    """A bot that runs, and what its maintainers look after."""

    running: Running
    upkeep: Upkeep
    maintainer: Person

    @property
    def folder(self) -> Path:
        return self.upkeep.folder

    @property
    def journal(self) -> Journal:
        return self.upkeep.journal

    @property
    def assistant(self) -> Assistant:
        return self.running.desk.assistant

    def edit(self, *changes: tuple[str, str], file: str = "entries.yaml") -> None:
        """Changes a file of the FAQ, in one go."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        put(path, text)


@asynccontextmanager
async def maintained(
    api: BotApi,
    folder: Path,
    load: Callable[[Path], Assistant] = load,
    *,
    others: Set[int] = frozenset(),
) -> AsyncIterator[Maintained]:
    """A bot whose FAQ is copied into `folder`; `others`: ids of more maintainers."""
    shutil.copytree(PACK, folder / "faq")
    maintainer = api.private_user("Grace")
    async with Store(database_url(f"sqlite:///{folder / 'journal.db'}")) as store:
        await store.migrate()
        journal = Journal(store, scrubber("GB"), lambda: DURING, timedelta(days=90), longest_write=PATIENCE)
        upkeep = Upkeep(
            folder / "faq",
            load,
            seen=stamps(folder / "faq"),
            loaded=DURING,
            started=STARTED,
            journal=journal,
            maintainers=frozenset({maintainer.user["id"], *others}),
        )
        async with running(api, load_pack(PACK), upkeep) as bot:
            yield Maintained(bot, upkeep, maintainer)
            await api.settled()


async def unwatched(*_: object) -> AsyncGenerator[None, None]:
    """The FAQ's files change, and nobody looks."""
    changes: tuple[None, ...] = ()
    for change in changes:
        yield change


async def ask(journal: Journal, *questions: str, kind: QuestionKind = "none", channel: Channel = "private") -> None:
    """Writes into the journal that these were asked."""
    for question in questions:
        journal.note(Asked(kind, channel, question=question, near=(("visits", 0.3),)))
    await journal.flush()
