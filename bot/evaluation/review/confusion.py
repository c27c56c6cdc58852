"""Entries that the bot takes for one another: each phrasing is asked with itself left out of the pack."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.review.progress import Track
from bot.knowledge.document import Node
from bot.knowledge.model import Pack
from bot.knowledge.problem import Problem, warning
from bot.understanding.corpus import Corpus
from bot.understanding.index import Index
from bot.understanding.lexicon import Lexicon
from bot.understanding.matcher import Matcher
from bot.understanding.text import tokens

MOST_PHRASINGS = 20_000
"""Beyond that the review takes minutes, and a pack is no longer edited by hand."""
MOST_ENTRIES = 1_000
_FEWEST_FOLDS, _MOST_FOLDS = 4, 20
_ASKED = 30_000  # phrasings indexed over all folds, about
_LOST = 0.5  # share of an entry's phrasings that must find it
_COMPETING = 0.1  # share of the phrasings of each of two entries that find the other
_FEWEST = 2  # phrasings that are more than an accident
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Stray:
    """A phrasing that, left out of its entry, finds another."""

    phrasing: str
    finds: str


def is_too_large(pack: Pack) -> bool:
    """Whether the pack is too large for this review."""
    phrasings = sum(len(entry.asked_as) for entry in pack.entries)
    return phrasings > MOST_PHRASINGS or len(pack.entries) > MOST_ENTRIES


def confusions(root: Node, pack: Pack, track: Track) -> Iterator[Problem]:
    """Entries whose phrasings find another entry, and pairs of entries that find each other."""
    strays = leave_out(pack, track)
    nodes = {entry.id: node for entry, node in zip(pack.entries, root.items("entries"), strict=True)}
    lost = set[str]()
    for entry in pack.entries:
        of_entry = strays.get(entry.id, ())
        if len(of_entry) >= _FEWEST and len(of_entry) > (1 - _LOST) * len(entry.asked_as):
            lost.add(entry.id)
            yield _lost(nodes[entry.id], entry.id, of_entry, len(entry.asked_as))
    sizes = {entry.id: len(entry.asked_as) for entry in pack.entries}
    drawn = Counter((id, stray.finds) for id, of_entry in strays.items() for stray in of_entry)
    for (one, other), count in drawn.items():
        back = drawn[other, one]
        both = min(count, back) >= _FEWEST and count >= _COMPETING * sizes[one] and back >= _COMPETING * sizes[other]
        if both and one < other and not {one, other} <= lost:
            yield _competing(nodes, one, other, strays)


def leave_out(pack: Pack, track: Track) -> Mapping[str, Sequence[Stray]]:
    """Entry -> those of its phrasings that find another entry when they are left out of the pack.

    They are left out in turns, some of every entry at a time: as many turns as the size of the pack allows.
    """
    lexicon = Lexicon(pack.vocabulary)
    phrasings = sum(len(entry.asked_as) for entry in pack.entries)
    longest = max((len(entry.asked_as) for entry in pack.entries), default=0)
    folds = min(max(_FEWEST_FOLDS, min(_MOST_FOLDS, _ASKED // max(phrasings, 1))), longest)
    strays: defaultdict[str, list[Stray]] = defaultdict(list)
    for fold in track(range(folds), "Asking each phrasing"):
        kept = [
            (entry.id, (entry.question, *(text for i, text in enumerate(entry.asked_as) if i % folds != fold)))
            for entry in pack.entries
        ]
        matcher = Matcher(Index(Corpus(kept, lexicon, pack.off_topic)))
        for entry in pack.entries:
            for phrasing in entry.asked_as[fold::folds]:
                ranking = matcher.rank(tokens(phrasing))
                if ranking and ranking.entries[0] != entry.id:
                    strays[entry.id].append(Stray(phrasing, ranking.entries[0]))
    return strays


def _lost(node: Node, id: str, strays: Sequence[Stray], of: int) -> Problem:
    finds = Counter(stray.finds for stray in strays).most_common(1)[0][0]
    examples = _quoted(stray.phrasing for stray in strays if stray.finds == finds)
    return warning(
        "finds-another",
        node.keys["asked_as"],
        f'{len(strays)} of the {of} phrasings of "{id}" would find another entry, most often "{finds}": {examples}',
        "say in each what sets this entry apart, add more of that kind, or make the two entries one",
    )


def _competing(nodes: Mapping[str, Node], one: str, other: str, strays: Mapping[str, Sequence[Stray]]) -> Problem:
    mine = _quoted(stray.phrasing for stray in strays[one] if stray.finds == other)
    theirs = _quoted(stray.phrasing for stray in strays[other] if stray.finds == one)
    return warning(
        "competing-entries",
        nodes[one].keys["asked_as"],
        f'"{one}" and "{other}" (at {nodes[other].keys["asked_as"]}) compete: {mine} would find "{other}", {theirs} '
        f'"{one}"',
        "give each its own words, or make them one entry",
    )


def _quoted(phrasings: Iterator[str]) -> str:
    return ", ".join(f'"{text}"' for text, _ in zip(phrasings, range(_EXAMPLES), strict=False))
