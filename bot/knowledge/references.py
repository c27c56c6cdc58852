"""What must agree across a pack: ids, the names of other parts, facts, and what a chat can show.

These rules look at the tree and not at the model, so that they also speak about a pack that the model refuses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pydantic import ValidationError

from bot.knowledge import markdown
from bot.knowledge.document import Node
from bot.knowledge.facts import facts_of, names_in, stray_braces, substitute
from bot.knowledge.model import EMERGENCY, NO_SOURCE, OFF_TOPIC, SMALLTALK, Strike
from bot.knowledge.problem import Position, Problem, error, meant, warning

MAX_ANSWER = 900
LONG_ANSWER = 400
MAX_WORDING = 2000
ANSWERS = ("answer", "answer_before", "answer_after")


def broken_references(root: Node) -> Iterator[Problem]:
    """Names of things that stand nowhere in the pack."""
    entries = root.items("entries")
    ids = _ids(entries)
    sources = dict.fromkeys((*root.fields("sources"), NO_SOURCE))
    for entry in entries:
        own = entry.text("id")
        for related in entry.items("related"):
            if related.data == own and own is not None:
                yield error("self-related", related.at, f'"{own}" is related to itself', "remove it here")
            else:
                yield from _unknown("id", "entry", related, ids)
        if entry.text("source") is not None:
            otherwise = f"sources: {', '.join(sources)}"
            yield from _unknown("source", "source", entry.children["source"], sources, otherwise)
    smalltalk = (SMALLTALK + id for id in _ids(root.items("smalltalk")))
    replies = dict.fromkeys((*ids, OFF_TOPIC, EMERGENCY, *smalltalk))
    for labelled in root.items("labelled"):
        for accepted in labelled.items("ok"):
            yield from _unknown("id", "entry or other reply", accepted, replies)
    yield from _unknown_facts(root)
    yield from _never_shown(root)


def duplicate_ids(root: Node) -> Iterator[Problem]:
    """Ids that stand twice in one list, at whatever depth of the pack."""
    for name, part in root.children.items():
        lists = [part, *part.children.values()] if isinstance(part.data, dict) else [part]
        for one in lists:
            if not isinstance(one.data, list):
                continue
            first: dict[str, Position] = {}
            for item in one.children.values():
                id = item.text("id")
                if id is None:
                    continue
                at = item.children["id"].at
                if id in first:
                    yield error(
                        "duplicate-id",
                        at,
                        f'"{id}" stands a second time among the {name}',
                        f"the first is at {first[id]}; give one of them another id",
                    )
                first.setdefault(id, at)


def shown_texts(root: Node) -> Iterator[Problem]:
    """Texts that a chat can't show as they are meant, or that are too long."""
    facts = _known_facts(root)
    for node in _answers(root):
        yield from _shown(node, facts, MAX_ANSWER, LONG_ANSWER)
    for node in root.fields("wording").values():
        yield from _shown(node, facts, MAX_WORDING, MAX_WORDING)
    if urgent := root.children.get("urgent"):
        for node in urgent.fields("replies").values():
            yield from _shown(node, {}, MAX_ANSWER, MAX_ANSWER)


def _ids(nodes: Iterable[Node]) -> dict[str, None]:
    """The ids of a list, in order."""
    return {id: None for node in nodes if (id := node.text("id")) is not None}


def _answers(root: Node) -> Iterator[Node]:
    for part in ("entries", "smalltalk"):
        for item in root.items(part):
            yield from (item.children[name] for name in ANSWERS if item.text(name) is not None)


def _unknown(code: str, what: str, named: Node, known: Collection[str], otherwise: str = "") -> Iterator[Problem]:
    if isinstance(named.data, str) and named.data not in known:
        remedy = meant(named.data, known, otherwise or "check its spelling, or remove it")
        yield error(f"unknown-{code}", named.at, f'there is no {what} "{named.data}"', remedy)


def _unknown_facts(root: Node) -> Iterator[Problem]:
    facts = _known_facts(root)
    for node in [*_answers(root), *root.fields("wording").values()]:
        if not isinstance(node.data, str):
            continue
        for name, line in names_in(node.data):
            if name not in facts:
                missing_time = name in ("starts", "ends")
                yield error(
                    "unknown-fact",
                    node.line_at(line),
                    f'there is no fact "{{{name}}}"',
                    f'give the strike its "{name}"'
                    if missing_time
                    else meant(name, facts, 'add it to "facts:", or write {{ for a plain brace'),
                )
        for line in stray_braces(node.data):
            remedy = "write both, as in {starts}, or {{ for a plain brace"
            yield error("unknown-fact", node.line_at(line), "a brace stands here without its partner", remedy)
    for name, fact in root.fields("facts").items():
        if isinstance(fact.data, str) and ("{" in fact.data or "}" in fact.data):
            yield error("unknown-fact", fact.at, f'the fact "{name}" holds a brace', "write it out in full")


def _never_shown(root: Node) -> Iterator[Problem]:
    """Answers for before or after a strike whose start or end is nowhere in the pack."""
    strike = root.fields("strike")
    for name, turn in (("answer_before", "starts"), ("answer_after", "ends")):
        if turn not in strike and "windows" not in strike:
            for entry in root.items("entries"):
                if name in entry.children:
                    message = f"these words are never shown: the pack doesn't say when the strike {turn}"
                    yield warning("never-shown", entry.keys[name], message, f'give the strike its "{turn}"')


def _known_facts(root: Node) -> dict[str, str]:
    """The facts that can be put in, also where the strike or some of the facts are at fault themselves."""
    own = {name: node.written for name, node in root.fields("facts").items()}
    strike = root.children.get("strike")
    try:
        return facts_of(Strike.model_validate(strike.data) if strike else None, own)
    except ValidationError:
        return dict.fromkeys(("starts", "ends"), "") | own


def _shown(node: Node, facts: dict[str, str], most: int, long: int) -> Iterator[Problem]:
    if not isinstance(node.data, str):
        return
    tokens = markdown.parse(substitute(node.data, facts))
    for fault in markdown.faults(tokens):
        at = node.line_at(fault.line)
        if fault.is_stray:
            yield warning("stray-mark", at, fault.message, fault.remedy)
        else:
            yield error("not-showable", at, fault.message, fault.remedy)
    length = markdown.shown_length(tokens)
    if length > most:
        yield error("too-long", node.at, f"this text has {length} characters; at most {most} are shown", "shorten it")
    elif length > long:
        yield warning("long-answer", node.at, f"this answer has {length} characters", f"try to stay below {long}")
    elif not length and node.data.strip():
        yield error("empty", node.at, "this text shows nothing", "write words")
