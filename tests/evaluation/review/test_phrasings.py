"""Phrasings that teach the bot nothing, or the wrong thing."""

from __future__ import annotations

from tests.evaluation.review.conftest import Said, entry

MIXED = (
    "can i park", "is the car park open", "where do i leave the car", "parking charges?", "any spaces for visitors",
    "dad can't walk far, may we drive up to the door", "is it free", "blue badge", "will there be room", "motorbikes",
)  # fmt: skip


PLACES = list(
    zip(
        MIXED,
        ("here", "there", "inside", "behind", "upstairs", "outside", "below", "nearby", "left", "right"),
        strict=True,
    )
)


class TestFew:
    def test_fewer_than_ten_are_few(self, said: Said) -> None:
        (message,) = said("few-phrasings", entry("parking", "Yes.", *MIXED[:9]))
        assert message == '4:5 "parking" has few phrasings: 9'

    def test_ten_will_do(self, said: Said) -> None:
        assert said("few-phrasings", entry("parking", "Yes.", *MIXED)) == []


class TestUniform:
    def test_mixed_ones_are_fine(self, said: Said) -> None:
        assert said("uniform-phrasings", entry("parking", "Yes.", *MIXED)) == []

    def test_nearly_all_begin_with_one_word(self, said: Said) -> None:
        others = ("where is room", "blue badge", "motorbikes", "my van")
        (message,) = said("uniform-phrasings", entry("parking", "Yes.", *(f"can {text}" for text in MIXED), *others))
        assert message == '4:5 the phrasings of "parking" are too much alike: 10 of 14 begin with "can"'

    def test_none_is_short(self, said: Said) -> None:
        (message,) = said(
            "uniform-phrasings", entry("parking", "Yes.", *(f"{text} {place} if it is not" for text, place in PLACES))
        )
        assert message.endswith("none has 4 words or fewer")

    def test_all_have_one_key_word_or_another_for_the_same_thing(self, said: Said) -> None:
        words = ("van", "lorry") * 5
        texts = (f"{text} {word}" for text, word in zip(MIXED, words, strict=True))
        vocabulary = "vocabulary: {same: {van: [lorry]}}\n"
        (message,) = said("uniform-phrasings", vocabulary + entry("parking", "Yes.", *texts))
        assert message.endswith('10 of 10 say "van"')

    def test_a_word_is_told_as_it_is_written(self, said: Said) -> None:
        (message,) = said("uniform-phrasings", entry("parking", "Yes.", *(f"{text} buses" for text in MIXED)))
        assert message.endswith('10 of 10 say "buses"')

    def test_of_few_phrasings_only_their_number_is_told(self, said: Said) -> None:
        assert said("uniform-phrasings", entry("parking", "Yes.", "can i park here please")) == []


class TestAddsNothing:
    def test_the_same_words_in_another_form_and_order(self, said: Said) -> None:
        (message,) = said("adds-nothing", entry("talks", "Yes.", "are the talks collapsing", "Talks are the collapse!"))
        assert (
            message
            == '6:9 "Talks are the collapse!" is the same to the bot as "are the talks collapsing", at faq/a.yaml:5'
        )

    def test_another_word_for_the_same_thing_adds_something(self, said: Said) -> None:
        vocabulary = "vocabulary: {same: {van: [lorry]}}\n"
        assert said("adds-nothing", vocabulary + entry("parking", "Yes.", "my van", "my lorry")) == []

    def test_the_very_same_text_is_told_as_a_repetition_only(self, said: Said) -> None:
        text = entry("parking", "Yes.", "my van", "My van?")
        assert said("adds-nothing", text) == []
        assert len(said("repeated-phrasing", text)) == 1


class TestAmbiguous:
    VOCABULARY = "vocabulary: {same: {van: [lorry]}}\n"

    def test_phrasings_of_two_entries_that_mean_the_same(self, said: Said) -> None:
        text = self.VOCABULARY + entry("parking", "Yes.", "my van") + entry("loading", "No.", "my lorry")[9:]
        (message,) = said("ambiguous-phrasing", text)
        assert message == '11:9 "my lorry" means the same to the bot as "my van" of "parking", at faq/a.yaml:6'

    def test_within_one_entry_that_is_as_it_should_be(self, said: Said) -> None:
        assert said("ambiguous-phrasing", self.VOCABULARY + entry("parking", "Yes.", "my van", "my lorry")) == []

    def test_without_the_vocabulary_they_are_two_things(self, said: Said) -> None:
        text = entry("parking", "Yes.", "my van") + entry("loading", "No.", "my lorry")[9:]
        assert said("ambiguous-phrasing", text) == []
