"""From a message to what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Pack
from bot.understanding.breaks import breaks
from bot.understanding.corpus import Corpus
from bot.understanding.decision import (
    ANSWER,
    MOST_ANSWERS,
    SECOND,
    SUGGEST,
    certainty,
    compare,
    is_phrasing,
    probability,
    runners_up,
    suggestions,
    two_questions,
)
from bot.understanding.index import Index
from bot.understanding.lexicon import Lexicon
from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.preface import after_preface
from bot.understanding.text import tokens
from bot.understanding.urgency import Alarm, UrgencyCheck

Kind = Literal["answer", "suggest", "none", "emergency", "smalltalk"]

_FAR = 0.33  # of the best score: entries further behind than that have nothing to do with what is typed
_SMALLTALK = "smalltalk "  # before the ids of small talk in the index; ids of entries have no blank


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a message may be asking about."""

    entry: str
    score: float
    """0 to 1, higher means likelier."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a message asks, and how sure that is."""

    kind: Kind
    entries: tuple[str, ...] = ()
    """Ids of the entries to answer, in the order asked; for small talk, its id."""
    suggestions: tuple[str, ...] = ()
    """Ids of the entries to offer: 1 to 4 when `kind` is `suggest`; below an answer, what else may have been meant."""
    best: str | None = None
    """Id of the top-ranked entry, whatever was decided."""
    score: float = 0.0
    """Probability that `best` is what was asked, 0 to 1."""
    alarm: Alarm | None = None
    """The urgent sign that fired, when `kind` is `emergency`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A message, or a part of one that asks something by itself."""

    text: str
    ranking: Ranking
    """Of the entries, by how near they are to the text."""


@dataclass(frozen=True, slots=True)
class Split:
    """A message as two questions."""

    before: Part
    after: Part
    chance: float
    """Probability, 0 to 1, that it is two."""


class Interpreter:
    """Understands messages about one pack. Built once a pack; interpreting does no I/O and keeps nothing of it."""

    def __init__(self, pack: Pack) -> None:
        phrasings = [(entry.id, (entry.question, *entry.asked_as)) for entry in pack.entries]
        smalltalk = [(_SMALLTALK + talk.id, talk.asked_as) for talk in pack.smalltalk]
        corpus = Corpus([*phrasings, *smalltalk], Lexicon(pack.vocabulary), pack.off_topic)
        self.matcher = Matcher(Index(corpus))
        self.urgency = UrgencyCheck(pack.urgent, corpus.spoken)

    def interpret(self, message: str) -> Interpretation:
        """What `message` asks. Any text at all; never raises."""
        alarm = self.urgency.check(message)
        ranking = self.matcher.rank(tokens(message))
        if ranking is None:
            return Interpretation("emergency" if alarm else "none", alarm=alarm)
        asked = self.asked(Part(message, ranking))
        talks = _is_smalltalk(asked.ranking.entries[0])
        found = self._smalltalk(asked.ranking) if talks else self._question(asked)
        if alarm:
            return Interpretation("emergency", best=found.best, score=found.score, alarm=alarm)
        return found

    def asked(self, message: Part) -> Part:
        """`message`, or the part of it that surely asks something beside a greeting, or after "not here to argue"."""
        rest = after_preface(message.text)
        candidates = [rest] if rest else []
        if _is_smalltalk(message.ranking.entries[0]):
            candidates += [text for at in breaks(message.text) for text in (at.before, at.after)]
        for text in candidates:
            ranking = self.matcher.rank(tokens(text))
            if ranking and _is_entry(ranking.entries[0]) and probability(ranking.signals) >= ANSWER:
                return Part(text, ranking)
        return message

    def splits(self, asked: Part) -> Iterator[Split]:
        """The ways of taking a message as two questions, whatever their chances, in the order of the text."""
        for at in breaks(asked.text):
            before, after = self.matcher.rank(tokens(at.before)), self.matcher.rank(tokens(at.after))
            if before and after and _is_entry(before.entries[0]) and _is_entry(after.entries[0]):
                halves = compare(at, before, after, asked.ranking)
                if halves:
                    yield Split(Part(at.before, before), Part(at.after, after), two_questions(halves))

    def parts(self, asked: Part) -> tuple[Part, ...]:
        """The parts of a message that each ask something; the message itself if it asks one thing."""
        if is_phrasing(asked.ranking):
            return (asked,)
        best = max(self.splits(asked), key=lambda split: split.chance, default=None)
        if best is None or best.chance < SECOND:
            return (asked,)
        return (*self.parts(best.before), *self.parts(best.after))

    def _question(self, asked: Part) -> Interpretation:
        best = asked.ranking.entries[0]
        sure = certainty(asked.ranking)
        entries = tuple(dict.fromkeys(part.ranking.entries[0] for part in self.parts(asked)))[:MOST_ANSWERS]
        if len(entries) > 1:
            return Interpretation("answer", entries, best=best, score=max(sure, ANSWER))
        if sure >= ANSWER:
            return Interpretation("answer", (best,), runners_up(asked.ranking, _is_entry), best, sure)
        if sure >= SUGGEST:
            return Interpretation("suggest", (), suggestions(asked.ranking, _is_entry), best, sure)
        return Interpretation("none", best=best, score=sure)

    def _smalltalk(self, ranking: Ranking) -> Interpretation:
        sure = certainty(ranking)
        best = next(filter(_is_entry, ranking.entries), None)
        score = min(sure, 1 - sure) if best else 0.0
        if sure >= ANSWER:
            talk = ranking.entries[0].removeprefix(_SMALLTALK)
            return Interpretation("smalltalk", (talk,), best=best, score=score)
        if sure >= SUGGEST and best:
            return Interpretation("suggest", (), suggestions(ranking, _is_entry), best, score)
        return Interpretation("none", best=best, score=score)

    def complete(self, typed: str, limit: int = 10) -> tuple[Candidate, ...]:
        """The entries that `typed`, whose last word may be unfinished, may be asking about, likeliest first."""
        words = tokens(typed)
        ranking = self.matcher.rank(words, unfinished=not typed[-1:].isspace()) if words else None
        if ranking is None or probability(ranking.signals) < SUGGEST / 2:
            return ()
        near = zip(ranking.entries, ranking.scores, strict=True)
        bar = _FAR * ranking.scores[0]
        found = (Candidate(id, min(max(score, 0.0), 1.0)) for id, score in near if _is_entry(id) and score > bar)
        return tuple(found)[:limit]


def _is_smalltalk(id: str) -> bool:
    return id.startswith(_SMALLTALK)


def _is_entry(id: str) -> bool:
    return not _is_smalltalk(id)
