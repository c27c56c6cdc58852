"""The command line: what is printed where, and with which exit code."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from tests.sample import CONTENT

ROOT = Path(__file__).parents[1]
KEYS = ["question", "kind", "entries", "suggestions", "best", "score", "text"]
REFUND = "Can I get my money back?"
DURING = ("--at", "2031-05-06T12:00")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine on which nothing is set."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "HOME", "LANG")}
    return kept | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def run(tmp_path: Path, surroundings: dict[str, str]) -> Run:
    """Runs `python -m bot` in an empty folder."""

    def run(*arguments: str | Path, typed: str | bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=surroundings | settings,
            timeout=60,
        )

    return run


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """A folder with the sample pack."""
    return write_faq(tmp_path / "sample", CONTENT)


def write_faq(folder: Path, content: dict[str, Any]) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """What was said on standard error, after making sure that it is no traceback and nothing went to stdout."""
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert done.stdout == b""
    return said


class TestAsk:
    def test_words_make_one_question(self, run: Run, faq: Path) -> None:
        done = run("ask", "--faq", faq, *DURING, *REFUND.split())
        assert done.returncode == 0
        said = done.stdout.decode()
        assert said.startswith(f"{REFUND}\n\nAsk City Hall (https://city.example).\n")
        assert "Bus drivers' strike is on now." in said
        assert done.stderr == b""

    def test_json_is_one_object_on_one_line(self, run: Run, faq: Path) -> None:
        done = run("ask", "--json", "--faq", faq, *DURING, REFUND)
        (line,) = done.stdout.decode().splitlines()
        answer = json.loads(line)
        assert list(answer) == KEYS
        assert answer["question"] == REFUND
        assert answer["kind"] == "answer"
        assert answer["entries"] == ["refund"]
        assert answer["best"] == "refund"
        assert 0 < answer["score"] <= 1
        assert answer["text"].startswith(f"{REFUND}\n\nAsk City Hall")

    def test_the_clock_can_be_set(self, run: Run, faq: Path) -> None:
        for at, status in [
            ("2031-05-06T04:59", "starts at"),
            ("2031-05-06T05:00", "on now"),
            ("2031-05-08", "is over"),
        ]:
            assert status in run("ask", "--faq", faq, "--at", at, REFUND).stdout.decode()

    def test_without_a_question_it_reads_one_a_line(self, run: Run, faq: Path) -> None:
        done = run("ask", "--json", "--faq", faq, typed=f"{REFUND}\nWho is right?")
        assert [json.loads(line)["entries"] for line in done.stdout.splitlines()] == [["refund"], ["opinion"]]

    def test_without_json_answers_to_lines_are_text_with_a_line_between(self, run: Run, faq: Path) -> None:
        said = run("ask", "--faq", faq, typed=f"{REFUND}\nWho is right?\n").stdout.decode()
        assert "\n\nWho is right?\n\nI take no side." in said

    def test_each_line_is_answered_when_it_comes(self, faq: Path, surroundings: dict[str, str]) -> None:
        command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings) as asking:
            assert asking.stdin and asking.stdout
            for question in (REFUND, "Who is right?"):
                asking.stdin.write(f"{question}\n".encode())
                asking.stdin.flush()
                assert json.loads(asking.stdout.readline())["question"] == question

    def test_whatever_comes_gets_an_object_each(self, run: Run, faq: Path) -> None:
        lines = [b"", b"\xff\xfe\x80", b"\0\x07", b"x" * 1_000_000, "🚌🚌".encode(), b"\r", b'"}{', "\u2028".encode()]
        done = run("ask", "--json", "--faq", faq, typed=b"\n".join(lines) + b"\n")
        assert done.returncode == 0
        assert done.stderr == b""
        answers = [json.loads(line) for line in done.stdout.split(b"\n") if line]
        assert len(answers) == len(lines)
        assert answers[0]["question"] == ""
        assert answers[1]["question"] == "\ufffd\ufffd\ufffd"
        assert answers[7]["question"] == "\u2028"
        assert all(list(answer) == KEYS for answer in answers)

    def test_an_argument_that_is_not_utf_8_is_no_fault(self, surroundings: dict[str, str], faq: Path) -> None:
        command = [sys.executable, b"-m", b"bot", b"ask", b"--json", b"--faq", os.fsencode(faq), b"caf\xe9?"]
        done = subprocess.run(command, capture_output=True, env=surroundings, timeout=60)
        assert done.returncode == 0
        assert json.loads(done.stdout)["question"] == "caf??"

    def test_json_is_utf_8_whatever_the_terminal_speaks(self, run: Run, faq: Path) -> None:
        done = run("ask", "--json", "--faq", faq, "où?", PYTHONIOENCODING="ascii")
        assert json.loads(done.stdout.decode("utf-8"))["question"] == "où?"

    def test_text_is_printed_as_far_as_the_terminal_can(self, run: Run, tmp_path: Path) -> None:
        entry = {"id": "price", "question": "How much?", "asked_as": ["price"], "answer": "£5 – no more."}
        folder = write_faq(tmp_path / "pounds", {"entries": [entry]})
        done = run("ask", "--faq", folder, "How much?", PYTHONIOENCODING="ascii")
        assert done.returncode == 0
        assert b"?5 ? no more." in done.stdout

    @pytest.mark.parametrize("at", ["yesterday", "", "2016-13-01", "10 February"])
    def test_a_time_that_is_none_is_refused_in_one_line(self, run: Run, faq: Path, at: str) -> None:
        done = run("ask", "--faq", faq, "--at", at, REFUND)
        assert done.returncode == 2
        assert complaint(done) == f"--at: {at!r} is not a date and time. Write it like 2016-02-10T09:00.\n"

    def test_nobody_to_ask_is_wrong_use(self, faq: Path, surroundings: dict[str, str]) -> None:
        terminal, other_end = os.openpty()
        command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
        done = subprocess.run(command, stdin=other_end, capture_output=True, env=surroundings, timeout=60)
        os.close(terminal)
        os.close(other_end)
        assert done.returncode == 2
        assert complaint(done).startswith("What is the question?")

    def test_a_reader_who_leaves_early_is_no_fault(self, faq: Path, surroundings: dict[str, str]) -> None:
        command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings) as asking:
            assert asking.stdin and asking.stdout and asking.stderr
            asking.stdin.write(b"a\n")
            asking.stdin.flush()
            asking.stdout.readline()
            asking.stdout.close()
            asking.stdin.write(b"b\nc\n")
            asking.stdin.close()
            assert asking.stderr.read() == b""
            assert asking.wait(60) == 0

    def test_ctrl_c_ends_it_quietly(self, faq: Path, surroundings: dict[str, str]) -> None:
        command = [sys.executable, "-m", "bot", "ask", "--json", "--faq", faq]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings) as asking:
            assert asking.stdin and asking.stdout and asking.stderr
            asking.stdin.write(b"a\n")
            asking.stdin.flush()
            asking.stdout.readline()
            asking.send_signal(signal.SIGINT)
            assert asking.wait(60) == 130
            assert asking.stderr.read() == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_disk_is_one_line(self, faq: Path, surroundings: dict[str, str]) -> None:
        command = [sys.executable, "-m", "bot", "ask", "--faq", faq, REFUND]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=surroundings, timeout=60)
        assert done.returncode == 2
        assert done.stderr.decode() == "Input or output: No space left on device.\n"


class TestFaq:
    def test_the_shipped_one_is_used_where_none_is_named(self, run: Run) -> None:
        done = run("ask", "--json", "hello")
        assert done.returncode == 0
        assert json.loads(done.stdout)["text"]

    def test_faq_dir_names_another_and_the_option_counts_more(self, run: Run, faq: Path, tmp_path: Path) -> None:
        entry = {"id": "other", "question": REFUND, "asked_as": ["refund"], "answer": "Another answer."}
        other = write_faq(tmp_path / "other", {"entries": [entry]})
        assert b"Another answer." in run("ask", REFUND, FAQ_DIR=str(other)).stdout
        assert b"City Hall" in run("ask", "--faq", faq, REFUND, FAQ_DIR=str(other)).stdout

    @pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["check"], ["evaluate"]])
    def test_a_folder_that_is_not_there_is_wrong_use(self, run: Run, command: list[str]) -> None:
        done = run(*command, "--faq", "nowhere")
        assert done.returncode == 2
        assert complaint(done) == "--faq: nowhere is not a folder.\n"
        assert complaint(run(*command, FAQ_DIR="nowhere")) == "FAQ_DIR: nowhere is not a folder.\n"

    @pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["evaluate"]])
    def test_a_broken_one_stops_with_the_first_errors(self, run: Run, tmp_path: Path, command: list[str]) -> None:
        entries = [{"id": f"e{n}", "question": "Q?", "asked_as": ["q"], "anwser": "A"} for n in range(9)]
        folder = write_faq(tmp_path / "broken", {"entries": entries})
        done = run(*command, "--faq", folder)
        assert done.returncode == 1
        said = complaint(done).splitlines()
        assert len(said) == 6
        assert "pack.yaml:" in said[0]
        assert "`python -m bot check` shows all of them" in said[-1]

    def test_a_bad_setting_is_one_line(self, run: Run) -> None:
        done = run("ask", "x", LOG_LEVEL="loud")
        assert done.returncode == 2
        assert complaint(done).startswith("LOG_LEVEL is 'loud', but must be ")


class TestCheck:
    PHRASINGS = (
        "parking", "can i park", "is the car park open", "where do i leave the car", "any spaces", "blue badge bays",
        "dad can't walk far, can we drive to the door", "what does it cost", "motorbikes", "my van",
    )  # fmt: skip
    GOOD: ClassVar[dict[str, Any]] = {"id": "a", "question": "Can I park?", "asked_as": PHRASINGS, "answer": "Yes."}
    THIN: ClassVar[dict[str, Any]] = {"id": "a", "question": "A?", "asked_as": ["a"], "answer": "Please note it."}
    HINT = "`python -m bot check --explain CODE` tells more about a kind of problem.\n"

    @pytest.fixture
    def thin(self, tmp_path: Path) -> Path:
        return write_faq(tmp_path / "thin", {"entries": [self.THIN]})

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Path:
        folder = tmp_path / "broken"
        folder.mkdir()
        text = "entries:\n  - id: a\n    question: A?\n    asked_as: [a, b, c, d, e]\n    anwser: A.\n"
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        return folder

    def test_a_good_faq_passes(self, run: Run, tmp_path: Path) -> None:
        folder = write_faq(tmp_path / "good", {"entries": [self.GOOD]})
        done = run("check", "--faq", folder)
        assert done.returncode == 0
        assert done.stdout == b""
        assert done.stderr.decode() == f"{folder}: 0 errors, 0 warnings\n"

    def test_warnings_are_shown_but_pass(self, run: Run, thin: Path) -> None:
        done = run("check", "--faq", thin)
        assert done.returncode == 0
        slow, few = done.stdout.decode().splitlines()
        assert "pack.yaml:" in few
        assert ": warning few-phrasings: " in few
        assert ": warning slow-start: " in slow
        assert done.stderr.decode() == f"{thin}: 0 errors, 2 warnings (1 slow-start, 1 few-phrasings)\n{self.HINT}"

    def test_errors_are_shown_with_place_and_remedy_and_fail(self, run: Run, broken: Path) -> None:
        done = run("check", "--faq", broken)
        assert done.returncode == 1
        shown = done.stdout.decode()
        assert f"{Path('broken/a.yaml')}:5:5: error unknown-field: " in shown
        assert '"answer"' in shown
        assert "\x1b" not in shown
        assert "Only errors were looked for" in done.stderr.decode()

    @pytest.mark.parametrize(
        ("options", "codes"),
        [
            (["--select", "slow-start"], ["slow-start"]),
            (["--ignore", "slow-start"], ["few-phrasings"]),
            (["--ignore", "slow-start,few-phrasings"], []),
            (["--review"], ["slow-start", "few-phrasings", "never-reviewed"]),
        ],
    )
    def test_warnings_can_be_chosen(self, run: Run, thin: Path, options: list[str], codes: list[str]) -> None:
        done = run("check", "--faq", thin, "--json", *options)
        assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == codes

    def test_errors_can_not_be_ignored(self, run: Run, broken: Path) -> None:
        assert run("check", "--faq", broken, "--ignore", "unknown-field,missing-field").returncode == 1

    def test_prints_annotations_for_github(self, run: Run, broken: Path) -> None:
        done = run("check", "--faq", broken, "--github")
        assert done.returncode == 1
        lines = done.stdout.decode().splitlines()
        assert f"::error file={Path('broken/a.yaml')},line=5,col=5,title=unknown-field::" in lines[-1]

    def test_prints_json_for_machines(self, run: Run, broken: Path) -> None:
        done = run("check", "--faq", broken, "--json")
        assert done.returncode == 1
        data = json.loads(done.stdout)
        assert data["errors"] == len(data["problems"]) == 2
        assert data["notes"]

    def test_explains_a_code_without_looking_at_the_faq(self, run: Run) -> None:
        done = run("check", "--explain", "slow-start", "--faq", "nowhere")
        assert done.returncode == 0
        assert "Why it matters: " in done.stdout.decode()

    @pytest.mark.parametrize("option", ["--explain", "--select", "--ignore"])
    def test_a_code_that_is_none_is_wrong_use(self, run: Run, option: str) -> None:
        done = run("check", option, "slow-strat")
        assert done.returncode == 2
        assert complaint(done) == "There is no code 'slow-strat'. Did you mean slow-start?\n"


class TestDiff:
    @pytest.fixture
    def old(self, tmp_path: Path) -> Path:
        return write_faq(tmp_path / "old", CONTENT)

    @pytest.fixture
    def new(self, tmp_path: Path) -> Path:
        """Knows a word more, and lost an entry."""
        entries = [entry for entry in CONTENT["entries"] if entry["id"] != "opinion"]
        return write_faq(tmp_path / "new", CONTENT | {"entries": entries, "vocabulary": {"same": {"refund": ["dosh"]}}})

    @pytest.fixture
    def asked(self, tmp_path: Path) -> Path:
        path = tmp_path / "asked.jsonl"
        rows = [
            {"q": "dosh", "ok": ["refund"]},
            {"q": "Who is right?", "ok": ["opinion"]},
            {"q": REFUND, "ok": ["refund"]},
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    def test_tells_what_is_better_and_what_is_worse(self, run: Run, old: Path, new: Path, asked: Path) -> None:
        done = run("diff", old, new, asked, *DURING)
        assert done.returncode == 0
        worse, better = done.stdout.decode().splitlines()
        assert worse.startswith("- Who is right?: opinion → ")
        assert better == "+ dosh: none → refund"
        assert done.stderr.decode() == "2 of 3 messages get another reply: 1 worse, 1 better, 0 different.\n"

    def test_can_fail_on_worse_replies(self, run: Run, old: Path, new: Path, asked: Path) -> None:
        assert run("diff", old, new, asked, "--fail-on-worse").returncode == 1
        assert run("diff", old, old, asked, "--fail-on-worse").returncode == 0

    def test_speaks_json_and_markdown(self, run: Run, old: Path, new: Path, asked: Path) -> None:
        data = json.loads(run("diff", old, new, asked, "--json").stdout)
        assert (data["messages"], data["worse"], data["better"]) == (3, 1, 1)
        assert run("diff", old, new, asked, "--markdown").stdout.startswith(b"**2 of 3 messages")

    def test_without_a_file_it_asks_what_the_new_faq_brings(self, run: Run, old: Path, new: Path) -> None:
        data = json.loads(run("diff", old, new, "--json").stdout)
        assert data["messages"] == sum(len(entry["asked_as"]) for entry in CONTENT["entries"]) - 1

    def test_a_folder_that_is_not_there_is_wrong_use(self, run: Run, old: Path) -> None:
        done = run("diff", old, "nowhere")
        assert done.returncode == 2
        assert "nowhere" in complaint(done)


class TestSchema:
    def test_is_printed(self, run: Run) -> None:
        done = run("schema")
        assert done.returncode == 0
        assert "asked_as" in json.loads(done.stdout)["$defs"]["Entry"]["properties"]

    def test_or_written(self, run: Run, tmp_path: Path) -> None:
        done = run("schema", "--output", "pack.schema.json")
        assert done.stdout == b""
        assert (tmp_path / "pack.schema.json").read_bytes() == run("schema").stdout

    def test_where_it_can_be(self, run: Run) -> None:
        done = run("schema", "--output", "no/such/folder/s.json")
        assert done.returncode == 2
        assert "can't be written" in complaint(done)


class TestChat:
    def test_is_a_plain_transcript_where_there_is_no_terminal(self, run: Run, faq: Path) -> None:
        done = run("chat", "--faq", faq, *DURING, typed=f"{REFUND}\n/topics\n2\n")
        assert done.returncode == 0
        said = done.stdout.decode()
        assert "Ask City Hall" in said
        assert "strike is on now" in said
        assert "You: 2\n\nMoney" in said
        assert said.endswith("Goodbye, and take care.\n")

    def test_in_a_terminal_it_shows_blocks_and_a_prompt_and_ctrl_d_leaves(
        self, faq: Path, surroundings: dict[str, str]
    ) -> None:
        with in_a_terminal(["chat", "--faq", faq, *DURING], surroundings) as (chatting, terminal):
            assert "Getting about" in read_until(terminal, "You: ")
            os.write(terminal, f"{REFUND}\n".encode())
            answer = read_until(terminal, "You: ")
            assert "City Hall" in answer
            assert "│" in answer
            assert "\x1b[" in answer
            os.write(terminal, b"\x04")
            read_until(terminal, "Goodbye, and take care.")
            assert chatting.wait(60) == 0

    def test_in_a_terminal_ctrl_c_leaves_quietly(self, faq: Path, surroundings: dict[str, str]) -> None:
        with in_a_terminal(["chat", "--faq", faq], surroundings) as (chatting, terminal):
            read_until(terminal, "You: ")
            assert interrupt(chatting) == 130
            assert "Traceback" not in read_until(terminal, "\n")


@contextmanager
def in_a_terminal(
    arguments: list[str | Path], surroundings: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Runs `python -m bot` in a terminal of 80 columns; gives the process and the terminal's other end."""
    other_end, terminal = os.openpty()
    chatting = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=surroundings | {"TERM": "xterm", "COLUMNS": "80"},
    )
    try:
        yield chatting, other_end
    finally:
        chatting.kill()
        chatting.wait()
        os.close(terminal)
        os.close(other_end)


def interrupt(process: subprocess.Popen[bytes]) -> int:
    """Presses Ctrl-C until it ends; readline misses one that comes just before it begins to wait for keys."""
    for _ in range(6):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(10)
    raise AssertionError("Ctrl-C does not end it")


def read_until(terminal: int, words: str) -> str:
    """What a terminal shows up to and including `words`."""
    shown = ""
    while words not in shown:
        assert select.select([terminal], [], [], 60)[0], f"waited in vain for {words!r}, saw {shown!r}"
        shown += os.read(terminal, 4096).decode(errors="replace")
    return shown


class TestExplain:
    WHICH = "Which buses are running?"

    def test_tells_the_entry_the_words_the_runners_up_and_what_to_do(self, run: Run, faq: Path) -> None:
        done = run("explain", "--faq", faq, *self.WHICH.split())
        assert done.returncode == 0
        assert done.stderr == b""
        said = done.stdout.decode()
        assert said.startswith(
            f"“{self.WHICH}”: answered with running\nNo urgent sign fired.\nProbability that running"
        )
        rows = [line.split() for line in said.splitlines()]
        assert f"Word by word, beside “{self.WHICH}”" in said
        assert any(row[:1] + row[2:6] == ["buses", "buses", "same", "word", "1.00"] for row in rows)
        assert any(row[:1] == ["running"] and row[-4:] == self.WHICH.split() for row in rows)
        assert any(row[:1] == ["school"] for row in rows)
        assert any(row[:1] == ["coverage"] for row in rows)
        assert said.splitlines()[-1].startswith("What to do: Nothing to add if running is right")

    def test_elsewhere_than_in_a_terminal_it_is_plain_text_with_whole_lines(self, run: Run, tmp_path: Path) -> None:
        asked = "is it true that " + "my very very long road " * 8 + "is closed"
        entry = {"id": "road", "question": "Roads?", "asked_as": [asked], "answer": "…"}
        said = run("explain", "--faq", write_faq(tmp_path / "roads", {"entries": [entry]}), asked).stdout.decode()
        assert "\x1b" not in said
        assert not set("─│━┃╭") & set(said)
        assert sum(asked in line for line in said.splitlines()) == 3

    def test_json_has_everything(self, run: Run, faq: Path) -> None:
        done = run("explain", "--json", "--faq", faq, self.WHICH)
        (line,) = done.stdout.decode().splitlines()
        found = json.loads(line)
        assert (found["question"], found["kind"], found["best"]) == (self.WHICH, "answer", "running")
        assert found["decision"]["margin"] == pytest.approx(found["score"] - found["decision"]["threshold"], abs=1e-3)
        (asked,) = found["asked"]
        assert [word["written"] for word in asked["words"]] == ["which", "buses", "are", "running"]
        assert asked["words"][1]["alignment"]["relation"] == "same word"
        assert asked["best"]["entry"] == "running"
        assert asked["best"]["phrasings"][0]["text"] == self.WHICH
        assert "school" in [one["entry"] for one in asked["runners_up"]]
        assert {"bias", "coverage"} <= {term["signal"] for term in asked["terms"]}
        assert found["advice"].startswith("Nothing to add")

    def test_what_nobody_ever_wrote_is_explained_too(self, run: Run, faq: Path) -> None:
        for message in ("xyzzy", "", "🚌", "[bold]", "x" * 5000):
            done = run("explain", "--faq", faq, message)
            assert done.returncode == 0
            assert "What to do: " in done.stdout.decode()

    def test_without_a_question_it_is_wrong_use(self, run: Run, faq: Path) -> None:
        done = run("explain", "--faq", faq)
        assert done.returncode == 2
        assert "Usage: python -m bot explain" in complaint(done)


class TestEvaluate:
    SET = (
        {"q": REFUND, "ok": ["refund"]},
        {"q": "Who is right?", "ok": ["opinion"]},
        {"q": "Which buses are running?", "ok": ["school"]},
    )

    @pytest.fixture
    def labelled(self, tmp_path: Path) -> Path:
        path = tmp_path / "set.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in self.SET), encoding="utf-8")
        return path

    def test_prints_a_table_with_counts_beside_percentages(self, run: Run, faq: Path, labelled: Path) -> None:
        done = run("evaluate", labelled, "--faq", faq)
        assert done.returncode == 0
        rows = {line.split("  ")[1]: line for line in done.stdout.decode().splitlines() if "  " in line.strip()}
        assert "66.7%" in rows["right"]
        assert "2 of 3" in rows["right"]
        assert "33.3%" in rows["wrong"]
        assert "–" in rows["emergencies caught"]

    def test_prints_json_for_machines(self, run: Run, faq: Path, labelled: Path) -> None:
        measured = json.loads(run("evaluate", "--json", labelled, "--faq", faq).stdout)
        assert measured["messages"] == 3
        assert measured["right"] == {"percent": 66.67, "count": 2, "of": 3}

    def test_writes_predictions_as_ask_prints_them(self, run: Run, faq: Path, labelled: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        run("evaluate", labelled, "--faq", faq, *DURING, "--predictions", out)
        lines = out.read_bytes().splitlines()
        asked = run("ask", "--json", "--faq", faq, *DURING, typed="\n".join(one["q"] for one in self.SET))
        assert lines == asked.stdout.splitlines()

    def test_a_missed_bar_fails_and_says_by_how_much(self, run: Run, faq: Path, labelled: Path) -> None:
        assert run("evaluate", labelled, "--faq", faq, "--bar", "right=66").returncode == 0
        done = run("evaluate", labelled, "--faq", faq, "--bar", "right=66", "--bar", "wrong=4")
        assert done.returncode == 1
        assert done.stderr.decode() == "wrong is 33.3%, but should be at most 4%.\n"

    def test_without_a_file_it_takes_the_faqs_own(self, run: Run, tmp_path: Path, faq: Path) -> None:
        own = write_faq(tmp_path / "own", CONTENT | {"labelled": [{"q": REFUND, "ok": ["refund"]}]})
        assert json.loads(run("evaluate", "--json", "--faq", own).stdout)["right"]["count"] == 1
        done = run("evaluate", "--faq", faq)
        assert done.returncode == 2
        assert complaint(done).startswith("The FAQ has no labelled questions of its own.")

    def test_a_bad_line_is_named(self, run: Run, faq: Path, labelled: Path) -> None:
        labelled.write_text(json.dumps(self.SET[0]) + "\n{oops\n", encoding="utf-8")
        done = run("evaluate", labelled, "--faq", faq)
        assert done.returncode == 2
        assert complaint(done).startswith(f"{labelled}:2: not JSON")

    def test_a_label_that_no_entry_has_is_a_warning(self, run: Run, faq: Path, labelled: Path) -> None:
        labelled.write_text('{"q": "x", "ok": ["refunds"]}\n', encoding="utf-8")
        done = run("evaluate", labelled, "--faq", faq)
        assert done.returncode == 0
        assert done.stderr.decode() == f"{labelled}:1: warning: the FAQ has no entry 'refunds'\n"

    def test_predictions_that_can_not_be_written_are_one_line(self, run: Run, faq: Path, labelled: Path) -> None:
        done = run("evaluate", labelled, "--faq", faq, "--predictions", "no/such/folder/out.jsonl")
        assert done.returncode == 2
        assert complaint(done) == f"{Path('no/such/folder/out.jsonl')}: can't be written: No such file or directory.\n"

    def test_what_more_is_asked_for_stands_below_the_measures(self, run: Run, faq: Path, labelled: Path) -> None:
        said = run(
            "evaluate", labelled, "--faq", faq, "--confusions", "--errors", "--reliability", "--by", "entry"
        ).stdout.decode()
        rows = [line.split() for line in said.splitlines()]
        assert ["school", "running", "1", "1"] in rows  # confusions
        assert ["school", "1", "0.0%", "0.0%", "100.0%", "100.0%"] in rows  # by entry
        assert any(row[:2] + row[3:] == ["wrong", "answer", "Which", "buses", "are", "running?"] for row in rows)
        assert any("taken for running: 1.00 “Which buses are running?”" in line for line in said.splitlines())
        assert "Expected calibration error" in said

    def test_all_of_it_comes_as_json_too(self, run: Run, faq: Path, labelled: Path) -> None:
        flags = ("--confusions", "--errors", "--reliability", "--by", "style")
        found = json.loads(run("evaluate", "--json", labelled, "--faq", faq, *flags).stdout)
        assert found["confusions"] == [{"asked": "school", "understood": "running", "count": 1, "shown": 1}]
        (error,) = found["errors"]
        assert (error["fault"], error["q"], error["ok"]) == ("wrong answer", "Which buses are running?", ["school"])
        assert error["led"]["text"] == "Which buses are running?"
        assert sum(one["right"]["of"] for one in found["reliability"]["bins"]) == 3
        assert 0 <= found["reliability"]["expected_calibration_error"] <= 1
        (style,) = found["by_style"]
        assert style["right"] == found["right"]
        bare = json.loads(run("evaluate", "--json", labelled, "--faq", faq).stdout)
        assert not {"confusions", "errors", "reliability", "by_style", "by_entry"} & set(bare)

    def test_folds_ask_the_faqs_own_phrasings(self, run: Run, faq: Path) -> None:
        found = json.loads(run("evaluate", "--json", "--folds", "2", "--errors", "--faq", faq).stdout)
        assert found["messages"] == sum(len(entry["asked_as"]) for entry in CONTENT["entries"])
        assert found["right"]["of"] == found["messages"]
        assert found["errors"]

    def test_folds_and_a_file_exclude_each_other(self, run: Run, faq: Path, labelled: Path) -> None:
        done = run("evaluate", labelled, "--folds", "5", "--faq", faq)
        assert done.returncode == 2
        assert complaint(done) == "--folds asks the FAQ's own phrasings: leave out FILE or --folds.\n"

    def test_the_picture_is_drawn(self, run: Run, faq: Path, labelled: Path, tmp_path: Path) -> None:
        out = tmp_path / "scores.png"
        done = run("evaluate", labelled, "--faq", faq, "--plot", out)
        assert done.returncode == 0
        assert done.stderr == b""
        assert out.read_bytes().startswith(b"\x89PNG")

    @pytest.mark.parametrize(
        ("name", "said"),
        [("scores.txt", "name a file that ends in .png, .svg or .pdf."), ("no/folder/x.png", "is not a folder.")],
    )
    def test_a_picture_that_can_not_be_drawn_is_one_line(
        self, run: Run, faq: Path, labelled: Path, name: str, said: str
    ) -> None:
        done = run("evaluate", labelled, "--faq", faq, "--plot", name)
        assert done.returncode == 2
        assert complaint(done).startswith("--plot: ")
        assert complaint(done).endswith(f"{said}\n")

    def test_without_matplotlib_a_picture_says_what_to_install(
        self, run: Run, faq: Path, labelled: Path, tmp_path: Path, surroundings: dict[str, str]
    ) -> None:
        hidden = tmp_path / "hidden"
        hidden.mkdir()
        (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['matplotlib'] = None\n", encoding="utf-8")
        path = os.pathsep.join([str(hidden), surroundings["PYTHONPATH"]])
        done = run("evaluate", labelled, "--faq", faq, "--plot", "scores.png", PYTHONPATH=path)
        assert done.returncode == 2
        assert complaint(done).count("\n") == 1
        assert "pip install matplotlib" in complaint(done)


def test_run_without_a_token_says_how_to_get_one(run: Run, faq: Path) -> None:
    done = run("run", "--faq", faq)
    assert done.returncode == 2
    assert "@BotFather" in complaint(done)


@pytest.mark.parametrize("arguments", [["dance"], ["ask", "--colour", "x"], ["check", "one", "two"]])
def test_wrong_use_has_exit_code_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage: python -m bot" in complaint(done)


@pytest.mark.parametrize("command", ["run", "chat", "ask", "check", "evaluate"])
def test_every_command_explains_itself_and_takes_a_faq(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "--faq FOLDER" in done.stdout.decode()
    assert ("--at TIME" in done.stdout.decode()) == (command in ("chat", "ask", "evaluate"))


def test_asking_loads_nothing_heavy(run: Run, faq: Path) -> None:
    """What costs time at the start and is needed by other commands only stays away."""
    script = "import sys; from bot.cli import app; app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "--faq", faq, REFUND],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    loaded = {name.split(".")[0] for name in done.stdout.decode().splitlines()[-1].split()}
    assert "bot" in loaded
    assert loaded.isdisjoint({"telegram", "httpx", "rich", "sqlite3"})
