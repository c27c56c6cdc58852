"""What the words of a message mean: a pack's vocabulary, ready for look-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType

from bot.knowledge.model import Vocabulary
from bot.understanding.text import stem, tokens

# How strongly a word stands for a meaning. Two words are as similar as the product of what they share: the same
# thing .95, near in meaning .71, a kind of thing and the thing .78, two kinds of one thing .64.
SAME = 0.975
NEAR = 0.84
KIND = 0.8

Meanings = Mapping[str, float]
_NONE: Meanings = MappingProxyType({})


class Lexicon:
    """The vocabulary of one pack.

    A message becomes *units*: the stems of its words, and the phrases of the vocabulary that stand in it. A phrase
    is added; its words stay, save for single letters ("a and e"), which tell nothing apart from it.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words: set[str] = set()
        """The single words that the vocabulary lists, as they are written there."""
        self._meanings: dict[str, dict[str, float]] = defaultdict(dict)
        # By their first two words: many phrases begin with "how".
        self._phrases: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name, words in vocabulary.same.items():
            self._add(f"={name}", (name, *words), SAME)
        for name, words in vocabulary.similar.items():
            self._add(f"~{name}", (name, *words), NEAR)
        for name, words in vocabulary.kinds.items():
            self._add(f"={name}", words, KIND)
        for name in (*vocabulary.kinds, *vocabulary.endings):
            self._add(f"={name}", (name,), SAME)
        self._endings = tuple(
            (ending.lstrip("-"), MappingProxyType({f"={name}": KIND}))
            for name, endings in vocabulary.endings.items()
            for ending in endings
        )
        self._names = {
            key: strongest
            for key, meanings in self._meanings.items()
            for strongest in [max(meanings, key=meanings.__getitem__)]
            if meanings[strongest] == SAME
        }
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))

    def _add(self, meaning: str, words: Iterable[str], strength: float) -> None:
        for text in words:
            sequence = tuple(tokens(text))
            if not sequence:
                continue
            if len(sequence) == 1:
                key = stem(sequence[0])
                self.words.add(sequence[0])
            else:
                key = " ".join(sequence)
                if (sequence, key) not in self._phrases[sequence[:2]]:
                    self._phrases[sequence[:2]].append((sequence, key))
            self._meanings[key][meaning] = max(strength, self._meanings[key].get(meaning, 0.0))

    def units(self, words: list[str]) -> dict[str, str]:
        """Key of each distinct unit of a tokenised message -> the words as written."""
        units: dict[str, str] = {}
        phrases: dict[str, str] = {}
        swallowed: set[int] = set()
        for start, beginning in enumerate(pairwise(words)):
            for sequence, key in self._phrases.get(beginning, ()):
                end = start + len(sequence)
                if tuple(words[start:end]) == sequence:
                    phrases[key] = key
                    swallowed.update(i for i in range(start, end) if len(words[i]) == 1)
                    break
        for position, word in enumerate(words):
            if position not in swallowed:
                units.setdefault(stem(word), word)
        units.update(phrases)
        return units

    def meanings(self, key: str, word: str) -> Meanings:
        """What a unit stands for -> how strongly."""
        found = self._meanings.get(key)
        if found is not None:
            return found
        for ending, meaning in self._endings:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return meaning
        return _NONE

    def canonical(self, word: str) -> str:
        """One name for all words that mean the same as `word`; its stem if the vocabulary has none."""
        key = stem(word)
        return self._names.get(key, key)
