"""Another strike is another folder of YAML: all that holds for the shipped pack holds for one about bins."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.conversation.assistant import Assistant
from bot.conversation.markup import to_plain
from bot.evaluation.bars import read_bars
from bot.evaluation.metrics import Case, Metrics, measure
from bot.evaluation.review.review import review
from bot.knowledge.check import fold
from bot.knowledge.load import load_pack
from bot.knowledge.model import Pack, Vocabulary
from bot.understanding.english import zipf

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "packs" / "refuse"
DURING = datetime.fromisoformat("2030-03-05T12:00+00:00")

# These bars only ever move one way: the floors up, the ceilings of what should be rare down.
BARS = (
    "first_choice=92",
    "right=75",
    "helped=95",
    "wrong=3",
    "extra=2",
    "false_answers=7",
    "both_answered=66",
    "emergencies_caught=100",
    "false_alarms=1",
    "small_talk_right=100",
)
# An entry about everything ("will my bin be emptied?") loses some of its phrasings to those about one thing.
UNAVOIDABLE = {"finds-another"}


@pytest.fixture(scope="module")
def bot() -> Assistant:
    return Assistant(load_pack(FOLDER))


@pytest.fixture(scope="module")
def metrics(bot: Assistant) -> Metrics:
    return measure([Case(labelled, bot.reply(labelled.q, DURING)) for labelled in bot.pack.labelled])


def test_check_finds_nothing_to_mend() -> None:
    problems = review(FOLDER, date(2030, 3, 1)).problems
    assert [str(problem) for problem in problems if problem.code not in UNAVOIDABLE] == []


@pytest.mark.parametrize("bar", BARS)
def test_the_bar_is_cleared(metrics: Metrics, bar: str) -> None:
    (one,) = read_bars([bar])
    assert getattr(metrics, one.measure).of, "nothing to measure"
    assert one.met(metrics), one.complaint(metrics)


def test_the_questions_that_measure_it_are_not_its_phrasings(bot: Assistant) -> None:
    """But for single words, which everybody comes upon."""
    phrasings = {fold(phrasing) for entry in bot.pack.entries for phrasing in (entry.question, *entry.asked_as)}
    taught = phrasings | {fold(example) for example in bot.pack.off_topic}
    asked = {fold(labelled.q) for labelled in bot.pack.labelled}
    assert {question for question in asked & taught if " " in question} == set()


def test_every_entry_answers_to_its_own_question(bot: Assistant) -> None:
    entries = bot.pack.entries
    assert [one.id for one in entries if one.id not in bot.interpreter.interpret(one.question).entries] == []


BEFORE_THE_FIRST = """\
Will my bin be emptied during the strike?

Yes, until the next strike starts at 6am on Monday 4 March 2030. From then to 10pm on Friday 8 March 2030 no household \
bins are emptied, in any street of Ashcombe.

Source: Ashcombe Borough Council (https://ashcombe.example/bins), 27 February 2030

The crews are at work now. The next strike starts at 6am on Monday 4 March 2030."""

DURING_THE_FIRST = """\
Will my bin be emptied during the strike?

No, not before 10pm on Friday 8 March 2030. On strike days no household bins are emptied, in any street of Ashcombe.

Please take your bin back in until then.

Source: Ashcombe Borough Council (https://ashcombe.example/bins), 27 February 2030

The bin strike is on now. It ends at 10pm on Friday 8 March 2030."""

AFTER_BOTH = """\
Will my bin be emptied during the strike?

Yes. The strike is over, and the crews come on your usual day again.

Source: Ashcombe Borough Council (https://ashcombe.example/bins), 27 February 2030

The bin strike is over: it ended at 10pm on Friday 22 March 2030. My answers describe that strike. For collections \
now, look at ashcombe.example/bins."""


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2030-03-04T05:59+00:00", BEFORE_THE_FIRST),
        ("2030-03-04T06:00+00:00", DURING_THE_FIRST),
        ("2030-03-08T21:59+00:00", DURING_THE_FIRST),
        (
            "2030-03-08T22:00+00:00",
            BEFORE_THE_FIRST.replace("Monday 4", "Monday 18").replace("Friday 8", "Friday 22"),
        ),
        ("2030-03-18T07:00+01:00", DURING_THE_FIRST.replace("Friday 8", "Friday 22")),
        ("2030-03-22T22:00+00:00", AFTER_BOTH),
    ],
)
def test_one_question_before_during_between_and_after_its_two_spells(bot: Assistant, at: str, said: str) -> None:
    reply = bot.reply("will they empty my wheelie", datetime.fromisoformat(at))
    assert reply.entries == ("bins-collected",)
    assert to_plain(reply.text) == said


def test_a_reply_that_names_shared_facts_and_no_source(bot: Assistant) -> None:
    reply = bot.reply("do we get a rebate on our council tax?", DURING)
    assert to_plain(reply.text) == (
        "Will I get money back?\n\n"
        "I don't know of any refund of council tax. Neither the paper nor the council says a word about it. "
        "Please don't stop paying: you could be taken to court.\n\n"
        "To ask or complain, ring 01632 960 123. People who pay for brown bins get two weeks more.\n\n"
        "The bin strike is on now. It ends at 10pm on Friday 8 March 2030."
    )
    assert [button.label for row in reply.buttons for button in row] == [
        "Is garden waste collected?",
        "Is rubbish from shops and firms collected?",
    ]


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("I smell gas near the bin store", "If you smell gas, call 0800 111 999 now."),
        ("my son got pricked by a needle in a bin bag", "Wash the wound under running water"),
        ("a man is trapped in the bin lorry", "Call 999 now."),
    ],
)
def test_its_own_signs_of_danger_get_its_own_replies(bot: Assistant, message: str, first: str) -> None:
    reply = bot.reply(message, DURING)
    assert reply.kind == "emergency"
    assert to_plain(reply.text).startswith(first)


def test_its_own_small_talk_and_its_own_words_where_it_has_no_answer(bot: Assistant) -> None:
    assert "bin strike in Ashcombe" in bot.reply("good morning", DURING).text
    nothing = bot.reply("how do i get red wine out of a carpet", DURING)
    assert nothing.kind == "none"
    assert to_plain(nothing.text).startswith("I don't have an answer to that.\n\n• About your bins: look at")


# ------------------------------------------------------------------------------------ no strike is known to the code

EVERYDAY = 5.15
"""How common a word is (Zipf) from which on it is any programmer's and no subject's: "time", "start", "history"."""
PLAIN_ENGLISH = {
    *("allowed", "be told", "cancelled", "complain", "finish", "ill", "meaning", "percentage", "relative", "safe"),
    *("staff", "taken out", "tb", "tomorrow", "turn up"),
}
"""Words of the shipped vocabulary that would stand in the code whatever the strike; Python abbreviates "traceback"."""
READERS = {"patient"}
"""Whom the shipped answers are for."""
PERSONAL_DETAILS = {"bot/journal/scrub.py": {"nurse", "patient", "nhs", "uk"}}
"""What is taken out of messages before they are kept has to be named: numbers, and titles before people's names."""


def test_no_word_of_the_shipped_pack_s_subject_stands_in_the_code(shipped_pack: Pack) -> None:
    vocabulary = shipped_pack.vocabulary
    subject = READERS | _names(vocabulary) | _particular(vocabulary) | _words(_title(shipped_pack))
    second = load_pack(FOLDER)
    subject -= _names(second.vocabulary) | _words(_title(second)) | PLAIN_ENGLISH
    subject = {word for word in subject if min(map(zipf, word.split())) < EVERYDAY}
    assert {"doctor", "hospital", "nurse", "junior", "patient", "england", "jeremy hunt"} <= subject
    longest_first = sorted(subject, key=len, reverse=True)
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?=s?(?![^\W_]))")
    found = {
        (where, word)
        for path in sorted((ROOT / "bot").rglob("*"))
        if path.suffix in {".py", ".yaml", ".html", ".txt"}
        for where in [path.relative_to(ROOT).as_posix()]
        for word in pattern.findall(path.read_text(encoding="utf-8").lower().replace("_", " "))
        if word not in PERSONAL_DETAILS.get(where, set())
    }
    assert found == set()


def _names(vocabulary: Vocabulary) -> set[str]:
    """What the groups of a vocabulary are called."""
    groups = (vocabulary.same, vocabulary.similar, vocabulary.kinds, vocabulary.endings)
    return {name.lower() for group in groups for name in group if not any(map(str.isdigit, name))}


def _particular(vocabulary: Vocabulary) -> set[str]:
    """Particular kinds of things that few people ever speak of: "ablation"."""
    return {word.lower() for kinds in vocabulary.kinds.values() for word in kinds if zipf(word.lower()) < 3.3}


def _title(pack: Pack) -> str:
    """What a pack calls its strike."""
    return pack.strike.name if pack.strike else ""


def _words(text: str) -> set[str]:
    return {
        re.sub(r"['’]s?$", "", word).removesuffix("s") for word in re.findall(r"[^\W\d_][^\W\d_&'’]*", text.lower())
    }
