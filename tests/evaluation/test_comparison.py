"""Two packs asked the same: what changes, and is it better?"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.assistant import Assistant
from bot.conversation.reply import Reply
from bot.evaluation.comparison import Change, Question, compare, questions_of, read_questions
from bot.evaluation.comparison_report import as_json, lines, markdown, summary
from bot.evaluation.labelled import LabelledError
from bot.knowledge.model import Labelled
from tests.sample import DURING, Scripted, pack

RIGHT = Reply("answer", "", entries=("school",))
EXTRA = Reply("answer", "", entries=("school", "refund"))
HELPED = Reply("suggest", "", suggestions=("running", "school"))
LOST = Reply("suggest", "", suggestions=("running",))
NONE = Reply("none", "")
WRONG = Reply("answer", "", entries=("refund",))
ALARM = Reply("emergency", "")


def change(old: Reply, new: Reply, *ok: str, text: str = "q") -> Change:
    return Change(Question(text, Labelled(q=text, ok=ok) if ok else None), old, new)


@pytest.mark.parametrize(
    ("worse", "better"), [(WRONG, NONE), (ALARM, LOST), (NONE, HELPED), (HELPED, EXTRA), (EXTRA, RIGHT), (WRONG, RIGHT)]
)
def test_a_reply_is_better_the_more_it_helps(worse: Reply, better: Reply) -> None:
    assert change(worse, better, "school").verdict == "better"
    assert change(better, worse, "school").verdict == "worse"


@pytest.mark.parametrize(("one", "other"), [(WRONG, ALARM), (NONE, LOST)])
def test_replies_that_are_as_good_are_just_different(one: Reply, other: Reply) -> None:
    assert change(one, other, "school").verdict == "different"


def test_off_topic_messages_and_emergencies_have_right_replies_too() -> None:
    assert change(WRONG, NONE, "OOS").verdict == "better"
    assert change(NONE, ALARM, "EMERGENCY").verdict == "better"
    assert change(NONE, ALARM, "OOS").verdict == "worse"


def test_without_a_label_nobody_can_tell() -> None:
    assert change(WRONG, RIGHT).verdict == "different"


def assistant(old: bool) -> Assistant:
    """The sample's assistant; the old one has another vocabulary of messages."""

    class Old(Scripted):
        def interpret(self, message: str):  # type: ignore[no-untyped-def]
            return super().interpret({"opinion?": "running?", "buses": "unheard of"}.get(message, message))

    return Assistant(pack(), (Old if old else Scripted)(pack()))


def test_only_messages_with_another_reply_are_told_worse_ones_first() -> None:
    asked = [
        Question("running?", Labelled(q="running?", ok=("running",))),
        Question("buses", Labelled(q="buses", ok=("school",))),
        Question("opinion?", Labelled(q="opinion?", ok=("running",))),
    ]
    found = compare(assistant(old=True), assistant(old=False), asked, DURING)
    assert [(one.question.text, one.verdict) for one in found] == [("opinion?", "worse"), ("buses", "better")]
    assert compare(assistant(old=False), assistant(old=False), asked, DURING) == []


class TestQuestions:
    def test_are_the_packs_labelled_ones(self) -> None:
        (asked,) = questions_of(pack(labelled=[{"q": "any bus?", "ok": ["running"]}]))
        assert asked == Question("any bus?", Labelled(q="any bus?", ok=("running",)))

    def test_else_its_phrasings_each_labelled_with_its_entry(self) -> None:
        asked = questions_of(pack())
        assert Question("school bus", Labelled(q="school bus", ok=("school",))) in asked

    def test_from_a_file_of_labelled_questions(self, tmp_path: Path) -> None:
        file = tmp_path / "q.jsonl"
        file.write_text('{"q": "a", "ok": ["school"]}\n', encoding="utf-8")
        assert read_questions(file) == [Question("a", Labelled(q="a", ok=("school",)))]

    def test_from_plain_text(self, tmp_path: Path) -> None:
        file = tmp_path / "q.txt"
        file.write_text("\ufeffone\n\n  two \n", encoding="utf-8")
        assert read_questions(file) == [Question("one"), Question("two")]

    @pytest.mark.parametrize("name", ["q.txt", "q.jsonl"])
    def test_from_a_file_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(LabelledError, match=name):
            read_questions(tmp_path / name)


class TestReport:
    CHANGES = (change(RIGHT, WRONG, "school"), change(NONE, EXTRA, "school"), change(HELPED, ALARM))

    def test_summary(self) -> None:
        assert summary(self.CHANGES, 10) == "3 of 10 messages get another reply: 1 worse, 1 better, 1 different."

    def test_a_line_for_each(self) -> None:
        assert list(lines(self.CHANGES)) == [
            "- q: school → refund",
            "+ q: none → school, refund",
            "~ q: suggest (running, school) → emergency",
        ]

    def test_markdown_groups_them(self) -> None:
        text = markdown(self.CHANGES, 10)
        assert text.startswith("**3 of 10 messages get another reply: ")
        assert (
            "<summary>1 worse</summary>\n\n| Message | Before | Now |\n| --- | --- | --- |\n| q | school | refund |\n"
            in text
        )
        assert text.index("1 worse</summary>") < text.index("1 better</summary>") < text.index("1 different</summary>")

    def test_markdown_leaves_out_what_there_is_none_of(self) -> None:
        assert "better</summary>" not in markdown(self.CHANGES[:1], 10)

    def test_a_message_can_not_break_the_table(self) -> None:
        text = markdown([change(RIGHT, WRONG, "school", text="a|b\n<b>@all *x*")], 1)
        assert "| a\\|b &lt;b>&#64;all \\*x\\* | school | refund |" in text

    def test_json(self) -> None:
        data = as_json(self.CHANGES, 10)
        assert (data["messages"], data["worse"], data["better"], data["different"]) == (10, 1, 1, 1)
        assert data["changes"][0] == {
            "question": "q",
            "ok": ["school"],
            "verdict": "worse",
            "old": {"kind": "answer", "entries": ["school"], "suggestions": []},
            "new": {"kind": "answer", "entries": ["refund"], "suggestions": []},
        }
        assert data["changes"][2]["ok"] is None
