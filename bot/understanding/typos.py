"""Misspelt words: which known word was meant."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, groupby
from math import log1p

from rapidfuzz.distance import OSA, JaroWinkler

from bot.understanding.english import zipf
from bot.understanding.hashed import Hashed

SHORTEST = 4  # letters; below that, two words differ in a letter because they are two words
_LONG = 6  # letters; from there a word may have two letters wrong
_PREFIX = 7  # letters that the index of deletions looks at, as in SymSpell
# Spellings of one sound, the longer before the shorter; "x" stands for "sh". Vowels tell little, so all of them go.
_SOUNDS = {
    "tch": "x", "tion": "xn", "sion": "xn", "cian": "xn", "sch": "sk", "ph": "f", "gh": "", "ck": "k", "kn": "n",
    "wr": "r", "ch": "x", "sh": "x", "qu": "k", "ce": "s", "ci": "s", "cy": "s", "c": "k", "q": "k", "z": "s", "j": "g",
}  # fmt: skip
_VOWELS = "aeiou"
_NO_VOWELS = str.maketrans("", "", "aeiouyhw")


class Speller:
    """Finds the known words nearest to a misspelt one.

    Candidates come from an index of deletions (W. Garbe, SymSpell, 2012) and from the consonants as they sound
    ("apntmnt", "farmasy"); of these, rapidfuzz's similarity decides. Finding them costs what the word is long,
    not what the pack is large.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """`frequencies`: known words -> in how many phrasings they stand; the commoner, the likelier meant."""
        self._frequencies = frequencies
        self._words = [word for word in frequencies if len(word) >= SHORTEST and word.isalpha()]
        numbered = list(enumerate(self._words))
        self._deletions = Hashed(((rest, number) for number, word in numbered for rest in _deletions(word, 1)), "i")
        self._sounds = Hashed(((_sound(word), number) for number, word in numbered), "i")

    def knows(self, word: str) -> bool:
        """Whether `word` is one of the known words."""
        return word in self._frequencies

    def nearest(self, word: str) -> list[tuple[str, float]]:
        """At most two known words that `word` may be a misspelling of, with their similarity (0 to 1), best first.

        None for a short word, and for a word that is good English by itself.
        """
        length = len(word)
        if length < SHORTEST or length > 32 or zipf(word) >= (3.0 if length <= 5 else 3.6):
            return []
        commonness = zipf(word)
        bar = 0.92 if commonness >= 3.5 else 0.88
        sound = _sound(word)
        candidates = set(self._sounds[sound])
        for rest in _deletions(word, 1 if length < _LONG else 2):
            candidates.update(self._deletions[rest])
        found: list[tuple[float, str]] = []
        for candidate in map(self._words.__getitem__, candidates):
            longer = max(length, len(candidate))
            edits = 1 if longer <= 5 else 2 if longer <= 8 else 3
            similarity = JaroWinkler.similarity(word, candidate) + 0.02 * log1p(self._frequencies[candidate])
            alike = similarity >= bar and OSA.distance(word, candidate, score_cutoff=edits) <= edits
            # Dropped vowels make a word much shorter; the same consonants in the same order still tell it.
            if not alike and similarity >= 0.7 and commonness < 2.5:
                alike = len(sound) >= 3 and sound == _sound(candidate)
            if alike:
                found.append((min(similarity, 1.0), candidate))
        found.sort(reverse=True)
        return [(candidate, 0.97 * similarity**2) for similarity, candidate in found[:2]]


def _deletions(word: str, most: int) -> set[str]:
    """`word`'s beginning, and what is left of it when up to `most` letters are left out."""
    word = word[:_PREFIX]
    return {word}.union(*(map("".join, combinations(word, len(word) - left_out)) for left_out in range(1, most + 1)))


def _sound(word: str) -> str:
    """The consonants of a word as they sound: "fotograf" and "photograph" are one."""
    for spelling, sound in _SOUNDS.items():
        word = word.replace(spelling, sound)
    consonants = "".join(letter for letter, _ in groupby(word.translate(_NO_VOWELS)))
    return consonants if word[:1] not in _VOWELS else "a" + consonants
