"""A FAQ that is edited while it is asked: new files count at once, broken ones don't."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.assistant import Assistant
from bot.conversation.edits import Edits
from bot.knowledge.load import load_pack
from bot.knowledge.problem import PackError
from tests.sample import DURING


def load(folder: Path) -> Assistant:
    return Assistant(load_pack(folder))


def write(folder: Path, answer: str, name: str = "a.yaml", id: str = "school") -> None:
    text = f"entries:\n  - {{id: {id}, question: Is {id} open?, asked_as: [{id}], answer: {answer}}}\n"
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def edits(tmp_path: Path) -> Edits:
    write(tmp_path, "First answer.")
    return Edits(tmp_path, load)


def answer(edits: Edits) -> str:
    return edits.assistant.open("school", DURING).text


def test_as_long_as_nothing_changes_the_assistant_stays(edits: Edits) -> None:
    before = edits.assistant
    assert edits.take_over() is None
    assert edits.assistant is before


def test_a_changed_file_is_taken_over_and_told_once(edits: Edits, tmp_path: Path) -> None:
    write(tmp_path, "Another answer.")
    assert edits.take_over() == "The FAQ has changed. I answer from it as it is now."
    assert "Another answer." in answer(edits)
    assert edits.take_over() is None


def test_a_new_file_and_a_removed_one_count_too(edits: Edits, tmp_path: Path) -> None:
    write(tmp_path, "Yes.", "b.yaml", "nursery")
    edits.take_over()
    assert "nursery" in edits.assistant.pack.by_id
    (tmp_path / "b.yaml").unlink()
    edits.take_over()
    assert "nursery" not in edits.assistant.pack.by_id


def test_a_broken_faq_is_told_with_its_place_and_changes_nothing(edits: Edits, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("entries:\n  - {id: school}\n", encoding="utf-8")
    notice = edits.take_over()
    assert notice is not None
    assert "a.yaml:2:5: error missing-field" in notice
    assert "(3 errors in all). I go on with the one before." in notice
    assert "First answer." in answer(edits)
    assert edits.take_over() is None
    write(tmp_path, "Mended.")
    assert edits.take_over() is not None
    assert "Mended." in answer(edits)


def test_a_folder_that_goes_away_changes_nothing(edits: Edits, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").unlink()
    assert "I go on with the one before." in (edits.take_over() or "")
    assert "First answer." in answer(edits)


def test_a_file_that_is_half_written_is_read_again(tmp_path: Path) -> None:
    def while_it_is_written(folder: Path) -> Assistant:
        try:
            return load(folder)
        finally:
            write(folder, "Whole.")

    write(tmp_path, "First answer.")
    edits = Edits(tmp_path, while_it_is_written)
    (tmp_path / "a.yaml").write_text("entries:\n  - {id: sch")
    assert edits.take_over() == "The FAQ has changed. I answer from it as it is now."
    assert "Whole." in answer(edits)


def test_a_fault_of_the_bots_own_changes_nothing_either(tmp_path: Path) -> None:
    def fails_on_nurseries(folder: Path) -> Assistant:
        assistant = load(folder)
        assert "nursery" not in assistant.pack.by_id
        return assistant

    write(tmp_path, "First answer.")
    edits = Edits(tmp_path, fails_on_nurseries)
    write(tmp_path, "Yes.", "b.yaml", "nursery")
    assert "the bot itself failed on it (AssertionError)" in (edits.take_over() or "")
    assert "First answer." in answer(edits)


def test_a_faq_that_is_broken_from_the_start_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        Edits(tmp_path, load)
