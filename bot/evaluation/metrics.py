"""How good the replies to labelled questions are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, get_args

from bot.conversation.reply import Reply
from bot.knowledge.model import EMERGENCY, OFF_TOPIC, SMALLTALK, Labelled

MULTIPLE = "multi"
"""The style of messages that ask two things."""

Fault = Literal[
    "missed emergency", "false alarm", "false answer", "wrong answer", "taken for small talk", "missed", "asked back"
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
"""What may be wrong with a reply, the gravest first."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """0 to 100; None where there was nothing to count."""
        return 100 * self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled question and the reply that it got."""

    labelled: Labelled
    reply: Reply

    @property
    def acceptable(self) -> frozenset[str]:
        """The entries that are right answers."""
        return frozenset(ok for ok in self.labelled.ok if not is_special(ok))

    @property
    def answered(self) -> bool:
        """Whether entries were shown as the answer."""
        return self.reply.kind == "answer"

    @property
    def right(self) -> bool:
        """Whether the reply is one of those labelled as right."""
        ok = self.labelled.ok
        match self.reply.kind:
            case "answer":
                return not self.acceptable.isdisjoint(self.reply.entries)
            case "suggest" | "none":
                return OFF_TOPIC in ok
            case "emergency":
                return EMERGENCY in ok
            case "smalltalk":
                return any(SMALLTALK + id in ok for id in self.reply.entries)
            case _:
                return False

    @property
    def helped(self) -> bool:
        """Whether the reply is right, or a right entry is among its suggestions."""
        return self.right or not self.acceptable.isdisjoint(self.reply.suggestions)

    @property
    def wrong(self) -> bool:
        """Whether entries were shown as the answer, and none of them is acceptable."""
        return self.answered and not self.right

    @property
    def extra(self) -> bool:
        """Whether something unasked was answered beside what is right."""
        return self.answered and self.right and not self.acceptable.issuperset(self.reply.entries)

    @property
    def asked(self) -> str:
        """The label that stands for what was asked: the first entry if there is one."""
        return next((ok for ok in self.labelled.ok if not is_special(ok)), self.labelled.ok[0])

    @property
    def understood(self) -> str | None:
        """What the message was taken for, as a label; of an answer that shows several, the first; None for nothing."""
        match self.reply.kind:
            case "emergency":
                return EMERGENCY
            case "smalltalk":
                return SMALLTALK + self.reply.entries[0]
            case "answer":
                return self.reply.entries[0]
            case _:
                return self.reply.best

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the reply; None if it is right."""
        if self.right:
            return None
        if self.reply.kind == "emergency":
            return "false alarm"
        if EMERGENCY in self.labelled.ok:
            return "missed emergency"
        if self.answered:
            return "wrong answer" if self.acceptable else "false answer"
        if self.reply.kind == "smalltalk":
            return "taken for small talk"
        return "asked back" if self.helped else "missed"


@dataclass(frozen=True, slots=True)
class Metrics:
    """The measures of an evaluation."""

    first_choice: Share
    """Of the messages with an acceptable entry: the top-ranked entry is one, whatever was decided."""
    right: Share
    """Of the messages with an acceptable entry: answered with one."""
    helped: Share
    """Of the same: right, or an acceptable entry was among the suggestions."""
    wrong: Share
    """Of the same: answered, but with no acceptable entry."""
    suggested: Share
    """Of the same: asked back what was meant."""
    extra: Share
    """Of the right ones: something unasked was answered beside it."""
    false_answers: Share
    """Of the off-topic messages: an entry that is not acceptable was answered."""
    emergencies_caught: Share
    """Of the emergencies: the alarm was raised."""
    false_alarms: Share
    """Of the messages that are no emergency: the alarm was raised."""
    both_answered: Share
    """Of the messages that ask two things: at least two acceptable entries were answered."""
    small_talk_right: Share
    """Of the small talk: answered as such."""


LESS_IS_BETTER = frozenset({"wrong", "extra", "false_answers", "false_alarms"})
NAMES = tuple(field.name for field in fields(Metrics))


def is_special(ok: str) -> bool:
    """Whether a label stands for something else than an entry."""
    return ok in (OFF_TOPIC, EMERGENCY) or ok.startswith(SMALLTALK)


def measure(cases: Sequence[Case]) -> Metrics:
    """The measures over `cases`."""
    answerable = [case for case in cases if case.acceptable]
    off_topic = [case for case in cases if OFF_TOPIC in case.labelled.ok]
    emergencies = [case for case in cases if EMERGENCY in case.labelled.ok]
    calm = [case for case in cases if EMERGENCY not in case.labelled.ok]
    double = [case for case in answerable if case.labelled.style == MULTIPLE and len(case.acceptable) >= 2]
    small_talk = [case for case in cases if any(ok.startswith(SMALLTALK) for ok in case.labelled.ok)]
    right = [case for case in answerable if case.right]
    return Metrics(
        first_choice=_share([case.reply.best in case.acceptable for case in answerable]),
        right=Share(len(right), len(answerable)),
        helped=_share([case.helped for case in answerable]),
        wrong=_share([case.wrong for case in answerable]),
        suggested=_share([case.reply.kind == "suggest" for case in answerable]),
        extra=_share([case.extra for case in right]),
        false_answers=_share([case.wrong for case in off_topic]),
        emergencies_caught=_share([case.reply.kind == "emergency" for case in emergencies]),
        false_alarms=_share([case.reply.kind == "emergency" for case in calm]),
        both_answered=_share([len(case.acceptable.intersection(case.reply.entries)) >= 2 for case in double]),
        small_talk_right=_share([case.right for case in small_talk]),
    )


def _share(flags: Sequence[bool]) -> Share:
    return Share(sum(flags), len(flags))
