"""Groups the questions that the journal keeps by what they mean, as the matcher sees it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.journal.store import Miss
from bot.knowledge.model import Pack
from bot.understanding.corpus import Corpus
from bot.understanding.index import Index
from bot.understanding.interpreter import Interpretation, Interpreter
from bot.understanding.lexicon import Lexicon
from bot.understanding.matcher import Matcher
from bot.understanding.text import tokens

ALIKE = 0.45
"""Nearness of two questions that mean the same."""
ALIKE_NEAR_ONE_ENTRY = 0.4
"""The same where one entry is the nearest to both, which speaks for it too."""
NEAR = 0.12
"""Score from which an entry is near enough to a question to be worth naming."""
_ASKED = "asked questions"  # no entry's id: those have no blank


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that mean the same and got no good answer."""

    questions: tuple[str, ...]
    """In their different words, the most frequent first."""
    count: int
    """How often they were asked."""
    last: date
    nearest: str | None
    """Id of the entry nearest to them in the FAQ as it is now; for answers that didn't help, the entry's."""
    score: float
    """How near, 0 to 1."""
    unhelpful: int
    """How many of `count` were answered, and somebody said that it didn't help."""
    ids: tuple[int, ...]
    """For `Store.dismiss`."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What to look at, and what is settled already."""

    groups: tuple[Group, ...]
    """The most frequent first."""
    settled: int
    """Times that questions were asked which the FAQ answers by now; they are in no group."""


@dataclass(slots=True)
class _Question:
    text: str
    misses: list[Miss]
    today: Interpretation

    @property
    def count(self) -> int:
        return sum(miss.count for miss in self.misses)

    @property
    def nearest(self) -> tuple[str | None, float]:
        voted = [miss for miss in self.misses if miss.kind == "no" and miss.near]
        if voted:
            return voted[0].near[0]
        return (self.today.best, self.today.score) if self.today.score >= NEAR else (None, self.today.score)


def group(misses: Iterable[Miss], pack: Pack, interpreter: Interpreter) -> Unanswered:
    """Groups of questions that mean the same, against the FAQ as it is now."""
    by_text: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        by_text[" ".join(tokens(miss.question)) or miss.question].append(miss)
    questions, settled = [], 0
    for same in by_text.values():
        today = interpreter.interpret(same[0].question)
        # A vote against an answer stands until it is dismissed: that the question finds its answer was no help.
        open_misses = [miss for miss in same if miss.kind == "no" or today.kind in ("none", "suggest")]
        settled += sum(miss.count for miss in same) - sum(miss.count for miss in open_misses)
        if open_misses:
            questions.append(_Question(same[0].question, open_misses, today))
    questions.sort(key=lambda question: (-question.count, question.text))
    found = [_group(members) for members in _alike(questions, pack)]
    return Unanswered(tuple(sorted(found, key=lambda group: (-group.count, group.questions))), settled)


def _alike(questions: Sequence[_Question], pack: Pack) -> list[list[_Question]]:
    """Each question goes to the group whose first, most frequent question it is nearest to."""
    phrasings = [(entry.id, (entry.question, *entry.asked_as)) for entry in pack.entries]
    # The pack's own phrasings tell which words say much.
    corpus = Corpus([*phrasings, (_ASKED, [question.text for question in questions])], Lexicon(pack.vocabulary))
    matcher = Matcher(Index(corpus))
    groups: dict[str, list[_Question]] = {}
    for question in questions:
        near = matcher.nearest_phrasings(tokens(question.text), _ASKED, limit=len(questions))
        for other in near:
            first = groups.get(other.text)
            if first and other.nearness >= _needed(question, first[0]):
                first.append(question)
                break
        else:
            groups[question.text] = [question]
    return list(groups.values())


def _needed(question: _Question, other: _Question) -> float:
    entry = question.nearest[0]
    return ALIKE_NEAR_ONE_ENTRY if entry is not None and entry == other.nearest[0] else ALIKE


def _group(members: list[_Question]) -> Group:
    misses = [miss for member in members for miss in member.misses]
    near: Counter[str | None] = Counter()
    best: dict[str | None, float] = defaultdict(float)
    for member in members:
        entry, score = member.nearest
        near[entry] += member.count
        best[entry] = max(best[entry], score)
    nearest = near.most_common(1)[0][0]
    return Group(
        questions=tuple(member.text for member in members),
        count=sum(miss.count for miss in misses),
        last=max(miss.day for miss in misses),
        nearest=nearest,
        score=best[nearest],
        unhelpful=sum(miss.count for miss in misses if miss.kind == "no"),
        ids=tuple(miss.id for miss in misses),
    )
