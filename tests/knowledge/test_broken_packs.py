"""Every fault of a pack is told with its place, its kind and a remedy. One row is one fault."""

from __future__ import annotations

from textwrap import dedent
from typing import NamedTuple

import pytest
import yaml

from bot.knowledge import document
from bot.knowledge.check import check_pack
from bot.knowledge.load import load_pack
from bot.knowledge.problem import PackError, Problem
from tests.knowledge.conftest import WritePack

GOOD = """\
entries:
  - id: good
    question: Is this good?
    asked_as: [is it good, any good, good or not, good then, all good]
    answer: Yes.
"""


WHEN = "strike: {name: S, starts: 2016-02-10T08:00:00Z, ends: 2016-02-11T08:00:00Z}\n"


class Fault(NamedTuple):
    """A file of a pack, beside a good one, and what must be said about it."""

    name: str
    at: str
    code: str
    words: tuple[str, ...]
    text: str | bytes


def entry(lines: str = "", id: str = "care", answer: str = "Yes.") -> str:
    """An entry from line 2 on; `lines` start on line 6."""
    asked = "[care one, care two, care three, care four, care five]"
    head = f"entries:\n  - id: {id}\n    question: Is there care?\n    asked_as: {asked}\n    answer: {answer}\n"
    return head + "".join(f"    {line}\n" for line in lines.splitlines())


def asked(*lines: str) -> str:
    """An entry whose phrasings stand from line 5 on."""
    head = "entries:\n  - id: care\n    question: Is there care?\n    asked_as:\n"
    others = [f"- care {number}" for number in range(5)]
    return head + "".join(f"      {line}\n" for line in (*lines, *others)) + "    answer: Yes.\n"


def answered(text: str) -> str:
    """An entry whose answer starts on line 6, in column 7."""
    head = (
        "entries:\n  - id: care\n    question: Is there care?\n    asked_as: [a b, b c, c d, d e, e f]\n    answer: |\n"
    )
    return head + "".join(f"      {line}\n" if line else "\n" for line in text.splitlines())


def windows(*lines: str) -> str:
    """A strike whose windows stand from line 4 on, in column 7."""
    return "strike:\n  name: S\n  windows:\n" + "".join(f"    - {line}\n" for line in lines)


ERRORS = [
    # Fields and ids
    Fault("unknown field", "6:5", "unknown-field", ('"relatd"', 'did you mean "related"?'), entry("relatd: [good]")),
    Fault("unknown field, nothing near", "6:5", "unknown-field", ('"xyz"', "source, topic, related"), entry("xyz: 1")),
    Fault("unknown part", "1:1", "unknown-field", ('"fatcs"', 'did you mean "facts"?'), "fatcs: {a: b}\n"),
    Fault(
        "missing field", "2:5", "missing-field", ('"care" has no "answer"', 'add a line "answer: …"'),
        "entries:\n  - id: care\n    question: Is there care?\n    asked_as: [a, b, c, d, e]\n",
    ),
    Fault("duplicate id", "2:9", "duplicate-id", ('"good"', "faq/a.yaml:2"), entry(id="good")),
    Fault("duplicate key", "6:5", "duplicate-key", ('"answer"', "faq/z.yaml:5"), entry("answer: No.")),
    Fault("bad id", "2:9", "bad-id", ('"id"', "letters", "digits"), entry(id="a&e open")),
    Fault("bad source id", "2:3", "bad-id", ('"the times"',), "sources:\n  the times: {title: A, publisher: B, "
          "published: 2016-02-10}\n"),
    Fault("unknown related", "6:15", "unknown-id", ('"goood"', 'did you mean "good"?'), entry("related: [goood]")),
    Fault("related to itself", "6:15", "self-related", ('"care"', "remove"), entry("related: [care]")),
    Fault("unknown source", "6:13", "unknown-source", ('"tims"', "sources: none"), entry("source: tims")),
    Fault("unknown accepted reply", "3:10", "unknown-id", ('"god"', '"good"'), "labelled:\n  - q: is it\n"
          "    ok: [god]\n"),
    Fault("unknown small talk", "3:10", "unknown-id", ("SMALLTALK-hi",), "labelled:\n  - q: hi\n"
          "    ok: [SMALLTALK-hi]\n"),
    # The same thing in two files
    Fault("fact in two files", "2:3", "duplicate-key", ("two files", "faq/b.yaml:2"), "facts:\n  day: Monday\n"),
    # Text
    Fault("no", "5:9", "misread-text", ("true or false", 'quotes: "no"'), asked("- no")),
    Fault("time", "5:9", "misread-text", ("12:30", "number", 'quotes: "12:30"'), asked("- 12:30")),
    Fault("number", "5:9", "misread-text", ("number", 'quotes: "10"'), asked("- 10 ")),
    Fault("date", "5:9", "misread-text", ("a date", 'quotes: "2016-02-10"'), asked("- 2016-02-10")),
    Fault("null", "5:9", "misread-text", ("nothing at all", 'quotes: "null"'), asked("- null")),
    Fault("misread key", "2:3", "misread-text", ('quotes: "111"',), "facts:\n  111: the helpline\n"),
    Fault("colon", "5:9", "misread-text", ("named fields", "quotes: 'when: now'"), asked("- when: now")),
    Fault("bracket", "5:9", "misread-text", ("a list", "quotes: '[is it]'"), asked("- [is it]")),
    Fault("empty item", "5:8", "empty", ("empty", "fill it in"), asked("-", "- b")),
    Fault("blank text", "5:9", "empty", ("empty",), asked('- "  "')),
    Fault("empty list", "6:13", "empty", ('"related"',), entry("related:")),
    Fault("no phrasings", "4:15", "empty", ('"asked_as"',), "entries:\n  - id: care\n    question: Is it?\n"
          "    asked_as: []\n    answer: Yes.\n"),
    Fault("list expected", "6:14", "wrong-type", ('"related"', "list", '"- "'), entry("related: good")),
    Fault("fields expected", "1:9", "wrong-type", ('"strike"', "name, starts, ends"), "strike: on Monday\n"),
    Fault("list of entries without a name", "1:1", "wrong-type", ('"entries:"',), "- id: care\n"),
    Fault("a file of prose", "1:1", "wrong-type", ("piece of text",), "Dear all\n"),
    Fault("too long a question", "3:15", "too-long", ("200",), "entries:\n  - id: care\n    question: " + "so " * 99 +
          "\n    asked_as: [a, b, c, d, e]\n    answer: Yes.\n"),
    # Facts and dates
    Fault("unknown fact", "8:7", "unknown-fact", ("{doctor}", 'did you mean "doctors"?'),
          answered("One.\n\nTwo {doctor}.") + "facts:\n  doctors: forty\n"),
    Fault("unknown fact in wording", "2:9", "unknown-fact", ("{nobody}",), 'wording:\n  none: "Ask {nobody}."\n'),
    Fault("brace that is never closed", "6:7", "unknown-fact", ("brace", "partner"), answered("On {day we open.")),
    Fault("brace that is never opened", "6:7", "unknown-fact", ("brace", "partner"), answered("On day} we open.")),
    Fault("no start", "6:7", "unknown-fact", ('give the strike its "starts"',), answered("From {starts}.")),
    Fault("fact in a fact", "2:7", "unknown-fact", ("brace",), 'facts:\n  at: "at {day}"\n'),
    Fault("no time zone", "3:11", "no-time-zone", ("+00:00",), "strike:\n  name: S\n  starts: 2016-02-10T08:00:00\n"),
    Fault("day without time", "3:11", "no-time-zone", ("+00:00",), "strike:\n  name: S\n  starts: 2016-02-10\n"),
    Fault("number for a date", "3:11", "bad-date", ("number",), "strike:\n  name: S\n  starts: 8\n"),
    Fault("no date", "3:11", "bad-date", ("write it like 2016-",), "strike:\n  name: S\n  starts: on Monday\n"),
    Fault("no such date", "5:16", "bad-date", ("write it like 2016-02-10",), "sources:\n  times:\n    title: A\n"
          "    publisher: B\n    published: 2016-13-45\n"),
    Fault("ends first", "4:9", "ends-before-start", ("before it starts",), "strike:\n  name: S\n"
          "  starts: 2016-02-11T08:00:00Z\n  ends: 2016-02-10T08:00:00Z\n"),
    Fault("window without an end", "4:7", "missing-field", ('"ends"',), windows("{starts: 2016-02-10T08:00:00Z}")),
    Fault("window that ends first", "4:44", "ends-before-start", ("before it starts",),
          windows("{starts: 2016-02-11T08:00:00Z, ends: 2016-02-10T08:00:00Z}")),
    Fault("windows that overlap", "5:16", "windows-overlap", ("above it has ended", "one window"),
          windows("{starts: 2016-02-10T08:00:00Z, ends: 2016-02-12T08:00:00Z}",
                  "{starts: 2016-02-12T08:00:00+01:00, ends: 2016-02-13T08:00:00Z}")),
    Fault("windows in disorder", "5:16", "windows-unsorted", ("earliest first",),
          windows("{starts: 2016-02-10T08:00:00Z, ends: 2016-02-11T08:00:00Z}",
                  "{starts: 2016-02-01T08:00:00Z, ends: 2016-02-02T08:00:00Z}")),
    Fault("windows and a start", "4:5", "two-clocks", ("into windows",),
          windows("{starts: 2016-02-10T08:00:00Z, ends: 2016-02-11T08:00:00Z}") + "  starts: 2016-02-10T08:00:00Z\n"),
    Fault("no windows", "3:12", "empty", ('"windows"',), "strike:\n  name: S\n  windows: []\n"),
    Fault("unknown fact in other words", "6:20", "unknown-fact", ("{day}",),
          entry('answer_before: "On {day}."') + WHEN),
    Fault("too long in other words", "6:19", "too-long", ("901", "900"), entry("answer_after: " + "a" * 901) + WHEN),
    Fault("bad address", "2:63", "bad-link", ("https://",), "sources:\n"
          "  times: {title: A, publisher: B, published: 2016-02-10, url: times.uk}\n"),
    # What a chat can't show
    Fault("heading", "8:7", "not-showable", ("heading", "**bold**"), answered("One.\n\n# Two")),
    Fault("table", "6:7", "not-showable", ("table", "list"), answered("| a | b |\n|---|---|\n| c | d |")),
    Fault("picture", "6:7", "not-showable", ("picture",), answered("See ![it](https://a.uk/b.png)")),
    Fault("HTML", "7:7", "not-showable", ("HTML",), answered("Do\n<b>this</b>".replace("</b>", ""))),
    Fault("code block", "6:7", "not-showable", ("code",), answered("```\na\n```")),
    Fault("quotation", "6:7", "not-showable", ("quotation",), answered("> a")),
    Fault("bad link", "6:7", "not-showable", ("leaflet.html", "https://"), answered("Read [this](leaflet.html).")),
    Fault("too long", "5:13", "too-long", ("901", "900"), answered("a" * 901)),
    Fault("nothing shown", "5:13", "empty", ("shows nothing",), answered("[](https://a.uk)")),
    # YAML
    Fault("tab", "3:1", "tab", ("tab", "spaces"), "entries:\n  - id: care\n\tquestion: Is it?\n"),
    Fault("tab that joins two items", "6:1", "tab", ("tab",), asked("- a").replace("      - care 0", "\t- care 0")),
    Fault("no-break space", "2:3", "tab", ("word processors",), "facts:\n  \xa0day: Monday\n"),
    Fault("item too far in", "6:9", "indentation", ("text above",), asked("- a b", "  - c d")),
    Fault("control character", "2:9", "invisible-character", ("U+0007",), "facts:\n  day: M\aonday\n"),
    Fault("two colons", "3:18", "syntax", ("colon", "quotes"), "entries:\n  - id: care\n    question: One: is it?\n"),
    Fault("no space after the colon", "3:13", "syntax", ("space after",), "entries:\n  - id:care\n    question: A?\n"),
    Fault("open quotes", "2:8", "syntax", ("never closed",), 'facts:\n  day: "Monday\n'),
    Fault("quotes in quotes", "2:14", "syntax", ("quotes of the other kind",), 'facts:\n  day: "The "day""\n'),
    Fault("open bracket", "6:14", "syntax", ("closed",), entry("related: [good")),
    Fault("stars", "5:9", "syntax", ("*", "quotes"), asked("- *very* bad")),
    Fault("at sign", "5:9", "syntax", ("start", "quotes"), asked("- @ the hospital")),
    Fault("less indented", "5:5", "syntax", ("align",), "facts:\n      a: b\n      c: d\n\n    e: f\n"),
    Fault("two documents", "3:1", "syntax", ("---",), "facts:\n  a: b\n---\nfacts:\n  c: d\n"),
    Fault("alias", "5:9", "yaml-mark", ("*care", "quotes"), asked("- *care")),
    Fault("anchor", "5:9", "yaml-mark", ("&E", "quotes"), asked("- &E is it open")),
    Fault("tag", "5:9", "yaml-mark", ("!help", "quotes"), asked("- !help is it open")),
    Fault("python tag", "2:8", "yaml-mark", ("!!python/object/apply:os.system",),
          "facts:\n  day: !!python/object/apply:os.system [ls]\n"),
    Fault("list as a name", "2:3", "syntax", ("name of a field",), "facts:\n  [a, b]: c\n"),
    Fault("merged badly", "3:1", "syntax", ("merged", "keep one"),
          "facts:\n  day: a\n<<<<<<< HEAD\n  hour: b\n=======\n  hour: c\n>>>>>>> theirs\n"),
    Fault("capital letter", "1:1", "unknown-field", ("write \"entries\"",), "Entries: []\n"),
    Fault("nested deep", "1:27", "syntax", ("levels",), "facts: " + "[" * 100),
    # Files
    Fault("empty", "", "empty-file", ("empty", "delete it"), ""),
    Fault("only comments", "", "empty-file", ("comments",), "# entries:\n"),
    Fault("UTF-16", "", "not-utf-8", ("UTF-16", "save"), "facts: {a: b}".encode("utf-16")),
    Fault("Latin-1", "2:13", "not-utf-8", ("UTF-8", "save"), "facts:\n  where: café".encode("latin-1")),
    Fault("binary", "", "not-text", ("text file", "move it"), b"\x89PNG\0\0\0\1"),
]  # fmt: skip

BESIDE = {
    "fact in two files": "facts:\n  day: Sunday\n",
}


def problems_of(write_pack: WritePack, fault: Fault) -> list[Problem]:
    files = {"a.yaml": GOOD, "z.yaml": fault.text}
    if fault.name in BESIDE:
        files["b.yaml"] = BESIDE[fault.name]
    return check_pack(write_pack(files))


@pytest.mark.parametrize("fault", ERRORS, ids=lambda fault: fault.name)
def test_an_error_names_its_place_and_remedy(write_pack: WritePack, fault: Fault) -> None:
    problems = problems_of(write_pack, fault)
    assert [(one.file, f"{one.line}:{one.column}" if one.line else "", one.code) for one in problems] == [
        ("faq/z.yaml", fault.at, fault.code)
    ], "\n".join(map(str, problems))
    said = str(problems[0])
    assert problems[0].severity == "error"
    assert problems[0].remedy
    for word in fault.words:
        assert word in said


@pytest.mark.parametrize("fault", ERRORS, ids=lambda fault: fault.name)
def test_a_pack_with_an_error_does_not_load(write_pack: WritePack, fault: Fault) -> None:
    folder = write_pack({"a.yaml": GOOD, "z.yaml": fault.text, "b.yaml": BESIDE.get(fault.name, "off_topic: [x]")})
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    assert [one.code for one in refused.value.problems] == [fault.code]
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))


def test_nesting_without_end_is_told_wherever_the_parser_gives_up(write_pack: WritePack) -> None:
    (problem,) = check_pack(write_pack({"z.yaml": "facts: " + "[" * 50_000}))
    assert (problem.line, problem.code) == (1, "syntax")
    assert "20 levels" in problem.message


def test_both_yaml_parsers_tell_the_same(write_pack: WritePack, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML has a parser in C, which may be missing, and one in Python; they word their complaints differently."""
    files = {f"{number:02}.yaml": fault.text for number, fault in enumerate(ERRORS) if fault.code == "syntax"}
    folder = write_pack(files)
    in_c = [(one.file, one.line, one.message) for one in check_pack(folder)]
    monkeypatch.setattr(document, "LOADER", yaml.SafeLoader)
    assert [(one.file, one.line, one.message) for one in check_pack(folder)] == in_c


def test_all_faults_of_all_files_come_in_one_go(write_pack: WritePack) -> None:
    problems = check_pack(
        write_pack(
            {
                "a.yaml": entry("colour: red\nrelated: [nowhere]", answer="On {someday}."),
                "b.yaml": entry("source: times", id="a&e"),
                "c.yaml": "facts:\n  day: 10\n",
            }
        )
    )
    assert [(one.file, one.line, one.code) for one in problems if one.severity == "error"] == [
        ("faq/a.yaml", 5, "unknown-fact"),
        ("faq/a.yaml", 6, "unknown-field"),
        ("faq/a.yaml", 7, "unknown-id"),
        ("faq/b.yaml", 2, "bad-id"),
        ("faq/b.yaml", 6, "unknown-source"),
        ("faq/c.yaml", 2, "misread-text"),
    ]


def test_what_an_unreadable_file_may_hold_is_not_called_missing(write_pack: WritePack) -> None:
    broken = entry(id="other") + "   x: y\n"
    problems = check_pack(write_pack({"a.yaml": entry("related: [other]"), "b.yaml": broken}))
    assert [(one.file, one.code) for one in problems] == [("faq/b.yaml", "syntax")]


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("error", "duplicate-id", "faq/care.yaml", 12, 5, "two of them", "rename one")
    assert str(problem) == "faq/care.yaml:12:5: error duplicate-id: two of them — rename one"
    whole = Problem("warning", "odd", "faq/care.yaml", 0, 0, "odd")
    assert str(whole) == "faq/care.yaml: warning odd: odd"


def test_a_long_phrase_in_the_answer_is_measured_as_it_is_shown(write_pack: WritePack) -> None:
    address = "https://example.org/" + "long/" * 200
    text = dedent(f"""\
        facts:
          words: {"w" * 850}
        """)
    shown = answered(f"[here]({address}) **bold** {{words}}")
    assert [one.code for one in check_pack(write_pack({"a.yaml": shown, "facts.yaml": text}))] == ["long-answer"]
    longer = shown.replace("bold", "bolder" * 8)
    assert [one.code for one in check_pack(write_pack({"a.yaml": longer}))] == ["too-long"]
