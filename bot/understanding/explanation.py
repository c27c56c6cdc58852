"""Why a message was understood as it was, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from bot.understanding.alignment import Alignment, align, align_anywhere
from bot.understanding.decision import ANSWER, SECOND, SUGGEST, Term, certainty, probability, terms
from bot.understanding.interpreter import Interpretation, Interpreter, Part
from bot.understanding.matcher import Phrasing
from bot.understanding.text import tokens

RUNNERS_UP = 4
PHRASINGS = 3
"""Nearest phrasings shown of the first entry."""
TELLING = 0.6
"""Weight from which a word tells something; "the" has 0.1, "can" 0.3, "driver" about 1."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message, or a phrase of the vocabulary that stands in it."""

    written: str
    weight: float
    """How much it tells."""
    share: float
    """Of the weight of the whole message, 0 to 1."""
    known: bool
    """Whether any phrasing has it, or a word that it may stand for."""
    foreign: bool
    """Whether it tells something, and is rarer in the pack than in English at large."""
    alignment: Alignment | None
    """What it is aligned with in the nearest phrasing of the first entry."""
    elsewhere: Alignment | None
    """What it is most like in the whole pack, if it is aligned with nothing there and no phrasing has it."""
    covered: float
    """How well the phrasings of the first entry together cover it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that a message is near to."""

    entry: str
    score: float
    phrasings: tuple[Phrasing, ...]
    """Its nearest, nearest first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a message asks, and why it is taken for what it is."""

    text: str
    """The message, or the part of it that asks this."""
    words: tuple[Word, ...]
    best: Near
    runners_up: tuple[Near, ...]
    left_over: tuple[str, ...]
    """The telling words of its nearest phrasing that the message has nothing for, the weightiest first."""
    off_topic: Phrasing | None
    """The nearest off-topic example, if any is near at all."""
    terms: tuple[Term, ...]
    """What the probability is made of: the bias, then the signals."""
    probability: float
    """That the first entry is what is asked."""


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A place where a message might have fallen apart into two questions."""

    before: str
    after: str
    chance: float
    """Probability, 0 to 1, that it is two."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message was understood as it was."""

    message: str
    found: Interpretation
    asked: tuple[Asked, ...]
    """What is asked, in the order of the message; more than one if it was taken as several questions."""
    splits: tuple[TwoWays, ...]
    """Where it might have fallen apart, the likeliest first."""
    chance: float
    """What was decided on: the probability of the first entry, or that the message asks two things."""
    threshold: float
    """What that had to reach, or did not reach, for the decision to be another."""

    @property
    def margin(self) -> float:
        """By how much the decision was made; negative if the threshold was missed."""
        return self.chance - self.threshold


def explain(interpreter: Interpreter, message: str) -> Explanation:
    """Why `message` is understood as it is. Any text at all; never raises."""
    found = interpreter.interpret(message)
    ranking = interpreter.matcher.rank(tokens(message))
    if ranking is None:
        return Explanation(message, found, (), (), 0.0, SUGGEST)
    question = interpreter.asked(Part(message, ranking))
    ways = [TwoWays(split.before.text, split.after.text, split.chance) for split in interpreter.splits(question)]
    splits = tuple(sorted(ways, key=lambda way: -way.chance))
    parts = interpreter.parts(question)
    asked = tuple(_asked(interpreter, part) for part in parts)
    if len(asked) > 1:
        return Explanation(message, found, asked, splits, splits[0].chance, SECOND)
    # An unsure message is offered suggestions from one threshold on, and answered from the next.
    chance = certainty(question.ranking)
    return Explanation(message, found, asked, splits, chance, SUGGEST if chance < SUGGEST else ANSWER)


def _asked(interpreter: Interpreter, part: Part) -> Asked:
    matcher, ranking = interpreter.matcher, part.ranking
    index, lexicon = matcher.index, matcher.index.corpus.lexicon
    words = tokens(part.text)
    units = lexicon.units(words)
    near = tuple(
        Near(entry, score, matcher.nearest_phrasings(words, entry, PHRASINGS))
        for entry, score in islice(zip(ranking.entries, ranking.scores, strict=True), RUNNERS_UP + 1)
    )
    phrasing = lexicon.units(tokens(near[0].phrasings[0].text)) if near[0].phrasings else {}
    first = index.corpus.ids.index(near[0].entry)
    aligned = {key: align(index, key, word, phrasing) for key, word in units.items()}
    traces = {key: index.trace(key, word) for key, word in units.items()}
    weight = sum(trace.weight for trace in traces.values())
    stood_for = {number for key, word in units.items() for number in index.targets(key, word)}
    left = [
        (index.weights[number], word)
        for number, word in ((index.corpus.numbers[key], word) for key, word in phrasing.items())
        if number not in stood_for and index.weights[number] >= TELLING
    ]
    return Asked(
        text=part.text.strip(),
        words=tuple(
            Word(
                written=word,
                weight=traces[key].weight,
                share=traces[key].weight / weight,
                known=len(traces[key].rows) > 0,
                foreign=(traces[key].domain or 0.0) < 0 and traces[key].weight >= TELLING,
                alignment=aligned[key],
                elsewhere=None if aligned[key] else align_anywhere(index, key, word),
                covered=float(traces[key].coverage[first]) / traces[key].weight,
            )
            for key, word in units.items()
        ),
        best=near[0],
        runners_up=near[1:],
        left_over=tuple(word for _, word in sorted(left, reverse=True)),
        off_topic=next(iter(matcher.nearest_phrasings(words, None, 1)), None),
        terms=terms(ranking.signals),
        probability=probability(ranking.signals),
    )
