"""Writes docs/benchmarks.md: `python -m tests.benchmarks.page [FILE …]`, FILE more labelled questions for the peers."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.evaluation.labelled import pack_labelled, read_labelled
from tests.benchmarks.packs import phrasings, shipped
from tests.benchmarks.peers import compare, markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
INTRODUCTION = """\
# Benchmarks

Written by `python -m tests.benchmarks.page`, on {machine}. The shipped pack has {entries} entries and {phrasings}
ways of asking them. Times are of the processor; a machine busy with other work makes them longer all the same.

## Accuracy beside peers

Every method knows the same phrasings and is asked the same questions. The second and third figure are taken where
each method would answer 8% of the off-topic messages; a dash means that the set has none. The probabilities of this bot
were fitted with the pack's own questions among others, so a file of other questions is the fairer judge.
"""
SPEED = """
## Speed and memory

A long message is the first that a fresh bot reads: nothing about it is cached. Meanwhile {busy:.1f} processes, these
included, wanted the machine's {processors} processors.

| measure | goal | reached |
| --- | --- | --- |
"""


def speed() -> str:
    """Runs the benchmarks; rows of a table. A goal that was missed is no reason to stop: the row shows it."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "pytest", "tests/benchmarks", "-q", f"--benchmark-json={figures}"]
        subprocess.run(command, cwd=PAGE.parents[1], stdout=sys.stderr, check=False)
        notes = [one["extra_info"] for one in json.loads(figures.read_text(encoding="utf-8"))["benchmarks"]]
    return "\n".join(f"| {note['measure']} | {note['goal']} | {note['figure']} |" for note in notes if note)


def main() -> None:
    pack = shipped()
    sets = {f"The pack's own {len(pack.labelled)} labelled questions": pack_labelled(pack)}
    for path in map(Path, sys.argv[1:]):
        placed = read_labelled(path)
        sets[f"{path.name}, {len(placed)} questions"] = placed
    machine = f"{platform.system()}, {platform.machine()}, Python {platform.python_version()}"
    page = INTRODUCTION.format(machine=machine, entries=len(pack.entries), phrasings=len(phrasings(pack)))
    for name, placed in sets.items():
        page += f"\n{name}:\n\n{markdown(compare(pack, [one.labelled for one in placed]))}\n"
    PAGE.parent.mkdir(exist_ok=True)
    rows = speed()
    heading = SPEED.format(busy=os.getloadavg()[1], processors=os.cpu_count())
    PAGE.write_text(f"{page}{heading}{rows}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
