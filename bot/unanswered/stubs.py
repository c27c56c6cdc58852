"""What to add to the FAQ for a group of questions, as YAML that is ready to be edited and pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from bot.knowledge.model import Pack
from bot.unanswered.groups import Group
from bot.understanding.text import tokens

MOST_PHRASINGS = 8
ANSWER = "Write the answer here."
_TAG = re.compile(r"\[[A-Za-z ]+\]|…$")
_LONGEST_QUESTION = 200
_ID_WORDS = 4


def stubs(groups: Sequence[Group], pack: Pack) -> str:
    """For each group the lines to add to `asked_as` of the nearest entry, or a new entry; one YAML document."""
    if not groups:
        return "entries: []\n"
    taken = set(pack.by_id)
    parts = [_known(group, pack) if _fits(group, pack) else _new(group, pack, taken) for group in groups]
    return "entries:\n" + "\n".join(parts)


def _fits(group: Group, pack: Pack) -> bool:
    # More phrasings are no help where the entry was found, and its answer did not help.
    return group.nearest in pack.by_id and group.unhelpful * 2 <= group.count


def _known(group: Group, pack: Pack) -> str:
    assert group.nearest is not None
    question = " ".join(pack.by_id[group.nearest].question.split())
    note = f"{_asked(group)} If they ask this, add the lines below to its asked_as: {question}"
    return _item([note], {"id": group.nearest, "asked_as": _phrasings(group)})


def _new(group: Group, pack: Pack, taken: set[str]) -> str:
    if group.unhelpful:
        near = f"{group.unhelpful} got {group.nearest}, which didn't help: better its answer, or add an entry."
    elif group.nearest is None:
        near = "Nothing in the FAQ is near. A new entry:"
    else:
        near = f"{group.nearest} was near. A new entry:"
    phrasings = _phrasings(group)
    entry = {
        "id": _id(phrasings[0], taken),
        "question": phrasings[0][:_LONGEST_QUESTION],
        "asked_as": phrasings,
        "answer": ANSWER,
        "source": "none",
        "topic": next(iter(pack.topics), "Questions"),
    }
    return _item([_asked(group), near], entry)


def _item(notes: Iterable[str], entry: Mapping[str, object]) -> str:
    written = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=10_000, indent=2)
    # As FAQs are written: the items of a list stand further in than its name.
    lines = [f"  {line}" if line.startswith("- ") else line for line in written.splitlines()]
    indented = "\n".join(f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines))
    return "".join(f"  # {note}\n" for note in notes) + indented + "\n"


def _asked(group: Group) -> str:
    return f"Asked {group.count} time{'' if group.count == 1 else 's'}, last on {group.last}."


def _phrasings(group: Group) -> list[str]:
    """The questions that hold no tag in place of a detail; should all of them hold one, they without their tags."""
    plain = [question for question in group.questions if not _TAG.search(question)]
    stripped = (" ".join(_TAG.sub(" ", question).split()) for question in group.questions)
    return (plain or [text for text in stripped if text] or [group.questions[0]])[:MOST_PHRASINGS]


def _id(question: str, taken: set[str]) -> str:
    """An id made of the question's longest words, in their order."""
    words = [word for word in dict.fromkeys(tokens(question)) if re.fullmatch(r"[a-z0-9]{1,13}", word)]
    longest = sorted(words, key=lambda word: -len(word))[:_ID_WORDS]
    base = "-".join(word for word in words if word in longest) or "question"
    id = next(
        name for number in range(1, len(taken) + 2) if (name := f"{base}-{number}" if number > 1 else base) not in taken
    )
    taken.add(id)
    return id
