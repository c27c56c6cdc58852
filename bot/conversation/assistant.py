"""What to say to a message: the pack's answers, put together with their source, status and buttons."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cached_property
from itertools import zip_longest

from bot.conversation import actions
from bot.conversation.markup import clip, escape, length, to_plain
from bot.conversation.reply import Button, Reply
from bot.conversation.status import status_line
from bot.knowledge.clock import answer_at
from bot.knowledge.facts import fill
from bot.knowledge.model import NO_SOURCE, Entry, Pack
from bot.understanding.decision import MOST_ANSWERS, MOST_SUGGESTIONS
from bot.understanding.interpreter import Candidate, Interpretation, Interpreter

MAX_LENGTH = 4096
"""Telegram's, for questions and replies."""
LONGEST_ANSWER = 3500
"""What leaves room for the question, the source and the status."""
MISSES_BEFORE_GIVING_UP = 2
PAGE = 10
MOST_USEFUL = 10

Rows = tuple[tuple[Button, ...], ...]
TOPICS_BUTTON = Button("All topics", actions.TOPICS)
NONE_BUTTON = Button("None of these", actions.NONE_OF_THESE)


class Assistant:
    """Replies from one pack. It keeps no state: the same question at the same time gets the same reply."""

    def __init__(self, pack: Pack, interpreter: Interpreter | None = None) -> None:
        self.pack = pack
        self.interpreter = interpreter or Interpreter(pack)

    def reply(self, question: str, at: datetime, *, misses: int = 0) -> Reply:
        """The reply to a message. `misses`: how many messages in a row, just before it, found no answer."""
        found = self.interpreter.interpret(question[:MAX_LENGTH])
        match found.kind:
            case "emergency" if found.alarm:
                return Reply(
                    "emergency", _paragraphs(self._fill(found.alarm.reply, at)), best=found.best, score=found.score
                )
            case "answer":
                return self._answer(found, at)
            case "smalltalk":
                return self._smalltalk(found, at)
            case "suggest" if misses < MISSES_BEFORE_GIVING_UP:
                return self._suggest(found, at)
            case _:
                return self._none(at, misses, found)

    def open(self, entry_id: str, at: datetime) -> Reply:
        """The answer of one entry; if it is gone from the pack, that and the topics."""
        if entry_id not in self.pack.by_id:
            return self._gone("That question is no longer in this list.", at)
        return self._answer(Interpretation("answer", (entry_id,), best=entry_id, score=1.0), at)

    def topics(self, at: datetime) -> Reply:
        """The topics to browse."""
        return self._menu("Choose a topic.", at, self._topic_rows())

    def topic(self, name: str, at: datetime, page: int = 0) -> Reply:
        """One page of a topic's questions; `name`: the topic's name, or its key in actions."""
        title = next((t for t in self.pack.topics if name in (t, actions.topic_key(t))), None)
        if title is None:
            return self._gone("That topic is no longer in this list.", at)
        entries = self.pack.topics[title]
        last = (len(entries) - 1) // PAGE
        page = min(max(page, 0), last)
        rows = tuple((_entry_button(entry),) for entry in entries[page * PAGE : (page + 1) * PAGE])
        turns = []
        if page > 0:
            turns.append(Button("Back", actions.topic(title, page - 1)))
        if page < last:
            turns.append(Button("More", actions.topic(title, page + 1)))
        heading = f"**{escape(title)}**" + (f" ({page + 1} of {last + 1})" if last else "")
        return self._menu(heading, at, (*rows, *((tuple(turns),) if turns else ()), (TOPICS_BUTTON,)))

    def welcome(self, at: datetime) -> Reply:
        """The greeting, with the topics."""
        return self._menu(self._fill(self.pack.wording.welcome, at), at, self._topic_rows())

    def help(self, at: datetime) -> Reply:
        """How to use the bot."""
        return self._menu(self._fill(self.pack.wording.help, at), at, ((TOPICS_BUTTON,),))

    def about(self, at: datetime) -> Reply:
        """Who answers, from which sources, and how old they are."""
        sources = (source_line(self.pack, id) for id in self.pack.sources)
        return self._menu(_paragraphs(self._fill(self.pack.wording.about, at), *sources), at, ((TOPICS_BUTTON,),))

    def privacy(self, at: datetime) -> Reply:
        """What is kept of a message."""
        return Reply("menu", self._fill(self.pack.wording.privacy, at), ((TOPICS_BUTTON,),))

    def text_only(self, at: datetime) -> Reply:
        """To a picture, a voice message and the like."""
        return Reply("menu", _paragraphs(self._fill(self.pack.wording.text_only, at)))

    def too_many(self, at: datetime) -> Reply:
        """To more messages at once than can be answered."""
        return Reply("menu", _paragraphs(self._fill(self.pack.wording.too_many, at)))

    def group_hello(self, at: datetime) -> Reply:
        """How to call the bot among other people."""
        return Reply("menu", _paragraphs(self._fill(self.pack.wording.group_hello, at)))

    def press(self, action: str, at: datetime, *, misses: int = 0) -> Reply:
        """What choosing a button does. Any text at all; feedback, which channels count, opens its entry.

        "None of these" is a miss like a question without an answer; `misses` counts those before it.
        """
        if action == actions.TOPICS:
            return self.topics(at)
        if action == actions.NONE_OF_THESE:
            return self._none(at, misses)
        if action.startswith(actions.ENTRY):
            return self.open(action.removeprefix(actions.ENTRY), at)
        if action.startswith(actions.TOPIC):
            key, _, page = action.removeprefix(actions.TOPIC).partition(":")
            return self.topic(key, at, int(page) if page.isdecimal() else 0)
        if feedback := actions.parse_feedback(action):
            return self.open(feedback[1], at)
        return self._gone("That button no longer works.", at)

    def search(self, typed: str, limit: int = 10) -> tuple[Entry, ...]:
        """Entries for what is being typed, likeliest first."""
        return tuple(self.pack.by_id[candidate.entry] for candidate in self.interpreter.complete(typed, limit))

    def near(self, question: str) -> tuple[Candidate, ...]:
        """The entries that a question is near to, whatever it was told, nearest first; for the journal of misses."""
        return self.interpreter.complete(f"{question[:MAX_LENGTH]} ", MOST_SUGGESTIONS)

    def urgent(self, typed: str, at: datetime) -> Reply | None:
        """What to do now, if `typed` shows that somebody is in danger."""
        reply = self.reply(typed, at)
        return reply if reply.kind == "emergency" else None

    @cached_property
    def browse(self) -> tuple[Entry, ...]:
        """Every entry: first those that most others refer to, then the rest by topic."""
        referred = Counter(id for entry in self.pack.entries for id in entry.related)
        first = sorted(self.pack.entries, key=lambda entry: -referred[entry.id])[:MOST_USEFUL]
        return tuple(dict.fromkeys((*first, *(entry for topic in self.pack.topics.values() for entry in topic))))

    def gist(self, entry: Entry, at: datetime) -> str:
        """An answer as one line of plain text, with nothing around it."""
        return " ".join(to_plain(self._answer_of(entry, at)).split())

    def _answer(self, found: Interpretation, at: datetime) -> Reply:
        entries = [self.pack.by_id[id] for id in found.entries[:MOST_ANSWERS]]
        while length(text := self._answers(entries, at)) > MAX_LENGTH and len(entries) > 1:
            entries.pop()
        shown = tuple(entry.id for entry in entries)
        offered = dict.fromkeys((*found.entries, *found.suggestions, *(id for e in entries for id in e.related)))
        related = tuple(id for id in offered if id not in shown)[:MOST_SUGGESTIONS]
        rows = tuple((_entry_button(self.pack.by_id[id]),) for id in related)
        return Reply("answer", _paragraphs(text), rows, shown, related, found.best, found.score)

    def _answers(self, entries: list[Entry], at: datetime) -> str:
        parts: list[str] = []
        for entry, following in zip_longest(entries, entries[1:]):
            # Packs with longer answers don't pass the check; should one get here, the lines around it still show.
            parts += [f"**{escape(entry.question)}**", clip(self._answer_of(entry, at), LONGEST_ANSWER)]
            if following is None or following.source != entry.source:
                parts.append(source_line(self.pack, entry.source))
        return _join(*parts, status_line(self.pack, at))

    def _suggest(self, found: Interpretation, at: datetime) -> Reply:
        offered = found.suggestions[:MOST_SUGGESTIONS]
        rows = tuple((_entry_button(self.pack.by_id[id]),) for id in offered)
        text = _paragraphs(self._fill(self.pack.wording.suggest, at), status_line(self.pack, at))
        return Reply("suggest", text, (*rows, (NONE_BUTTON,)), (), offered, found.best, found.score)

    def _none(self, at: datetime, misses: int, found: Interpretation | None = None) -> Reply:
        wording = self.pack.wording
        text = self._fill(wording.none_again if misses >= MISSES_BEFORE_GIVING_UP else wording.none, at)
        best, score = (found.best, found.score) if found else (None, 0.0)
        return Reply("none", _paragraphs(text, status_line(self.pack, at)), ((TOPICS_BUTTON,),), best=best, score=score)

    def _smalltalk(self, found: Interpretation, at: datetime) -> Reply:
        answers = {talk.id: talk.answer for talk in self.pack.smalltalk}
        text = _paragraphs(*(self._fill(answers[id], at) for id in found.entries if id in answers))
        rows: Rows = ((TOPICS_BUTTON,),) if set(found.entries) & {"bot", "hello"} else ()
        return Reply("smalltalk", text, rows, found.entries, best=found.best, score=found.score)

    def _gone(self, why: str, at: datetime) -> Reply:
        return self._menu(
            f"{why} The list has changed. Please choose a topic, or ask me in your own words.", at, self._topic_rows()
        )

    def _menu(self, text: str, at: datetime, rows: Rows) -> Reply:
        return Reply("menu", _paragraphs(text, status_line(self.pack, at)), rows)

    def _topic_rows(self) -> Rows:
        return tuple((Button(topic, actions.topic(topic)),) for topic in self.pack.topics)

    def _answer_of(self, entry: Entry, at: datetime) -> str:
        return self._fill(answer_at(entry, self.pack.strike, at), at)

    def _fill(self, text: str, at: datetime) -> str:
        return fill(text, self.pack, at)


def count_misses(before: int, reply: Reply) -> int:
    """The misses in a row once `reply` is given: browsing leaves them, an answer ends them."""
    match reply.kind:
        case "none":
            return before + 1
        case "suggest" | "menu":
            return before
        case _:
            return 0


def source_line(pack: Pack, source_id: str) -> str:
    """Where an answer comes from and how old it is, in words; empty where no source answers."""
    source = pack.sources.get(source_id) if source_id != NO_SOURCE else None
    if source is None:
        return ""
    published = f"{source.published.day} {source.published:%B %Y}"
    publisher = escape(source.publisher)
    return f"Source: {f'[{publisher}]({source.url})' if source.url else publisher}, {published}"


def _entry_button(entry: Entry) -> Button:
    return Button(entry.question, actions.entry(entry.id))


def _join(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _paragraphs(*parts: str) -> str:
    return clip(_join(*parts), MAX_LENGTH)
