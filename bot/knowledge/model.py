"""What a FAQ pack holds: entries, the strike they are about, and the words people use."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.knowledge.signs import Urgent

# Ids travel in Telegram's callback_data (64 bytes) and deep links (64 of these characters), behind a short prefix.
ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,56}")
NO_SOURCE = "none"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, strict=True)]
Id = Annotated[str, StringConstraints(pattern=rf"^{ID_PATTERN.pattern}$", strict=True)]


# The type of a custom error is the code under which `check` reports it; what follows the dash is how to mend it.
def _no_number(value: Any) -> Any:
    """Pydantic takes a bare number for seconds since 1970; nobody who writes `starts: 8` means that."""
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"[+-]?[\d.]+", value.strip())):
        raise PydanticCustomError("bad-date", "this is a number and no date — write the day as 2016-02-10")
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s()<>]+", value):
        raise PydanticCustomError("bad-link", "this is no web address — write the whole of it: https://…")
    return value


Day = Annotated[date, BeforeValidator(_no_number)]
Moment = Annotated[AwareDatetime, BeforeValidator(_no_number)]
WebAddress = Annotated[Text, AfterValidator(_web_address)]


class Part(BaseModel):
    """Anything that stands in a pack: it never changes once loaded, and takes no field that it doesn't know."""

    # The docstrings of the fields are what editors show beside the YAML, by way of the schema.
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Entry(Part):
    """One question that the FAQ answers."""

    id: Id
    """A short name that never changes: letters, digits and hyphens. Others refer to the entry by it."""
    question: Annotated[Text, Field(max_length=200)]
    """The question in its canonical form, as shown in menus and above the answer."""
    asked_as: tuple[Text, ...] = Field(min_length=1)
    """How people really ask it; what matching compares a message with."""
    answer: Text
    """Markdown: bold, italics, links and lists. `{name}` stands for the fact of that name."""
    answer_before: Text | None = None
    """Other words while the strike, or the next of its windows, is to come."""
    answer_after: Text | None = None
    """Other words when the strike is over."""
    source: Text = NO_SOURCE
    """The id of the source of the answer; `none` where no source answers and the entry only signposts."""
    topic: Text = "Questions"
    """Groups the entries in menus."""
    related: tuple[Id, ...] = ()
    """Ids of the entries offered as buttons below the answer."""
    reviewed: Day | None = None
    """The day on which somebody last read the entry against its source. Optional."""


class Source(Part):
    """Where answers come from."""

    title: Text
    """What it is called, or a few words that say what it is."""
    publisher: Text
    """Who published it."""
    published: Day
    """The day it came out, such as 2016-02-10."""
    url: WebAddress | None = None
    """Its whole web address, if it has one."""


def _ends_later(ends: datetime | None, info: ValidationInfo) -> datetime | None:
    starts = info.data.get("starts")
    if starts and ends and ends <= starts:
        raise PydanticCustomError("ends-before-start", "the strike ends before it starts — check both times")
    return ends


class Window(Part):
    """One of several spells of a strike."""

    starts: Moment
    """When it starts, with the hours from Greenwich: 2016-02-10T08:00:00+00:00."""
    ends: Annotated[Moment, AfterValidator(_ends_later)]
    """When it ends."""


class Strike(Part):
    """What the pack is about, and when: `starts` and `ends`, or a list of `windows` for a strike with pauses."""

    name: Text
    """What people call it: "Bus drivers' strike in Leeds"."""
    starts: Moment | None = None
    """When it starts, with the hours from Greenwich: 2016-02-10T08:00:00+00:00."""
    ends: Annotated[Moment | None, AfterValidator(_ends_later)] = None
    """When it ends."""
    windows: Annotated[tuple[Window, ...], Field(min_length=1)] = ()
    """The spells of a strike with pauses, the earliest first."""

    @field_validator("windows")
    @classmethod
    def _in_order(cls, windows: tuple[Window, ...], info: ValidationInfo) -> tuple[Window, ...]:
        if info.data.get("starts") or info.data.get("ends"):
            raise PydanticCustomError(
                "two-clocks", "the strike has windows beside its starts and ends — put all of its times into windows"
            )
        faults = [
            InitErrorDetails(type=fault, loc=(number, "starts"), input=None)
            for number, (one, following) in enumerate(pairwise(windows), start=1)
            if (fault := _out_of_order(one, following))
        ]
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return windows


def _out_of_order(one: Window, following: Window) -> PydanticCustomError | None:
    if following.starts < one.starts:
        return PydanticCustomError(
            "windows-unsorted", "this window starts before the one above it — list the earliest first"
        )
    if following.starts < one.ends:
        return PydanticCustomError(
            "windows-overlap", "this window starts before the one above it has ended — make one window of the two"
        )
    return None


class Smalltalk(Part):
    """Something said to be friendly, and the friendly reply."""

    id: Id
    """A short name: `hello`, `thanks`, `bot`."""
    asked_as: tuple[Text, ...] = Field(min_length=1)
    """What people write."""
    answer: Text
    """The friendly reply, in Markdown."""


class Vocabulary(Part):
    """The words people use for the things that the entries speak of. A word may also be a phrase of several words."""

    same: dict[Text, tuple[Text, ...]] = {}
    """Name -> words that mean the same thing as it and as one another."""
    similar: dict[Text, tuple[Text, ...]] = {}
    """Name -> words that are near in meaning: evidence, but weaker than `same`."""
    kinds: dict[Text, tuple[Text, ...]] = {}
    """Name of the general thing -> particular kinds of it: "armchair" is a kind of furniture, but not the reverse."""
    endings: dict[Text, tuple[Text, ...]] = {}
    """Name of the general thing -> endings of words for kinds of it: "-berry" is a fruit."""


class Wording(Part):
    """What the bot says around the answers. Markdown; `{name}` stands for a fact, as in answers."""

    welcome: Text = "Hello. Ask me a question in your own words, or choose a topic."
    """The greeting."""
    help: Text = "Write your question in your own words, as you would say it. I answer from a fixed list of questions."
    """What /help says: what the bot can do and what it can't."""
    none: Text = "I don't have an answer to that."
    """When no entry fits: what to do instead."""
    none_again: Text = (
        "I still don't have an answer to that. Please choose a topic, or ask somebody who knows your case."
    )
    """When no entry fitted twice in a row: no more guesses, but who can help."""
    suggest: Text = "Did you mean one of these?"
    """Above the entries that may have been meant."""
    before: Text | None = None
    """Status line while the strike, or the next of its windows, is to come; without it a plain one is made from the
    strike's name and times."""
    during: Text | None = None
    """Status line while the strike is on."""
    after: Text | None = None
    """Status line when it is over; it should say where to look for today's news."""
    about: Text = "I am a computer program. I answer from a fixed list of questions that people keep up to date."
    """What /about says: who runs the bot, and where its answers come from."""
    privacy: Text = (
        "I don't keep who you are: no name, no number, no chat. I count questions and votes. I may keep the words of a "
        "question that I couldn't answer, or where you say that my answer didn't help. I take personal details out "
        "first, and delete the words after some time. They help people to improve this list."
    )
    """What /privacy says: what the bot keeps and what not."""
    text_only: Text = "I can only read text. Please write your question in words."
    """When somebody sends a picture, a voice message or a sticker."""
    group_hello: Text = "Hello. To ask me something here, write /ask and your question, or reply to one of my messages."
    """When the bot joins a group."""
    too_many: Text = "That is a lot of messages at once. Please wait a minute, then ask again."
    """When somebody sends more messages than one person can read the replies to."""


OFF_TOPIC, EMERGENCY, SMALLTALK = "OOS", "EMERGENCY", "SMALLTALK-"
"""What stands in place of an entry's id where no entry is right; the last before an id of small talk."""


class Labelled(Part):
    """A question with the replies that are right: what the pack's own evaluation runs on."""

    q: str
    """The message."""
    ok: tuple[Text, ...] = Field(min_length=1)
    """Ids of every entry that answers it well, or OOS, EMERGENCY, SMALLTALK-hello …"""
    style: Text | None = None
    """What kind of message it is, such as plain, story or multi (asks two things)."""


class Pack(Part):
    """A whole FAQ, validated."""

    entries: tuple[Entry, ...]
    """The questions that the FAQ answers."""
    strike: Strike | None = None
    """What the pack is about, and when."""
    sources: dict[Id, Source] = {}
    """Id -> where answers come from."""
    facts: dict[Text, Text] = {}
    """Numbers, dates and names that several answers share, written once."""
    vocabulary: Vocabulary = Vocabulary()
    """The words that people use for the same thing."""
    urgent: Urgent = Urgent()
    """The signs of an emergency, and what to reply to it."""
    smalltalk: tuple[Smalltalk, ...] = ()
    """Greetings and thanks, and the friendly replies."""
    off_topic: tuple[Text, ...] = ()
    """Messages that sound near but are about something else: other strikes, a TV series."""
    wording: Wording = Wording()
    """What the bot says around the answers."""
    labelled: tuple[Labelled, ...] = ()
    """Questions with the replies that are right, to measure the FAQ with."""
    review_after_days: Annotated[int, Field(ge=1, strict=True)] | None = None
    """After how many days an entry should be read against its source again. Optional."""

    @property
    def version(self) -> str:
        """Made from the content, so that packs can be compared: twelve hexadecimal digits."""
        digest = sha256()
        for _, value in self:
            for part in value if isinstance(value, tuple) else (value,):
                digest.update(repr(part).encode())
        return digest.hexdigest()[:12]

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Id -> its entry."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def topics(self) -> dict[str, tuple[Entry, ...]]:
        """Topic -> its entries, both in the order in which they stand in the pack."""
        topics: dict[str, list[Entry]] = {}
        for entry in self.entries:
            topics.setdefault(entry.topic, []).append(entry)
        return {topic: tuple(entries) for topic, entries in topics.items()}
