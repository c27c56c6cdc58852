"""Two packs asked the same questions: which now get another reply, and is it a better one?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.conversation.assistant import Assistant
from bot.conversation.reply import Reply
from bot.evaluation.labelled import LabelledError, read_labelled
from bot.evaluation.metrics import Case
from bot.knowledge.model import Labelled, Pack

Verdict = Literal["worse", "better", "different"]
VERDICTS: tuple[Verdict, ...] = ("worse", "better", "different")


@dataclass(frozen=True, slots=True)
class Question:
    """A message to ask both packs."""

    text: str
    labelled: Labelled | None = None
    """The replies that are right, if anybody has said so."""


@dataclass(frozen=True, slots=True)
class Change:
    """A message that gets another reply than before."""

    question: Question
    old: Reply
    new: Reply

    @property
    def verdict(self) -> Verdict:
        """Whether the new reply is better; just "different" without a label, or where both are as good."""
        if self.question.labelled is None:
            return "different"
        before, after = (_quality(Case(self.question.labelled, reply)) for reply in (self.old, self.new))
        return "different" if before == after else "better" if after > before else "worse"


def compare(old: Assistant, new: Assistant, questions: Iterable[Question], at: datetime) -> list[Change]:
    """The messages to which the packs reply with other entries, worse ones first."""
    changes = [Change(question, old.reply(question.text, at), new.reply(question.text, at)) for question in questions]
    return sorted(
        (change for change in changes if _what(change.old) != _what(change.new)),
        key=lambda change: VERDICTS.index(change.verdict),
    )


def questions_of(pack: Pack) -> list[Question]:
    """The pack's labelled questions; if it has none, the phrasings of its entries."""
    if pack.labelled:
        return [Question(one.q, one) for one in pack.labelled]
    return [
        Question(phrasing, Labelled(q=phrasing, ok=(entry.id,)))
        for entry in pack.entries
        for phrasing in entry.asked_as
    ]


def read_questions(path: Path) -> list[Question]:
    """The questions of a file: labelled ones, or plain text, one a line, if its name ends in .txt.

    Raises LabelledError.
    """
    if path.suffix.lower() != ".txt":
        return [Question(one.labelled.q, one.labelled) for one in read_labelled(path)]
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise LabelledError(f"{path}: can't be read: {error.strerror}.") from None
    return [Question(line.strip()) for line in lines if line.strip()]


def count(changes: Sequence[Change], verdict: Verdict) -> int:
    """How many of the changes are of one kind."""
    return sum(change.verdict == verdict for change in changes)


def _what(reply: Reply) -> tuple[object, ...]:
    """What counts as the reply: not its words, nor the order of what is offered."""
    return reply.kind, reply.entries, frozenset(reply.suggestions) if reply.kind == "suggest" else ()


def _quality(case: Case) -> int:
    """How good a reply is: right, right with something unasked beside it, helpful, no use, or misleading."""
    if case.right:
        return 3 if case.extra else 4
    if case.helped:
        return 2
    return 1 if case.reply.kind in ("suggest", "none") else 0
