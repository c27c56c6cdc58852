"""Answers that a reader in a hurry would stumble over."""

from __future__ import annotations

import pytest

from tests.evaluation.review.conftest import Said, entry


class TestFirstSentence:
    def test_of_more_than_thirty_words_is_long(self, said: Said) -> None:
        (message,) = said("long-first-sentence", entry("a", " ".join(["word"] * 31) + ". Then more."))
        assert message == "6:13 the first sentence has 31 words"
        assert said("long-first-sentence", entry("a", " ".join(["word"] * 30) + ". " + "More " * 40)) == []

    @pytest.mark.parametrize(
        ("answer", "opening"),
        [
            ("Are you worried? Don't be.", "a question"),
            ("As you may have heard, it is shut.", '"As you may have …"'),
            ("There are many reasons.", '"There are many reasons. …"'),
            ("Thank you for asking us.", '"Thank you for asking …"'),
            ("Please note that it is shut.", '"Please note that it …"'),
            ("Due to the strike it is shut.", '"Due to the strike …"'),
        ],
    )
    def test_that_does_not_answer(self, said: Said, answer: str, opening: str) -> None:
        (message,) = said("slow-start", entry("a", answer))
        assert opening in message

    @pytest.mark.parametrize(
        "answer",
        [
            "As planned. It is open.",
            "As usual, at 8.",
            "There are two doors.",
            "Yes. Are you ill? Call us.",
            "Because.",
        ],
    )
    def test_that_does(self, said: Said, answer: str) -> None:
        assert said("slow-start", entry("a", answer)) == []


class TestHardToRead:
    HARD = (
        "Considerable organisational difficulties necessitate the indefinite postponement of elective admissions " * 3
    )

    def test_says_for_which_age_and_why(self, said: Said) -> None:
        (message,) = said("hard-to-read", entry("a", self.HARD + "."))
        assert "longest sentence: 30 words; long words: organisational" in message

    def test_plain_words_are_fine(self, said: Said) -> None:
        assert (
            said("hard-to-read", entry("a", "Ring the ward. They know what is planned and when you can come. " * 3))
            == []
        )

    def test_a_few_words_tell_nothing(self, said: Said) -> None:
        assert said("hard-to-read", entry("a", "Organisational difficulties necessitate postponement.")) == []

    def test_words_for_after_the_strike_are_read_too(self, said: Said) -> None:
        strike = "strike: {name: S, starts: 2026-01-01T08:00:00+00:00, ends: 2026-01-02T08:00:00+00:00}\n"
        (message,) = said("hard-to-read", strike + entry("a", "Yes.") + f"    answer_after: {self.HARD}.\n")
        assert message.startswith("8:")


class TestAbbreviations:
    @pytest.mark.parametrize(
        "answer",
        [
            "Ask PALS (the people who help).",
            "Ask the Patient Advice and Liaison Service (PALS).",
            "PALS is the Patient Advice and Liaison Service.",
            "See [the page](https://www.gov.example/PALS).",
            "PALS.GOV.UK has it.",
            "DON'T PANIC.",
        ],
    )
    def test_explained_or_none_at_all(self, said: Said, answer: str) -> None:
        assert said("unexplained-abbreviation", entry("a", answer)) == []

    def test_unexplained(self, said: Said) -> None:
        (message,) = said("unexplained-abbreviation", entry("a", "Ask PALS. Then PALS will help."))
        assert message == '6:13 "PALS" is not explained, and no phrasing has it: readers may not know it'

    def test_known_to_those_who_ask(self, said: Said) -> None:
        assert said("unexplained-abbreviation", entry("a", "Ask PALS.", "where is pals")) == []

    def test_known_to_the_vocabulary(self, said: Said) -> None:
        vocabulary = "vocabulary: {similar: {advice: [PALS, a]}}\n"
        assert said("unexplained-abbreviation", vocabulary + entry("a", "Ask PALS.")) == []
