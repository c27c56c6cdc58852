"""What a FAQ pack holds: entries, the strike they are about, and the words people use."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

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

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Part):
    """One question that the FAQ answers."""

    id: Id
    question: Annotated[Text, Field(max_length=200)]
    """The question in its canonical form, as shown in menus and above the answer."""
    asked_as: tuple[Text, ...] = Field(min_length=1)
    """How people really ask it; what matching compares a message with."""
    answer: Text
    """Markdown: bold, italics, links and lists. `{name}` stands for the fact of that name."""
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
    publisher: Text
    published: Day
    url: WebAddress | None = None


class Strike(Part):
    """What the pack is about, and when."""

    name: Text
    starts: Moment | None = None
    ends: Moment | None = None

    @field_validator("ends")
    @classmethod
    def _ends_later(cls, ends: datetime | None, info: ValidationInfo) -> datetime | None:
        starts = info.data.get("starts")
        if starts and ends and ends <= starts:
            raise PydanticCustomError("ends-before-start", "the strike ends before it starts — check both times")
        return ends


class Smalltalk(Part):
    """Something said to be friendly, and the friendly reply."""

    id: Id
    asked_as: tuple[Text, ...] = Field(min_length=1)
    answer: Text


class Vocabulary(Part):
    """The words people use for the things that the entries speak of. A word may also be a phrase of several words."""

    same: dict[Text, tuple[Text, ...]] = {}
    """Name -> words that mean the same thing as it and as one another."""
    similar: dict[Text, tuple[Text, ...]] = {}
    """Name -> words that are near in meaning: evidence, but weaker than `same`."""
    kinds: dict[Text, tuple[Text, ...]] = {}
    """Name of the general thing -> particular kinds of it: "ablation" is a kind of operation, but not the reverse."""
    endings: dict[Text, tuple[Text, ...]] = {}
    """Name of the general thing -> endings of words for kinds of it: "-ectomy" is an operation."""


class Wording(Part):
    """What the bot says around the answers. Markdown; `{name}` stands for a fact, as in answers."""

    welcome: Text = "Hello. Ask me a question in your own words, or choose a topic."
    help: Text = "Write your question in your own words, as you would say it. I answer from a fixed list of questions."
    none: Text = "I don't have an answer to that."
    """When no entry fits: what to do instead."""
    none_again: Text = (
        "I still don't have an answer to that. Please choose a topic, or ask somebody who knows your case."
    )
    """When no entry fitted twice in a row: no more guesses, but who can help."""
    suggest: Text = "Did you mean one of these?"
    before: Text | None = None
    """Status line while the strike is to come; without it a plain one is made from the strike's name and times."""
    during: Text | None = None
    after: Text | None = None
    """Status line when it is over; it should say where to look for today's news."""
    about: Text = "I am a computer program. I answer from a fixed list of questions that people keep up to date."
    privacy: Text = (
        "I don't keep who you are: no name, no number, no chat. I count questions and votes. I may keep the words of a "
        "question that I couldn't answer, or where you say that my answer didn't help. I take personal details out "
        "first, and delete the words after some time. They help people to improve this list."
    )
    text_only: Text = "I can only read text. Please write your question in words."
    group_hello: Text = "Hello. To ask me something here, write /ask and your question, or reply to one of my messages."
    too_many: Text = "That is a lot of messages at once. Please wait a minute, then ask again."


class Labelled(Part):
    """A question with the replies that are right: what the pack's own evaluation runs on."""

    q: str
    ok: tuple[Text, ...] = Field(min_length=1)
    style: Text | None = None


class Pack(Part):
    """A whole FAQ, validated."""

    entries: tuple[Entry, ...]
    strike: Strike | None = None
    sources: dict[Id, Source] = {}
    facts: dict[Text, Text] = {}
    """Numbers, dates and names that several answers share, written once."""
    vocabulary: Vocabulary = Vocabulary()
    urgent: Urgent = Urgent()
    smalltalk: tuple[Smalltalk, ...] = ()
    off_topic: tuple[Text, ...] = ()
    """Messages that sound near but are about something else: other strikes, a TV series."""
    wording: Wording = Wording()
    labelled: tuple[Labelled, ...] = ()
    review_after_days: Annotated[int, Field(ge=1, strict=True)] | None = None
    """After how many days an entry should be read against its source again. Optional."""

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
