"""What a maintainer could add so that a message is understood better: one sentence."""

from __future__ import annotations

from bot.understanding.explanation import TELLING, Asked, Explanation, Word
from bot.understanding.typos import SHORTEST

LEVEL = 0.95
"""Share of the first entry's score from which the second is as good as level."""
HALF_COVERED = 0.5
SURE = 0.8
"""Probability from which an answer needs no help, even where a word is unknown."""


def advise(explanation: Explanation) -> str:
    """The one thing to do about a message first."""
    found, asked = explanation.found, explanation.asked
    if found.alarm:
        return (
            f"If this is no emergency, add the message to the misses of the sign “{found.alarm.sign}”; "
            "the check then shows which of its lines to narrow."
        )
    if not asked:
        return "No phrasing has any of these words. If the FAQ answers this, add it to the asked_as of that entry."
    unsure = min(asked, key=lambda one: one.probability)
    if found.kind not in ("answer", "smalltalk"):
        return _mend(unsure)
    if unsure.probability < SURE and (word := _unknown(unsure)):
        return _teach(word, unsure)
    names = " and ".join(one.best.entry for one in asked)
    right = "is right" if len(asked) == 1 else "are right"
    return f"Nothing to add if {names} {right}; if not, add the message to the asked_as of the entry that is."


def _mend(asked: Asked) -> str:
    best = asked.best.entry
    telling = _telling(asked)
    if telling and all(word.foreign for word in telling):
        words = " and ".join(f"“{word.written}”" for word in telling[:2])
        are = "is" if len(telling) == 1 else "are"
        return f"{words} {are} foreign to this FAQ, so none may be right; if one is, add the message to its asked_as."
    if unknown := _unknown(asked):
        return _teach(unknown, asked)
    if asked.off_topic and asked.best.phrasings and asked.off_topic.nearness > asked.best.phrasings[0].nearness:
        return (
            f"The off-topic example “{asked.off_topic.text}” is nearer than any phrasing of {best}; "
            f"if {best} is right, add the message to its asked_as."
        )
    second = asked.runners_up[0] if asked.runners_up else None
    if second and second.score >= LEVEL * asked.best.score:
        return f"{best} and {second.entry} are level: add the message to the asked_as of the one that is right."
    bare = next((word.written for word in telling if word.known and word.covered < HALF_COVERED), None)
    if bare:
        return f"“{bare}” stands in no phrasing of {best}: if {best} is right, add one with it to its asked_as."
    return f"The message says little that only one entry says: if {best} is right, add the message to its asked_as."


def _teach(unknown: str, asked: Asked) -> str:
    best = asked.best.entry
    beside = f"add it to the vocabulary beside “{asked.left_over[0]}”, or " if asked.left_over else ""
    return f"No phrasing knows “{unknown}”: {beside}add a phrasing with it to {best}, if that is right."


def _unknown(asked: Asked) -> str | None:
    # A short word that nobody knows is a slip of the fingers; there is nothing to learn from it.
    unknown = (word.written for word in _telling(asked) if not word.known and len(word.written) >= SHORTEST)
    return next(unknown, None)


def _telling(asked: Asked) -> list[Word]:
    return sorted((word for word in asked.words if word.weight >= TELLING), key=lambda word: -word.weight)
