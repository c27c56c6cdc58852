"""Whether somebody is in danger now.

A pack describes signs in lines ("FACE ... DROOPED, within 5 words"), and guards that silence a sign where nobody is in
danger ("what if", "years ago"). Each line is filed under its rarest part, so that a message touches few of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge.signs import Urgent
from bot.understanding.clauses import cut
from bot.understanding.english import zipf
from bot.understanding.guards import ReadyGuard, Silence
from bot.understanding.sightings import Pattern, Patterns, Sightings, terms
from bot.understanding.spelling import Spelling

_WORDS_REMEMBERED = 4_096
_MOST_STRANGE = 100
"""Words of a message that are searched for what was meant by them; more in one message aren't English."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """An urgent sign that a message shows."""

    sign: str
    """Id of the sign."""
    rule: str
    """The line of the sign that fired, as it stands in the pack."""
    reply: str
    """Markdown: what to do now."""


class UrgencyCheck:
    """Looks for a pack's urgent signs in messages."""

    def __init__(self, urgent: Urgent, known_words: Collection[str] = ()) -> None:
        """`known_words`: words of the FAQ, lower case; a misspelt word that is as near to one of them is no sign."""
        patterns = Patterns()
        self._rules = [
            _Rule(
                patterns.of(urgent.line(line)),
                urgent.guards_of(sign),
                Alarm(sign.id, line, urgent.replies[sign.reply]),
            )
            for sign in urgent.signs
            for line in sign.when
        ]
        parts = tuple(patterns.parts.values())
        self._guards = {name: ReadyGuard.of(guard, urgent, patterns) for name, guard in urgent.guards.items()}
        words = {word for term in terms(patterns.parts) for word in term.split()}
        self._phrases = patterns.phrases()
        self._symbols = frozenset(word for word in words if not word.isalnum())
        self._skip, self._new_clause = frozenset(urgent.skip), frozenset(urgent.new_clause)
        self._spelling = spelling = Spelling(words, urgent.as_written, known_words)

        # A set of parts is a number with a bit for each, so that what a line needs is compared with what a message has
        # in one step.
        bits = {part: 1 << number for number, part in enumerate(parts)}
        self._needs = [sum(bits[part] for part in set(rule.pattern.orders[0])) for rule in self._rules]
        begin = {part: {term.partition(" ")[0] for term in terms([part])} for part in parts}
        uses = {word: 10 ** zipf(word) for word in set().union(*begin.values())}
        commonness = {part: sum(map(uses.__getitem__, words)) for part, words in begin.items()}
        parts_begun: defaultdict[str, int] = defaultdict(int)
        for part, bit in bits.items():
            for word in begin[part]:
                parts_begun[word] |= bit
        rules_begun: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for word in begin[min(rule.pattern.orders[0], key=commonness.__getitem__)]:
                rules_begun[word].append(number)

        # Without `self`, which would hold itself: a FAQ that is replaced would stay, large as it is.
        def clue(word: str) -> _Clue:
            meant = spelling.meant(word)
            parts = 0
            for one in meant:
                parts |= parts_begun.get(one, 0)
            return _Clue(meant, parts, tuple({rule for one in meant for rule in rules_begun.get(one, ())}))

        self._clue = lru_cache(_WORDS_REMEMBERED)(clue)

    def check(self, message: str) -> Alarm | None:
        """The first sign that `message` shows, or None. Any text at all; never raises."""
        text = cut(message, self._symbols, self._skip, self._new_clause)
        clues = {word: self._clue(word) for word in self._readable(text.words)}
        begun = 0
        for clue in clues.values():
            begun |= clue.parts
        lacking = ~begun
        touched = set[int]().union(*(clue.rules for clue in clues.values()))
        touched = {number for number in touched if not self._needs[number] & lacking}
        if not touched:
            return None
        sightings = Sightings(text, [clues[word].meant if word in clues else () for word in text.words], self._phrases)
        silences: dict[str, Silence] = {}
        silence_of: dict[tuple[str, ...], Silence] = {}
        for number in sorted(touched):
            rule = self._rules[number]
            if not sightings.find(rule.pattern)[0]:
                continue
            if rule.guards not in silence_of:
                silence = Silence()
                for name in rule.guards:
                    if name not in silences:
                        silences[name] = self._guards[name].silence(text, sightings)
                    silence |= silences[name]
                silence_of[rule.guards] = silence
            if sightings.find(rule.pattern, *silence_of[rule.guards])[0]:
                return rule.alarm
        return None

    def _readable(self, words: list[str]) -> Iterable[str]:
        """The distinct words, but for those that would take too long to make out."""
        distinct = dict.fromkeys(words)
        if len(distinct) <= _MOST_STRANGE:
            return distinct
        strange = [word for word in distinct if self._spelling.is_strange(word)]
        return distinct.keys() - strange[_MOST_STRANGE:]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: Pattern
    guards: tuple[str, ...]
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class _Clue:
    """What a word of a message tells by itself."""

    meant: Collection[str]
    """The words of lines that it may be."""
    parts: int
    """A bit for each part that it may begin."""
    rules: tuple[int, ...]
    """The rules whose rarest part it may begin."""
