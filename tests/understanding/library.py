"""A small FAQ of a town library: what the understanding is tried on when the shipped pack's words don't matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.knowledge.model import Pack, Vocabulary
from bot.understanding.corpus import Corpus
from bot.understanding.index import Index
from bot.understanding.interpreter import Interpreter
from bot.understanding.lexicon import Lexicon
from bot.understanding.matcher import Matcher

PHRASINGS = {
    "opening": (
        "When is the library open?", "what are your opening hours", "what time do you open", "what time do you close",
        "are you open on sunday", "when do you shut", "opening times", "is the library open today",
        "how late are you open", "are you closed at christmas",
    ),
    "renew": (
        "How do I renew a book?", "can i renew my books online", "renew a loan", "i need my book for longer",
        "extend my loan", "how many times can i renew", "can i keep a novel for another week", "renewal",
        "how to renew over the telephone", "renew before it is overdue",
    ),
    "fines": (
        "What are the fines for late books?", "how much is the fine", "my book is overdue", "what do i owe",
        "do children pay fines", "i returned it late", "late fee", "pay a fine online", "how do i pay my fine",
        "is there a charge for overdue books",
    ),
    "card": (
        "How do I get a library card?", "i want to join the library", "i lost my library card", "become a member",
        "do i need proof of address to join", "replace a lost card", "membership", "can children have a card",
        "what do i need to join", "my library card is broken",
    ),
    "computers": (
        "Can I use a computer?", "book a computer", "do you have wifi", "what is the wifi password",
        "how long can i use a pc", "internet access", "can i print from the computer", "are the computers free",
        "is there a computer i can use", "wifi",
    ),
    "printing": (
        "How much is printing?", "print a document", "can i photocopy", "colour printing cost", "do you have a scanner",
        "where is the photocopier", "print from my phone", "price of a photocopy", "black and white printing",
        "how do i scan a letter",
    ),
    "stories": (
        "When is story time?", "what is on for toddlers", "story time for children", "events for babies",
        "rhyme time", "do i need to book for story time", "what age is story time for", "is story time on saturday",
        "activities for under fives", "songs and rhymes for babies",
    ),
    "parking": (
        "Where can I park?", "is there a car park", "parking for disabled people", "how much is parking",
        "can i park outside the library", "bike racks", "where do i leave my bicycle", "nearest car park",
        "is parking free", "space for a blue badge",
    ),
}  # fmt: skip

SMALLTALK = {
    "hello": ("hello", "hi there", "good morning", "hey", "hiya", "hi"),
    "thanks": ("thank you", "thanks a lot", "cheers", "thanks", "that helped", "👍"),
    "bot": ("are you a robot", "who am i talking to", "are you a real person", "is this a bot"),
}

OFF_TOPIC = (
    "what are the opening hours of the swimming pool", "is the post office open on sunday",
    "how much is parking at the airport", "renew my passport", "renew my driving licence",
    "what is the capital of france", "tell me a joke", "who won the football",
)  # fmt: skip

VOCABULARY: dict[str, Any] = {
    "same": {"library card": ["ticket", "membership card"], "toddler": ["tot", "little one"], "wifi": ["wi-fi"]},
    "similar": {"child": ["grandson", "daughter"]},
    "kinds": {"book": ["atlas", "whodunnit", "cookery book"]},
    "endings": {"book": ["-ography"]},
}


def library(**changes: Any) -> Pack:
    """The library's FAQ as a pack, with whole parts of it changed."""
    content = {
        "entries": [
            {"id": id, "question": question, "asked_as": asked_as, "answer": "Yes."}
            for id, (question, *asked_as) in PHRASINGS.items()
        ],
        "smalltalk": [{"id": id, "asked_as": said, "answer": "Hello."} for id, said in SMALLTALK.items()],
        "off_topic": OFF_TOPIC,
        "vocabulary": VOCABULARY,
    }
    return Pack.model_validate(content | changes)


def pack(entries: Mapping[str, Iterable[str]], **parts: Any) -> Pack:
    """A pack of entries, each with the ways of asking it; the first is its question."""
    written = [
        {"id": id, "question": asked[0], "asked_as": asked, "answer": "Yes."}
        for id, asked in ((id, tuple(asked)) for id, asked in entries.items())
    ]
    return Pack.model_validate({"entries": written, **parts})


def interpreter(entries: Mapping[str, Iterable[str]], **parts: Any) -> Interpreter:
    """An interpreter of such a pack."""
    return Interpreter(pack(entries, **parts))


def lexicon(**parts: Any) -> Lexicon:
    """A lexicon of a vocabulary's parts."""
    return Lexicon(Vocabulary.model_validate(parts))


def corpus(
    entries: Mapping[str, Iterable[str]], vocabulary: Mapping[str, Any] | None = None, off_topic: Iterable[str] = ()
) -> Corpus:
    """A corpus of the ways of asking each entry."""
    return Corpus(list(entries.items()), lexicon(**(vocabulary or {})), off_topic)


def matcher(
    entries: Mapping[str, Iterable[str]], vocabulary: Mapping[str, Any] | None = None, off_topic: Iterable[str] = ()
) -> Matcher:
    """A matcher over such a corpus."""
    return Matcher(Index(corpus(entries, vocabulary, off_topic)))
