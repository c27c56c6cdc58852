"""A small pack about a strike that never was, and an interpreter that understands what a test tells it to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.conversation.assistant import Assistant
from bot.knowledge.model import Pack
from bot.understanding.interpreter import Candidate, Interpretation, Interpreter
from bot.understanding.urgency import Alarm

BEFORE = datetime.fromisoformat("2031-05-01T12:00:00+01:00")
DURING = datetime.fromisoformat("2031-05-06T12:00:00+01:00")
AFTER = datetime.fromisoformat("2031-05-08T12:00:00+01:00")

ALARM = Alarm("brakes", "the brakes have failed", "**Pull the emergency brake** and shout.")

CONTENT: dict[str, Any] = {
    "strike": {
        "name": "Bus drivers' strike",
        "starts": "2031-05-06T05:00:00+01:00",
        "ends": "2031-05-07T05:30:00+01:00",
    },
    "sources": {
        "echo": {"title": "Buses stop", "publisher": "The Daily Echo", "published": "2031-05-05"},
        "city": {
            "title": "Notice",
            "publisher": "City Hall",
            "published": "2031-04-30",
            "url": "https://city.example/n",
        },
    },
    "facts": {"drivers": "1,200"},
    "entries": [
        {
            "id": "running",
            "question": "Which buses are running?",
            "asked_as": ["is the 42 on", "any buses"],
            "answer": "**None** in the city. {drivers} drivers are out.",
            "source": "echo",
            "topic": "Getting about",
            "related": ["school", "refund"],
        },
        {
            "id": "school",
            "question": "Do *school* buses run?",
            "asked_as": ["school bus"],
            "answer": "Yes, they do.",
            "source": "echo",
            "topic": "Getting about",
        },
        {
            "id": "refund",
            "question": "Can I get my money back?",
            "asked_as": ["refund"],
            "answer": "Ask [City Hall](https://city.example).",
            "source": "city",
            "topic": "Money",
        },
        {
            "id": "opinion",
            "question": "Who is right?",
            "asked_as": ["who is right"],
            "answer": "I take no side.",
            "topic": "The dispute",
        },
    ],
    "smalltalk": [
        {"id": "hello", "asked_as": ["hi"], "answer": "Hello!"},
        {"id": "thanks", "asked_as": ["ta"], "answer": "You're welcome."},
    ],
    "wording": {"none": "No answer to that.", "none_again": "Still none: ring 0123.", "suggest": "One of these?"},
}

UNDERSTOOD = {
    "running?": Interpretation("answer", ("running",), best="running", score=0.9),
    "running and school?": Interpretation("answer", ("running", "school"), best="running", score=0.9),
    "running and refund?": Interpretation("answer", ("running", "refund"), best="running", score=0.9),
    "everything?": Interpretation("answer", ("running", "school", "refund", "opinion"), best="running", score=0.9),
    "opinion?": Interpretation("answer", ("opinion",), best="opinion", score=0.8),
    "buses": Interpretation("suggest", (), ("school", "running"), best="school", score=0.4),
    "hi": Interpretation("smalltalk", ("hello",)),
    "ta": Interpretation("smalltalk", ("thanks",)),
    "the brakes have failed, any refund?": Interpretation("emergency", alarm=ALARM),
}


def pack(**changes: Any) -> Pack:
    """The sample pack, with whole parts of it changed."""
    return Pack.model_validate_json(_json(CONTENT | changes))


class Scripted(Interpreter):
    """Understands the messages of UNDERSTOOD, and nothing else."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._ids = tuple(pack.by_id)

    def interpret(self, message: str) -> Interpretation:
        return UNDERSTOOD.get(message, Interpretation("none", best="opinion", score=0.1))

    def complete(self, typed: str, limit: int = 10) -> tuple[Candidate, ...]:
        found = (Candidate(id, 0.5) for id in self._ids if id.startswith(typed))
        return tuple(found)[:limit]


def assistant(**changes: Any) -> Assistant:
    """An assistant for the sample pack."""
    changed = pack(**changes)
    return Assistant(changed, Scripted(changed))


def _json(content: dict[str, Any]) -> str:
    import json

    return json.dumps(content)
