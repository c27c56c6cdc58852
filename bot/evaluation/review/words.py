"""A vocabulary's words that help nothing, or that mean two things at once."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.document import Node
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, warning
from bot.understanding.lexicon import Lexicon
from bot.understanding.text import stem, tokens


def vocabulary_reviews(root: Node, pack: Pack) -> Iterator[Problem]:
    """What is to be said about the vocabulary."""
    vocabulary = root.children.get("vocabulary")
    if vocabulary:
        yield from _two_meanings(vocabulary)
        yield from _repeated(vocabulary)
        yield from _unused(vocabulary, pack)


def _two_meanings(vocabulary: Node) -> Iterator[Problem]:
    """Words in two groups of `same`: the groups become one through them."""
    first: dict[str, tuple[str, Node | None]] = {}
    for group in vocabulary.fields("same"):
        first.setdefault(_key(group), (group, None))
    for group, word in _members(vocabulary, "same"):
        other, at = first.setdefault(_key(word.data), (group, word))
        if other != group:
            place = f", at {at.at}" if at else ""
            yield warning(
                "two-meanings",
                word.at,
                f'"{word.data}" means "{group}" here, but "{other}" too{place}',
                "keep it where it belongs, or use a phrase that means one of the two",
            )


def _repeated(vocabulary: Node) -> Iterator[Problem]:
    """Words that stand in their group already, in another form."""
    for part in ("same", "similar", "kinds"):
        first: dict[tuple[str, str], str] = {(group, _key(group)): group for group in vocabulary.fields(part)}
        for group, word in _members(vocabulary, part):
            other = first.setdefault((group, _key(word.data)), word.data)
            if other is not word.data:
                yield warning(
                    "repeated-word", word.at, f'to the bot "{word.data}" is the same word as "{other}"', "remove it"
                )


def _unused(vocabulary: Node, pack: Pack) -> Iterator[Problem]:
    """Groups of which no word stands in any phrasing: whoever writes one of them is led nowhere.

    A single word that no phrasing has is what a vocabulary is for, as long as another of its group does.
    """
    lexicon = Lexicon(pack.vocabulary)
    asked = (text for entry in pack.entries for text in (entry.question, *entry.asked_as))
    others = (text for talk in pack.smalltalk for text in talk.asked_as)
    spoken: set[str] = set()
    for text in (*asked, *others, *pack.off_topic):
        units = lexicon.units(tokens(text))
        spoken.update(units)
        for key, word in units.items():
            spoken.update(meaning[1:] for meaning in lexicon.meanings(key, word))
    for part in ("same", "similar", "kinds", "endings"):
        groups = vocabulary.children.get(part)
        members = [] if part == "endings" else list(_members(vocabulary, part))
        for group in vocabulary.fields(part):
            words = [group, *(word.data for of, word in members if of == group)]
            if groups and group not in spoken and spoken.isdisjoint(map(_key, words)):
                yield warning(
                    "unused-words",
                    groups.keys[group],
                    f'no phrasing speaks of "{group}", nor of any word of this group',
                    "add phrasings that do, or remove the group",
                )


def _members(vocabulary: Node, part: str) -> Iterator[tuple[str, Node]]:
    """Each word of a part of the vocabulary, with the name of its group."""
    groups = vocabulary.children.get(part)
    for group in vocabulary.fields(part):
        if groups:
            yield from ((group, word) for word in groups.items(group) if isinstance(word.data, str))


def _key(text: str) -> str:
    """The name under which the bot knows a word, or a phrase."""
    words = tokens(text)
    return stem(words[0]) if len(words) == 1 else " ".join(words)
