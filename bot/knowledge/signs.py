"""The signs of an emergency, as data: groups of words, lines that describe a sign, guards that silence one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from rapidfuzz import process

DEFAULT_GAP = 6
"""How many words may stand between the parts of a line that doesn't say."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# YAML reads 39 as a number; here it is a word like any other.
Word = Annotated[
    Text,
    BeforeValidator(lambda word: str(word) if type(word) is int else word),
    WithJsonSchema({"type": ["string", "integer"], "minLength": 1}),
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,55}$")]

_GROUP = re.compile(r"[A-Z][A-Z ]*")
_WORDS = re.compile(r"(?:[^\W_A-Z]+|[^\w\s.,+/])(?: (?:[^\W_A-Z]+|[^\w\s.,+/]))*")
_OPTION = re.compile(r"within (\d{1,2}) words?|on its own|in the same clause|across sentences")
_WHERE = re.compile(
    r"anywhere|in the same (clause|sentence)"
    r"|(?:within |for the (next) )?(\d{1,2}) words?(?: (before|after))?(?: in the same (sentence))?"
)


class SignError(ValueError):
    """A line, a word group or a guard that can't be understood; the message says how to mend it."""


Scope = Literal["message", "sentence", "clause"]


Part = tuple[frozenset[str], ...]
"""Words and phrases of which any will do in one place of a line, group by group: lines that name a group share it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sign or guard, understood."""

    text: str
    parts: tuple[Part, ...]
    ordered: bool
    """Whether the parts must stand in this order."""
    gap: int
    """How many other words may stand between a part and the next."""
    alone: bool
    """Whether the line holds for very short messages only."""
    scope: Scope
    """Its parts must all stand in one of these."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a guard must stand to silence a sign."""

    scope: Scope
    """It silences nothing beyond this."""
    side: Literal["around", "next", "before", "after"] = "around"
    """`around`, `next`: it silences words on both sides of it, or those that follow. `before`, `after`: it silences
    signs that begin after it or end before it."""
    reach: int | None = None
    """At most this many other words may stand between guard and sign; None: any number."""

    @classmethod
    def read(cls, text: str) -> Where:
        """A place understood. Raises SignError."""
        found = _WHERE.fullmatch(text)
        if not found or (found[2] and found[4]):
            raise SignError(
                f"{text!r} is no place — write one of: anywhere · in the same sentence · in the same clause · "
                "within 3 words · for the next 3 words · 3 words before · 3 words after"
            )
        scope, following, words, side, sentence = (cast(Any, group) for group in found.groups())
        if words:
            return cls(sentence or "clause", following or side or "around", int(words))
        return cls(scope or "message")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Guard(_Part):
    """Words near a sign that show that nobody is in danger now."""

    because: Text
    """One line: why these words silence a sign."""
    where: Text
    """Where they must stand: `in the same clause`, `3 words before` …"""
    lines: tuple[Text, ...] = Field(min_length=1)
    """Lines; one of them found in that place silences the sign."""
    but_not: tuple[Text, ...] = ()
    """Lines that, found in the same sentence, take the guard off again."""


class Sign(_Part):
    """One kind of emergency, and how people describe it."""

    id: Name
    """A short name: small letters, digits and hyphens."""
    about: Text
    """One line: what this sign is."""
    reply: Name
    """The name of the reply to give."""
    when: tuple[Text, ...] = Field(min_length=1)
    """Lines; the sign fires when one of them is found and no guard stands in the way."""
    unless: tuple[Name, ...] = ()
    """Guards for this sign, beside those that hold for every sign."""
    despite: tuple[Name, ...] = ()
    """Guards that hold for every sign, but not for this one."""
    hits: tuple[Text, ...] = Field(min_length=1)
    """Messages that must raise an alarm."""
    misses: tuple[Text, ...] = Field(min_length=1)
    """Messages that look like the sign, but must raise none."""


class Urgent(_Part):
    """The urgent signs of a pack. The first sign that fires, in the order of the pack, gives the reply."""

    replies: dict[Name, Text] = {}
    """Name -> what to do now, Markdown."""
    words: dict[str, tuple[Word, ...]] = {}
    """Name in capitals -> the words and phrases that it stands for in a line."""
    as_written: tuple[Word, ...] = ()
    """Words that count only as they stand here: with other endings or spellings they are other words."""
    skip: tuple[Word, ...] = ()
    """Words that change nothing, passed over as if they were not there."""
    new_clause: tuple[Word, ...] = ()
    """Words that begin a new clause, as a comma does."""
    guards: dict[Name, Guard] = {}
    """Name -> words near a sign that show that nobody is in danger now."""
    unless: tuple[Name, ...] = ()
    """Guards that hold for every sign."""
    signs: tuple[Sign, ...] = ()
    """The kinds of emergency. The first that fires gives the reply."""

    _groups: dict[str, frozenset[str]] = PrivateAttr(default_factory=dict)
    _lines: dict[str, Line] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        faults = list(self._faults())
        if faults:
            raise ValidationError.from_exception_data(type(self).__name__, faults)
        return self

    def _faults(self) -> Iterator[InitErrorDetails]:
        """Each fault with the path to where it stands."""
        for name in self.words:
            yield from _fault(("words", name), self._group, name)
        for number, sign in enumerate(self.signs):
            at = ("signs", number)
            if any(sign.id == other.id for other in self.signs[:number]):
                yield _details((*at, "id"), f"two signs are called {sign.id} — give one of them another id")
            yield from _unknown((*at, "reply"), (sign.reply,), self.replies, "reply")
            yield from _unknown((*at, "unless"), sign.unless, self.guards, "guard")
            yield from _unknown((*at, "despite"), sign.despite, self.unless, "guard that holds for every sign")
            yield from self._bad_lines((*at, "when"), sign.when)
        yield from _unknown(("unless",), self.unless, self.guards, "guard")
        for name, guard in self.guards.items():
            yield from _fault(("guards", name, "where"), Where.read, guard.where)
            yield from self._bad_lines(("guards", name, "lines"), guard.lines)
            yield from self._bad_lines(("guards", name, "but_not"), guard.but_not)

    def _bad_lines(self, at: _Path, lines: tuple[str, ...]) -> Iterator[InitErrorDetails]:
        for number, text in enumerate(lines):
            yield from _fault((*at, number), self.line, text)

    def line(self, text: str) -> Line:
        """A line understood. Raises SignError."""
        if text not in self._lines:
            self._lines[text] = self._parse(text)
        return self._lines[text]

    def guards_of(self, sign: Sign) -> tuple[str, ...]:
        """The names of the guards that hold for `sign`."""
        return tuple(name for name in dict.fromkeys((*self.unless, *sign.unless)) if name not in sign.despite)

    def _parse(self, text: str) -> Line:
        body, *options = (piece.strip() for piece in text.split(","))
        gap = DEFAULT_GAP
        for option in options:
            found = _OPTION.fullmatch(option)
            if not found:
                raise SignError(
                    f"what follows a comma can't be {option!r} — write one of: within 4 words · on its own · "
                    "in the same clause · across sentences"
                )
            if found[1]:
                gap = int(found[1])
        scope: Scope = "sentence"
        if "in the same clause" in options:
            scope = "clause"
        elif "across sentences" in options:
            scope = "message"
        ordered = "+" not in body
        if not ordered and "..." in body:
            raise SignError("the line has both + (any order) and ... (this order) — make two lines of it")
        parts = tuple(self._part(part.split("/")) for part in body.split("..." if ordered else "+"))
        if not ordered and len(parts) > 3:
            raise SignError("more than three parts stand in any order (+) — use ... or make two lines of it")
        return Line(text, parts, ordered, gap, "on its own" in options, scope)

    def _part(self, terms: Sequence[str]) -> Part:
        found = dict.fromkeys(self._term(term.strip()) for term in terms)
        words = frozenset[str]().union(*(one for one in found if len(one) == 1))
        groups = tuple(one for one in found if len(one) > 1)
        return (*groups, words) if words else groups

    def _term(self, term: str, inside: tuple[str, ...] = ()) -> frozenset[str]:
        if _GROUP.fullmatch(term):
            return self._group(term, inside)
        if not _WORDS.fullmatch(term):
            raise SignError(
                f"{term!r} is neither a word group in CAPITALS nor plain words — write small letters, one space between"
                " words, no apostrophes or hyphens: cant, not can't"
            )
        if passed_over := [word for word in term.split() if word in self.skip]:
            raise SignError(f"{term!r} holds {passed_over[0]!r}, which is passed over (skip) — leave it out")
        return frozenset((term,))

    def _group(self, name: str, inside: tuple[str, ...] = ()) -> frozenset[str]:
        """The words and phrases that `name` stands for, the groups within it opened."""
        if name not in self._groups:
            if not _GROUP.fullmatch(name):
                raise SignError(f"{name!r} can't name a word group — write it in CAPITALS, without figures or signs")
            if name in inside:
                circle = " in ".join((*inside[inside.index(name) :], name))
                raise SignError(f"the word groups stand in a circle ({circle}) — take one of them out")
            if name not in self.words:
                raise SignError(f"there is no word group {name} — {_meant(name, self.words, 'add it to words')}")
            found = (self._term(term.strip(), (*inside, name)) for term in self.words[name])
            self._groups[name] = frozenset[str]().union(*found)
        return self._groups[name]


_Path = tuple[str | int, ...]


def _details(at: _Path, message: str) -> InitErrorDetails:
    # A message is a template to pydantic; the braces of somebody's text are no fields.
    return InitErrorDetails(type=PydanticCustomError("bad-sign", "{fault}", {"fault": message}), loc=at, input=None)


def _fault(at: _Path, understand: Callable[[str], object], text: str) -> Iterator[InitErrorDetails]:
    try:
        understand(text)
    except SignError as error:
        yield _details(at, str(error))


def _unknown(at: _Path, names: tuple[str, ...], known: Iterable[str], what: str) -> Iterator[InitErrorDetails]:
    for name in names:
        if name not in known:
            yield _details(at, f"there is no {what} {name} — {_meant(name, known, 'add it, or take the name out')}")


def _meant(name: str, known: Iterable[str], otherwise: str) -> str:
    near = process.extractOne(name, list(known), score_cutoff=70)
    return f"did you mean {near[0]}?" if near else otherwise
