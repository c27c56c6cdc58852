"""What is measured: the shipped pack, packs of 15,000 phrasings, and messages nobody would write."""

from __future__ import annotations

import json
import random
import string
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain, repeat
from pathlib import Path

from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import Entry, Pack

ENTRIES = 150
PHRASINGS = 100  # an entry
LONGEST = 4096  # characters of a Telegram message


@cache
def shipped() -> Pack:
    """The pack that is shipped."""
    return load_pack(default_pack())


def phrasings(pack: Pack) -> list[tuple[str, str]]:
    """Every way of asking, with the entry that it asks for."""
    return [(text, entry.id) for entry in pack.entries for text in (entry.question, *entry.asked_as)]


def crossed() -> tuple[Pack, list[str]]:
    """150 entries of 100 phrasings, and 300 questions: shipped phrasings with words of others put into them."""
    dice = random.Random(1)
    texts = [text for text, _ in phrasings(shipped())]
    words = sorted({word for text in texts for word in text.split()})

    def cross() -> str:
        parts = dice.choice(texts).split() + dice.choice(texts).split()[:3]
        parts[dice.randrange(len(parts))] = dice.choice(words)
        return " ".join(parts)

    pack = _pack({f"entry-{number}": [cross() for _ in range(PHRASINGS)] for number in range(ENTRIES)})
    return pack, [cross() for _ in range(300)]


def clinc(path: Path) -> tuple[Pack, list[str]]:
    """CLINC150's training set as a pack, and 300 of its test questions; `path` leads to its `data_full.json`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    texts: dict[str, list[str]] = defaultdict(list)
    for text, intent in data["train"]:
        texts[intent].append(text)
    return _pack(texts), random.Random(1).sample([text for text, _ in data["test"]], 300)


def _pack(texts: dict[str, list[str]]) -> Pack:
    entries = (Entry(id=id, question=id, asked_as=tuple(asked), answer="x") for id, asked in texts.items())
    return Pack(entries=tuple(entries))


def anything() -> dict[str, Callable[[int, random.Random], str]]:
    """Kinds of message that might be slow: name -> maker of one with so many characters, other words every time."""
    texts = [text for text, _ in phrasings(shipped())]
    words = sorted({word for text in texts for word in text.split()})

    def letters(number: int, dice: random.Random) -> str:
        return "".join(dice.choices(string.ascii_lowercase, k=number))

    def misspelt(dice: random.Random) -> str:
        word = dice.choice(words)
        at = dice.randrange(len(word))
        return word[:at] + dice.choice(string.ascii_lowercase) + word[at + 1 :]

    def filled(size: int, parts: Sequence[str] | repeat[str] | chain[str], joint: str = " ") -> str:
        message = ""
        for part in parts:
            message += part + joint
            if len(message) >= size:
                break
        return message[:size]

    return {
        "random words": lambda size, dice: filled(size, [letters(dice.randrange(2, 12), dice) for _ in range(size)]),
        "one huge word": lambda size, dice: letters(size, dice),
        "one word over and over": lambda size, dice: filled(size, repeat(dice.choice(words))),
        "words of the pack": lambda size, dice: filled(size, dice.choices(words, k=size)),
        "words of the pack, misspelt": lambda size, dice: filled(size, [misspelt(dice) for _ in range(size)]),
        "phrasings of the pack": lambda size, dice: filled(size, dice.choices(texts, k=size)),
        "phrasings, commas between": lambda size, dice: filled(size, dice.choices(texts, k=size), ", "),
        "emoji": lambda size, dice: "".join(chr(dice.randrange(0x1F300, 0x1FAFF)) for _ in range(size)),
        "any letters of the world": lambda size, dice: "".join(chr(dice.randrange(0x20, 0xD800)) for _ in range(size)),
        "numbers": lambda size, dice: filled(size, [str(dice.randrange(10**5)) for _ in range(size)]),
        "punctuation": lambda size, dice: "".join(dice.choices(string.punctuation, k=size)),
        "commas everywhere": lambda size, dice: filled(size, dice.choices(words, k=size), ","),
        "possessives of nothing": lambda size, dice: filled(size, repeat("'s"), ""),
        "and and and": lambda size, dice: filled(size, repeat("and")),
    }
