"""Words of the vocabulary that help nothing, or mean two things."""

from __future__ import annotations

from tests.evaluation.review.conftest import Said, entry


class TestTwoMeanings:
    def test_a_word_in_two_groups(self, said: Said) -> None:
        (message,) = said(
            "two-meanings", "vocabulary:\n  same:\n    doctor: [gp, surgery]\n    operation: [Surgeries]\n"
        )
        assert message == '4:17 "Surgeries" means "operation" here, but "doctor" too, at faq/a.yaml:3'

    def test_the_name_of_another_group(self, said: Said) -> None:
        (message,) = said("two-meanings", "vocabulary:\n  same:\n    doctor: [nurse]\n    nurse: [sister]\n")
        assert message == '3:14 "nurse" means "doctor" here, but "nurse" too'

    def test_kinds_may_overlap(self, said: Said) -> None:
        assert said("two-meanings", "vocabulary: {kinds: {scan: [MRI], test: [MRI]}}\n") == []

    def test_a_phrase_is_not_its_words(self, said: Said) -> None:
        assert said("two-meanings", "vocabulary: {same: {doctor: [gp surgery], operation: [surgery]}}\n") == []


class TestRepeated:
    def test_another_form_of_a_word_in_its_group(self, said: Said) -> None:
        (message,) = said("repeated-word", "vocabulary:\n  kinds:\n    test: [scan, Scans]\n")
        assert message == '3:18 to the bot "Scans" is the same word as "scan"'

    def test_a_form_of_the_groups_name(self, said: Said) -> None:
        assert len(said("repeated-word", "vocabulary: {same: {strike: [strikes, walkout]}}\n")) == 1

    def test_irregular_forms_are_needed(self, said: Said) -> None:
        assert said("repeated-word", "vocabulary: {same: {tooth: [teeth], go: [went]}}\n") == []


class TestUnused:
    def test_a_group_that_no_phrasing_speaks_of(self, said: Said) -> None:
        (message,) = said("unused-words", "vocabulary:\n  same:\n    helicopter: [chopper]\n")
        assert message == '3:5 no phrasing speaks of "helicopter", nor of any word of this group'

    def test_one_word_in_a_phrasing_is_enough(self, said: Said) -> None:
        vocabulary = "vocabulary: {same: {helicopter: [chopper, air ambulance]}}\n"
        assert said("unused-words", vocabulary + entry("a", "Yes.", "does the air ambulance fly")) == []

    def test_endings_count_by_what_they_end(self, said: Said) -> None:
        vocabulary = "vocabulary: {endings: {operation: [-ectomy]}}\n"
        assert said("unused-words", vocabulary + entry("a", "Yes.", "my appendectomy")) == []
        assert len(said("unused-words", vocabulary + entry("a", "Yes.", "my knee"))) == 1
