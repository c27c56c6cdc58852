"""Fits the decision: `python -m tests.benchmarks.calibrate [--clinc data_full.json] [--check questions.jsonl …]`.

Prints the coefficients of `bot.understanding.decision`. They are fitted on many packs at once, so that a score means
the same whatever the pack: the shipped one and the small one of the tests with their labelled questions (of the shipped
one also those in tests/understanding/messages), and packs
of 15 to 150 entries and 3 to 100 phrasings an entry cut out of CLINC150 (Larson et al., 2019: "An Evaluation Dataset
for Intent Classification and Out-of-Scope Prediction"; its `data_full.json`), hardened: uneven numbers of phrasings,
phrasings of a single word, typos, chatter before the question, words of the pack put into other questions.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.evaluation.labelled import read_labelled
from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.model import EMERGENCY, OFF_TOPIC, SMALLTALK, Labelled, Pack, Vocabulary
from bot.understanding import decision
from bot.understanding.breaks import breaks
from bot.understanding.corpus import Corpus
from bot.understanding.english import zipf
from bot.understanding.index import Index
from bot.understanding.interpreter import Interpreter
from bot.understanding.lexicon import Lexicon
from bot.understanding.matcher import Matcher, Signals
from bot.understanding.text import tokens

EPISODES = 40
QUESTIONS = 120  # of each sort in an episode

SMALL_PACK = Path(__file__).parents[1] / "packs" / "refuse"
MESSAGES = Path(__file__).parents[1] / "understanding" / "messages"
PAIRS = 250
"""Messages of two questions that are made of two labelled ones: people's own are few."""
OF_A_PAIR = 0.2  # what such a message weighs, beside one that somebody wrote
JOINTS = (" and ", ", ", "? ", ". ", "? also ", " n ", ", and ", "? and ")
LONGEST_OF_A_PAIR = 11  # words
WEIGHTS = {"shipped": 0.4, "small": 0.2, "clinc": 0.4}
CHATTER = ("hi there ", "sorry to bother you but ", "hello can you help me ", "ok so ", "just a quick one ", "hey ")


@dataclass(frozen=True, slots=True)
class Example:
    """One message, what is known of it, and whether the first entry was right."""

    signals: tuple[float, ...]
    right: bool
    outside: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clinc", type=Path, help="CLINC150's data_full.json; without it, the shipped pack alone")
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="labelled questions to measure with")
    parser.add_argument("--episodes", type=int, default=EPISODES)
    options = parser.parse_args()
    pack, small = load_pack(default_pack()), load_pack(SMALL_PACK)
    rows = [*pack.labelled, *chain.from_iterable(read(path) for path in sorted(MESSAGES.glob("*.jsonl")))]
    sources = {"shipped": list(shipped(pack, rows)), "small": list(shipped(small, small.labelled))}
    if options.clinc:
        sources["clinc"] = list(clinc(json.loads(options.clinc.read_text(encoding="utf-8")), options.episodes))
    names = [field.name for field in fields(Signals)]
    model = fit(sources)
    show("decision._SIGNALS", names, model)
    for path in options.check:
        sources[path.name] = list(shipped(pack, read(path)))
    for name, examples in sources.items():
        measure(name, examples, model)
    fit_halves(pack, rows)


def read(path: Path) -> list[Labelled]:
    return [placed.labelled for placed in read_labelled(path)]


def fit(sources: dict[str, list[Example]]) -> LogisticRegression:
    """One model of all examples; a source weighs what it weighs, however many examples it has."""
    examples = [example for one in sources.values() for example in one]
    weights = [WEIGHTS[name] * len(examples) / len(one) for name, one in sources.items() for _ in one]
    model = LogisticRegression(C=3, max_iter=10_000)
    model.fit([example.signals for example in examples], [example.right for example in examples], weights)
    return model


def show(name: str, fields: Sequence[str], model: LogisticRegression) -> None:
    terms = ", ".join(f"{field}={weight:.2f}" for field, weight in zip(fields, model.coef_[0], strict=True))
    print(f"{name}({terms}) bias {model.intercept_[0]:.2f}")


def measure(name: str, examples: Sequence[Example], model: LogisticRegression) -> None:
    """How well the probabilities of `model` tell right from wrong, and what comes of three thresholds."""
    chances = model.predict_proba([example.signals for example in examples])[:, 1]
    right = np.array([example.right for example in examples])
    outside = np.array([example.outside for example in examples])
    line = f"{name}: {len(examples)}, first choice {100 * right[~outside].mean():.1f}"
    line += f", area under the curve {roc_auc_score(right, chances):.3f}"
    for threshold in (0.5, decision.ANSWER, 0.7):
        answered = chances >= threshold
        line += (
            f" | from {threshold}: right {100 * (right & answered)[~outside].mean():.1f}"
            f" wrong {100 * (~right & answered)[~outside].mean():.1f}"
            f" false {100 * answered[outside].mean():.1f}"
        )
    print(line)


def shipped(pack: Pack, rows: Sequence[Labelled]) -> Iterator[Example]:
    """Examples from labelled questions about a whole pack."""
    matcher = Interpreter(pack).matcher
    for row in rows:
        special = [ok for ok in row.ok if ok.isupper() or ok.startswith(SMALLTALK)]
        if special and list(row.ok) != [OFF_TOPIC]:
            continue
        yield from example(matcher, row.q, row.ok)


def example(matcher: Matcher, question: str, ok: Sequence[str]) -> Iterator[Example]:
    ranking = matcher.rank(tokens(question))
    if ranking:
        yield Example(astuple(ranking.signals), ranking.entries[0] in ok, list(ok) == [OFF_TOPIC])


def clinc(data: dict[str, list[list[str]]], episodes: int) -> Iterator[Example]:
    """Examples from packs cut out of CLINC150."""
    dice = random.Random(1)
    train, test = by_intent(data["train"]), by_intent(data["test"])
    strangers = [text for text, _ in data["oos_test"]] if isinstance(data["oos_test"][0], list) else data["oos_test"]
    for number in range(episodes):
        intents = dice.sample(sorted(train), 150 if number == 0 else dice.choice([15, 21, 30, 45, 60, 100, 150]))
        hard = number % 2 == 1
        sizes = {intent: dice.choice([3, 5, 10, 20, 40] if hard else [10, 20, 40, 100]) for intent in intents}
        size = dice.choice([5, 10, 20, 40])
        pack = {
            intent: dice.sample(train[intent], 100 if number == 0 else sizes[intent] if hard else size)
            for intent in intents
        }
        if hard:
            for texts in pack.values():
                texts += [telling(text) for text in texts[:2]]
        elsewhere = [text for intent in test if intent not in pack for text in test[intent]]
        unlike = [text for intent in train if intent not in pack for text in train[intent]]
        dice.shuffle(strangers)
        off_topic: list[str] = []
        if number % 3 == 1:
            off_topic = strangers[500:600] + dice.sample(unlike, min(100, len(unlike)))
            off_topic = off_topic[:: dice.choice([1, 3, 10])]
        matcher = Matcher(Index(Corpus(list(pack.items()), Lexicon(Vocabulary()), off_topic)))
        inside = [(text, intent) for intent in intents for text in test[intent]]
        outside = [*strangers[: QUESTIONS // 2], *dice.sample(elsewhere, min(QUESTIONS // 2, len(elsewhere)))]
        if hard:
            words = [telling(text) for texts in pack.values() for text in texts]
            outside = [mixed(text, words, dice) if dice.random() < 0.4 else text for text in outside]
        questions = [*dice.sample(inside, QUESTIONS), *((text, OFF_TOPIC) for text in outside)]
        for text, intent in questions:
            yield from example(matcher, roughened(text, dice) if hard else text, [intent])


def by_intent(pairs: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for text, intent in pairs:
        texts[intent].append(text)
    return texts


def telling(text: str) -> str:
    """The rarest word of a text."""
    return min(tokens(text) or ["?"], key=lambda word: zipf(word) or 2.0)


def mixed(text: str, words: Sequence[str], dice: random.Random) -> str:
    """A text with one of its words replaced by one of `words`."""
    parts = text.split()
    parts[dice.randrange(len(parts))] = dice.choice(words)
    return " ".join(parts)


def roughened(text: str, dice: random.Random) -> str:
    """A text as typed in haste: a letter wrong in some of its long words, and sometimes chatter before it."""
    parts = text.split()
    for place, word in enumerate(parts):
        if len(word) > 4 and dice.random() < 0.12:
            at = dice.randrange(1, len(word) - 1)
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            parts[place] = dice.choice([word[:at] + word[at + 1 :], swapped])
    return (dice.choice(CHATTER) if dice.random() < 0.2 else "") + " ".join(parts)


def fit_halves(pack: Pack, rows: Sequence[Labelled]) -> None:
    """Fit what tells two questions in a message from one, on labelled questions about a pack, and on pairs of them."""
    interpreter = Interpreter(pack)
    asking = [row for row in rows if not row.ok[0].startswith((EMERGENCY, SMALLTALK, OFF_TOPIC))]
    told = list(halves(interpreter.matcher, asking))
    made = list(halves(interpreter.matcher, pairs(interpreter, asking)))
    features, two = zip(*told, *made, strict=True)
    weights = [1.0] * len(told) + [OF_A_PAIR] * len(made)
    model = LogisticRegression(C=1, max_iter=10_000).fit(features, two, weights)
    show("decision._HALVES", [field.name for field in fields(decision.Halves)], model)
    print(f"halves: {len(two)} breaks, {sum(two)} between two questions, {len(made)} of them in pairs")


def halves(matcher: Matcher, rows: Iterable[Labelled]) -> Iterator[tuple[tuple[float, ...], bool]]:
    """What tells two questions from one at each break of the messages, and whether it is two."""
    for row in rows:
        whole = matcher.rank(tokens(row.q))
        for at in breaks(row.q) if whole else ():
            before, after = matcher.rank(tokens(at.before)), matcher.rank(tokens(at.after))
            found = decision.compare(at, before, after, whole) if before and after and whole else None
            if found and before and after:
                yield astuple(found), row.style == "multi" and {before.entries[0], after.entries[0]} <= set(row.ok)


def pairs(interpreter: Interpreter, rows: Sequence[Labelled]) -> Iterator[Labelled]:
    """Messages made of two short ones that are understood and ask different things."""
    dice = random.Random(1)
    short = [
        row
        for row in rows
        if row.style != "multi"
        and len(tokens(row.q)) <= LONGEST_OF_A_PAIR
        and interpreter.interpret(row.q).kind == "answer"
    ]
    for _ in range(PAIRS):
        one, other = dice.sample(short, 2)
        if not set(one.ok) & set(other.ok):
            question = one.q.rstrip("?.! ") + dice.choice(JOINTS) + other.q
            yield Labelled(q=question, ok=(*one.ok, *other.ok), style="multi")


if __name__ == "__main__":
    main()
