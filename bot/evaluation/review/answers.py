"""Answers that a reader in a hurry, ill or afraid, would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from bot.evaluation.review.prose import grade, sentences, syllables, words
from bot.knowledge.document import Node
from bot.knowledge.facts import facts_of, substitute
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, warning
from bot.knowledge.references import ANSWERS
from bot.understanding.text import tokens

HARDEST = 8.0
"""School year; readers of 13 can follow, and the average reader of health advice in Britain reads at 9 to 11."""
LONGEST_FIRST = 30
_ENOUGH = 25  # words; of less the reading age says nothing
_HARD = 4  # syllables
_EXAMPLES = 3

_SLOW = re.compile(
    r"as (?!planned|usual|normal|before|ever|soon|long|far|much|well|always|now)\w|thank(?:s| you)\b|please note\b|"
    r"there (?:are|is|were) (?:many|several|a number|lots|a lot|various)\b|it (?:is|'s) (?:important|worth)\b|"
    r"it should be noted\b|we (?:understand|know|are aware|appreciate|apologise|would like)\b|"
    r"(?:following|due to|in order to|in light of|with regards? to|the purpose of)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?<![\w./-])[A-Z]{2,6}(?![\w/'’-]|\.\w)")


def answer_reviews(root: Node, pack: Pack) -> Iterator[Problem]:
    """What is to be said about the wording of each answer."""
    known = _known_abbreviations(pack)
    facts = facts_of(pack.strike, pack.facts)
    for answer in answers(root):
        shown = sentences(substitute(answer.data, facts))
        if shown:
            yield from _first_sentence(shown[0], answer)
            yield from _hard(shown, answer)
            yield from _unexplained(shown, known, answer)


def answers(root: Node) -> Iterator[Node]:
    """Every answer of every entry: what it says now, and what it says before or after the strike."""
    for entry in root.items("entries"):
        yield from (entry.children[name] for name in ANSWERS if entry.text(name))


def _first_sentence(first: str, answer: Node) -> Iterator[Problem]:
    length, at = len(words(first)), answer.at
    remedy = "begin with the answer: yes, no, when, who"
    if length > LONGEST_FIRST:
        message = f"the first sentence has {length} words"
        yield warning("long-first-sentence", at, message, "answer in one short sentence; tell the rest after it")
    if first.endswith("?"):
        yield warning(
            "slow-start", at, "the answer begins with a question", "begin with the answer: yes, no, when, who"
        )
    elif _SLOW.match(first):
        opening = " ".join(first.split()[:4])
        yield warning("slow-start", at, f'the answer begins with "{opening} …", not with what was asked', remedy)


def _hard(shown: list[str], answer: Node) -> Iterator[Problem]:
    spoken = {word.lower(): None for sentence in shown for word in words(sentence) if not word.isupper()}
    year = grade(shown)
    if sum(len(words(sentence)) for sentence in shown) < _ENOUGH or year <= HARDEST:
        return
    hard = sorted((word for word in spoken if syllables(word) >= _HARD), key=syllables, reverse=True)[:_EXAMPLES]
    longest = max(len(words(sentence)) for sentence in shown)
    long_words = f"; long words: {', '.join(hard)}" if hard else ""
    yield warning(
        "hard-to-read",
        answer.at,
        f"this answer is for readers of {year + 5:.0f} and more (longest sentence: {longest} words{long_words})",
        f"shorter sentences and everyday words; aim at 9 to 11, {HARDEST + 5:.0f} at most",
    )


def _unexplained(shown: list[str], known: set[str], answer: Node) -> Iterator[Problem]:
    text = " ".join(shown)
    shouted = {word for sentence in shown if sentence.isupper() for word in words(sentence)}
    for short in dict.fromkeys(_ABBREVIATION.findall(text)):
        if short.lower() not in known and short not in shouted and not _explains(text, short):
            yield warning(
                "unexplained-abbreviation",
                answer.at,
                f'"{short}" is not explained, and no phrasing has it: readers may not know it',
                f"write it out, or explain it: {short} (what it stands for)",
            )


def _known_abbreviations(pack: Pack) -> set[str]:
    """What people who ask write themselves, or the vocabulary explains to the bot."""
    groups = (pack.vocabulary.same, pack.vocabulary.similar, pack.vocabulary.kinds)
    listed = (text for group in groups for name, members in group.items() for text in (name, *members))
    asked = (text for entry in pack.entries for text in (entry.question, *entry.asked_as))
    return {token for text in chain(listed, asked) for token in tokens(text)}


def _explains(text: str, short: str) -> bool:
    """Whether brackets follow or hold it, or words begin with its letters ("British Medical Association")."""
    if re.search(rf"\b{short}\s*\(|\({short}\)", text):
        return True
    names = r"\W+(?:(?:of|the|and|for|in)\W+)*".join(rf"{letter}\w+" for letter in short)
    return re.search(rf"\b{names}", text) is not None
