"""Phrasings that teach the bot nothing, or the wrong thing: too few, too uniform, the same words twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.knowledge.check import fold
from bot.knowledge.document import Node
from bot.knowledge.model import Entry, Pack
from bot.knowledge.problem import Problem, warning
from bot.understanding.english import zipf
from bot.understanding.lexicon import Lexicon
from bot.understanding.text import tokens

FEW = 10
_SHORT = 4  # words
_SAME_START = 0.6  # share of the phrasings that begin with one word
_SAME_WORD = 0.95  # share that have one word, or another for the same thing
_EVERYDAY = 6.0  # Zipf; "the" and "is" are no key words


def phrasing_reviews(root: Node, pack: Pack) -> Iterator[Problem]:
    """What is to be said about the phrasings of each entry."""
    lexicon = Lexicon(pack.vocabulary)
    for entry, node in zip(pack.entries, root.items("entries"), strict=True):
        if len(entry.asked_as) < FEW:
            yield _few(entry, node)
        else:
            yield from _uniform(entry, node, lexicon)
    yield from _same_words(root, pack, lexicon)


def _few(entry: Entry, node: Node) -> Problem:
    return warning(
        "few-phrasings",
        node.keys["asked_as"],
        f'"{entry.id}" has few phrasings: {len(entry.asked_as)}',
        f"add ways in which people really ask it: {FEW} at the very least, 20 are better",
    )


def _uniform(entry: Entry, node: Node, lexicon: Lexicon) -> Iterator[Problem]:
    worded = [words for words in map(tokens, entry.asked_as) if words]
    starts = Counter(words[0] for words in worded)
    written = {lexicon.canonical(word): word for words in worded for word in words}
    keys = Counter(
        name for words in worded for name in {lexicon.canonical(word): None for word in words if zipf(word) < _EVERYDAY}
    )
    complaints = []
    if starts and (most := starts.most_common(1)[0])[1] >= _SAME_START * len(worded):
        complaints.append(f'{most[1]} of {len(worded)} begin with "{most[0]}"')
    if min(map(len, worded), default=0) > _SHORT:
        complaints.append(f"none has {_SHORT} words or fewer")
    if keys and (most := keys.most_common(1)[0])[1] >= _SAME_WORD * len(worded):
        complaints.append(f'{most[1]} of {len(worded)} say "{_name(most[0], written)}"')
    if complaints:
        yield warning(
            "uniform-phrasings",
            node.keys["asked_as"],
            f'the phrasings of "{entry.id}" are too much alike: {", ".join(complaints)}',
            "add some that are short, some that tell a story, some with none of the usual words",
        )


def _name(canonical: str, written: Mapping[str, str]) -> str:
    """What to call a key word: the name of its group in the vocabulary, else as it is written."""
    return canonical.removeprefix("=") if canonical.startswith("=") else written[canonical]


def _same_words(root: Node, pack: Pack, lexicon: Lexicon) -> Iterator[Problem]:
    """Phrasings that hold the same words as another, in whatever order and form; equal ones are told elsewhere."""
    first: dict[frozenset[str], tuple[str, Node]] = {}
    first_meaning: dict[frozenset[str], tuple[str, Node]] = {}
    for entry, of_entry in zip(pack.entries, root.items("entries"), strict=True):
        for phrasing, node in zip(entry.asked_as, of_entry.items("asked_as"), strict=True):
            words = tokens(phrasing)
            if not words:
                continue
            id, other = first.setdefault(frozenset(lexicon.units(words)), (entry.id, node))
            if other is not node and id == entry.id and fold(other.data) != fold(phrasing):
                yield warning(
                    "adds-nothing",
                    node.at,
                    f'"{phrasing}" is the same to the bot as "{other.data}", at {other.at}',
                    "remove one of the two",
                )
            meaning = frozenset(map(lexicon.canonical, words))
            id, other = first_meaning.setdefault(meaning, (entry.id, node))
            if id != entry.id and fold(other.data) != fold(phrasing):
                yield warning(
                    "ambiguous-phrasing",
                    node.at,
                    f'"{phrasing}" means the same to the bot as "{other.data}" of "{id}", at {other.at}',
                    "keep the one that belongs where it stands, or word both more exactly",
                )
