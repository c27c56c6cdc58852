"""How hard a text is to read."""

from __future__ import annotations

import pytest

from bot.evaluation.review.prose import grade, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("A", 1), ("the", 1), ("care", 1), ("strike", 1), ("table", 2), ("cancelled", 2), ("wanted", 2), ("asked", 1),
        ("surgery", 3), ("emergency", 4), ("operations", 4), ("services", 3), ("changes", 2), ("boxes", 2),
        ("dishes", 2), ("times", 1), ("NHS", 3), ("BMW", 5), ("hmm", 1), ("queue", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_are_plain_and_list_items_end_them() -> None:
    text = "**Yes.** Ring 111\nnow, or look at [nhs.uk](https://nhs.uk).\n\n- One\n- *Two* [words](https://x.example)\n"
    assert sentences(text) == ["Yes.", "Ring 111 now, or look at", "One", "Two words"]


def test_a_full_stop_within_an_address_or_a_number_ends_nothing() -> None:
    assert sentences("Go to 111.nhs.uk at 8.30 today. Then wait.") == ["Go to at 8.30 today.", "Then wait."]


def test_the_grade_follows_the_formula_of_flesch_and_kincaid() -> None:
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert grade(["Cats sit.", "Doctors operate on many patients."]) == pytest.approx(
        0.39 * 7 / 2 + 11.8 * 12 / 7 - 15.59
    )


def test_nothing_at_all_is_no_grade() -> None:
    assert grade([]) == 0.0
