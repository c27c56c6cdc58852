"""A pack is a folder of YAML files, read as one."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.knowledge.check import check_pack
from bot.knowledge.load import default_pack, load_pack
from bot.knowledge.problem import PackError
from tests.knowledge.conftest import WritePack

ENTRY = """\
  - id: {id}
    question: What about {id}?
    asked_as: [{id} one, {id} two, {id} three, {id} four, {id} five]
    answer: About {id}.
"""


def entries(*ids: str) -> str:
    return "entries:\n" + "".join(ENTRY.format(id=id) for id in ids)


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in check_pack(folder)]


def test_one_file_of_entries_is_a_pack(write_pack: WritePack) -> None:
    folder = write_pack({"faq.yaml": entries("gp")})
    pack = load_pack(folder)
    assert check_pack(folder) == []
    assert pack.by_id["gp"].answer == "About gp."
    assert pack.by_id["gp"].source == "none"
    assert pack.strike is None


def test_files_and_subfolders_are_read_as_one_in_order(write_pack: WritePack) -> None:
    pack = load_pack(
        write_pack(
            {
                "b/c.yml": entries("third"),
                "a.YAML": entries("first") + "facts: {day: Monday}\noff_topic: [one]\n",
                "b/a.yaml": entries("second") + "facts: {night: Tuesday}\noff_topic: [two]\n",
            }
        )
    )
    assert list(pack.by_id) == ["first", "second", "third"]
    assert pack.facts == {"day": "Monday", "night": "Tuesday"}
    assert pack.off_topic == ("one", "two")


def test_the_parts_of_the_vocabulary_may_stand_in_several_files(write_pack: WritePack) -> None:
    first = entries("gp") + "vocabulary:\n  same: {GP: [doctor]}\n"
    pack = load_pack(write_pack({"a.yaml": first, "b.yaml": "vocabulary:\n  same: {op: [surgery]}\n"}))
    assert pack.vocabulary.same == {"GP": ("doctor",), "op": ("surgery",)}


def test_hidden_and_other_files_are_none_of_its_business(write_pack: WritePack) -> None:
    folder = write_pack(
        {
            "a.yaml": entries("gp"),
            ".hidden.yaml": "[",
            ".git/x.yaml": "[",
            "notes.txt": "[",
            "a.yaml~": "[",
            "picture.png": b"\x89PNG\0",
        }
    )
    assert check_pack(folder) == []


def test_the_times_keep_their_zone(write_pack: WritePack) -> None:
    strike = "strike:\n  name: S\n  starts: 2016-02-10T08:00:00+00:00\n  ends: '2016-02-11 08:00+00:00'\n"
    pack = load_pack(write_pack({"a.yaml": entries("gp") + strike}))
    assert pack.strike is not None
    assert pack.strike.starts == datetime(2016, 2, 10, 8, tzinfo=UTC)
    assert pack.strike.ends == datetime(2016, 2, 11, 8, tzinfo=UTC)


def test_windows_line_ends_and_a_byte_order_mark_are_harmless(write_pack: WritePack) -> None:
    content = b"\xef\xbb\xbf" + (entries("gp") + "facts:\n  day: no\n").replace("\n", "\r\n").encode()
    (problem,) = check_pack(write_pack({"a.yaml": content}))
    assert (problem.line, problem.column, problem.code) == (7, 8, "misread-text")


def test_warnings_do_not_stop_a_pack(write_pack: WritePack) -> None:
    folder = write_pack({"a.yaml": entries("gp").replace("gp two", "GP one?")})
    assert codes(folder) == [("faq/a.yaml", "repeated-phrasing")]
    assert load_pack(folder).by_id["gp"].asked_as[:2] == ("gp one", "GP one?")


def test_the_same_fact_in_two_files_is_told_with_both_places(write_pack: WritePack) -> None:
    (problem,) = check_pack(write_pack({"a.yaml": entries("gp") + "facts: {day: a}\n", "b.yaml": "facts: {day: b}\n"}))
    assert str(problem).startswith("faq/b.yaml:1:9: error duplicate-key:")
    assert "faq/a.yaml:6" in problem.remedy


@pytest.mark.parametrize(
    ("folder", "code"),
    [("missing", "no-folder"), ("faq/a.yaml", "not-a-folder"), ("faq/empty", "no-entries"), ("a" * 5000, "unreadable")],
)
def test_a_folder_that_is_none(write_pack: WritePack, folder: str, code: str) -> None:
    write_pack({"a.yaml": entries("gp")})
    Path("faq/empty").mkdir()
    (problem,) = check_pack(Path(folder))
    assert (problem.file, problem.line, problem.code) == (folder, 0, code)
    with pytest.raises(PackError, match=code):
        load_pack(Path(folder))


def test_a_pack_without_entries(write_pack: WritePack) -> None:
    folder = write_pack({"a.yaml": "facts: {day: Monday}\n"})
    assert codes(folder) == [("faq", "missing-field")]


def test_a_folder_that_links_to_itself(write_pack: WritePack) -> None:
    folder = write_pack({"a.yaml": entries("gp")})
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert codes(folder) == [("faq/loop", "repeated-folder")]


def test_files_may_be_links(write_pack: WritePack) -> None:
    folder = write_pack({".data/a.yaml": entries("gp")})
    (folder / "a.yaml").symlink_to(".data/a.yaml")
    assert list(load_pack(folder).by_id) == ["gp"]


def test_links_to_nowhere_and_to_themselves(write_pack: WritePack) -> None:
    folder = write_pack({"a.yaml": entries("gp")})
    (folder / "b.yaml").symlink_to("b.yaml")
    (folder / "c.yaml").symlink_to("gone.yaml")
    os.mkfifo(folder / "d.yaml")
    assert codes(folder) == [(f"faq/{name}.yaml", "unreadable") for name in "bcd"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(write_pack: WritePack) -> None:
    folder = write_pack({"a.yaml": entries("gp"), "b.yaml": entries("op")})
    (folder / "b.yaml").chmod(0)
    assert codes(folder) == [("faq/b.yaml", "unreadable")]


def test_a_yaml_bomb_is_refused_at_once(write_pack: WritePack) -> None:
    levels = "".join(f"  - &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 40))
    started = time.perf_counter()
    with pytest.raises(PackError, match="yaml-mark"):
        load_pack(write_pack({"a.yaml": "entries:\n  - &x0 [lol]\n" + levels}))
    assert time.perf_counter() - started < 2


def test_a_large_pack_loads_in_about_a_second(write_pack: WritePack) -> None:
    """150 entries with 100 phrasings each; the bound is wide, since other work may share the machine."""
    lists = {n: "".join(f"      - how do I manage thing {n} in way {m}\n" for m in range(100)) for n in range(150)}
    text = "".join(
        f"  - id: thing-{n}\n    question: Thing {n}?\n    asked_as:\n{asked}    answer: Thing **{n}**.\n"
        for n, asked in lists.items()
    )
    folder = write_pack({"a.yaml": "entries:\n" + text})
    started = time.perf_counter()
    assert len(load_pack(folder).entries) == 150
    assert time.perf_counter() - started < 3


def test_the_default_is_found_in_an_installed_package_and_in_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "__file__", str(tmp_path / "bot" / "knowledge" / "load.py"))
    assert default_pack() == tmp_path / "faq"
    (tmp_path / "bot" / "faq").mkdir(parents=True)
    assert default_pack() == tmp_path / "bot" / "faq"


def test_the_shipped_pack_is_the_default_and_has_no_errors() -> None:
    problems = [problem for problem in check_pack(default_pack()) if problem.severity == "error"]
    assert problems == []
    assert load_pack(default_pack()).entries
