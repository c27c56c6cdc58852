"""What is kept of a question holds nobody's details, and still says what was asked."""

from __future__ import annotations

import re
from datetime import date
from time import process_time
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.journal.scrub import LONGEST, scrubber
from bot.wrong_use import WrongUse

scrub = scrubber("GB")


@pytest.mark.parametrize(
    "text",
    [
        "is the strike on 10 feb from 8am for 24 hours?",
        "24 hours from 8am on 10 february till 8am 11 february",
        "call 999 or 111, or 101",
        "40,000 doctors and 2,884 operations, 1,000,000 people",
        "is a&e open 24/7 in 2016",
        "open 8.00-20.00 or 08:00 to 20:00",
        "10 feb 8am, feb 10 8am, 10 feb 20 hours",
        "my name is not on the list",
        "the strike is called off, is it called off?",
        "i might miss my appointment with the dr",
        "is it calling or speaking",
        "i'm 45 with 3 kids and 2 jobs",
        "is strike.what now a typo",
    ],
)
def test_the_words_of_a_question_stay(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my nhs number is 485 777 3456 ok", "my nhs number is [NHS number] ok"),
        ("4857773456", "[NHS number]"),
        ("485-777-3456", "[NHS number]"),
        ("ring 07700 900123 please", "ring [phone] please"),
        ("ring +44 (0)20 7946 0958", "ring [phone]"),
        ("on 0161-496-0000 after 8am", "on [phone] after 8am"),
        ("from france +33 6 12 34 56 78", "from france [phone]"),
        ("0٧٧00 ９00123", "[phone]"),
        ("07\u200b700 900\u200b123", "[phone]"),
        ("jane.smith+x@mail.example.com says", "[email] says"),
        ("jane at gmail dot com", "[email]"),
        ("i live at SW1A 1AA and m13 9wl", "i live at [postcode] and [postcode]"),
        ("dob 03/04/1971", "dob [date]"),
        ("born on the 3rd of march 1985", "born on the [date]"),
        ("born in 1985", "born in [date]"),
        ("d.o.b. 3.4.71", "d.o.b. [date]"),
        ("1971-04-03", "[date]"),
        ("March 15th, 1985 is my day", "[date] is my day"),
        ("my name is jane smith and my op is on 10 feb", "my name is [name] and my op is on 10 feb"),
        ("my name's Zoë O'Brien-Jones, is it on", "my name's [name], is it on"),
        ("My name is J. Smith. Is it on?", "My name is [name]. Is it on?"),
        ("i'm called An Nguyen", "i'm called [name]"),
        ("hi this is jane mary smith speaking", "hi this is [name] speaking"),
        ("Mrs Patel sees Dr Jones-Hill", "Mrs [name] sees Dr [name]"),
        ("see https://t.me/x?y=1 or bit.ly/abc or www.me.example", "see [link] or [link] or [link]"),
        ("ask @jane_doe", "ask [handle]"),
        ("hospital number RGT1234567 or 123456", "hospital number [number] or [number]"),
        ("K12345", "[number]"),
        ("4111 1111 1111 1111", "[card number]"),
        ("ni QQ 12 34 56 C", "ni [number]"),
    ],
)
def test_details_become_tags(text: str, kept: str) -> None:
    assert scrub(text) == kept


gaps = st.sampled_from(["", " ", "-", ".", "  ", "\u00a0"])
words = st.lists(
    st.sampled_from(
        ["is", "the op", "on", "when", "can", "i", "come", "10 feb", "8am", "please", ",", "?", "\n", "and"]
    ),
    max_size=8,
).map(" ".join)
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=10)
FORMS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%d%b%Y", "%d%m%Y"]
names = st.lists(
    st.sampled_from(["Jane", "smith", "O'Brien", "Zoë", "nguyen", "Müller", "Anne-Marie", "Олена", "Łukasz", "小明"]),
    min_size=1,
    max_size=3,
)


@st.composite
def grouped(draw: st.DrawFn, *sizes: int) -> tuple[str, str]:
    """Digits in groups, as written and as digits only."""
    groups = [draw(st.text("0123456789", min_size=size, max_size=size)) for size in sizes]
    return draw(gaps).join(groups), "".join(groups)


def bare(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


@given(words, grouped(3, 3, 4) | grouped(5, 6) | grouped(4, 3, 4) | grouped(4, 4, 4, 4), words)
def test_no_long_number_survives_whatever_stands_around_it(before: str, number: tuple[str, str], after: str) -> None:
    written, plain = number
    kept = scrub(f"{before} {written} {after}")
    assert written not in kept
    assert plain not in bare(kept)


@given(words, st.text("0123456789", min_size=6, max_size=19), words)
def test_no_run_of_six_digits_survives(before: str, run: str, after: str) -> None:
    assert run not in scrub(f"{before} x {run} {after}")


@given(words, st.sampled_from(["+44", "0044", "0", "(0)"]), st.text("123456789", min_size=9, max_size=10), words)
def test_no_phone_number_survives(before: str, prefix: str, number: str, after: str) -> None:
    written = f"{prefix}{number[:4]} {number[4:]}"
    assert number[4:] not in scrub(f"{before} tel {written} {after}")


@given(words, letters, letters, st.sampled_from(["com", "co.uk", "nhs.net", "example"]), words)
def test_no_email_address_survives(before: str, who: str, host: str, end: str, after: str) -> None:
    kept = scrub(f"{before} {who}.{host}@{host}.{end} {after}")
    assert "@" not in kept
    assert f"{who}.{host}" not in kept


@given(words, st.from_regex(r"\A[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\Z"), st.booleans(), words)
def test_no_postcode_survives(before: str, postcode: str, small: bool, after: str) -> None:
    written = postcode.lower() if small else postcode
    assert written not in scrub(f"{before} at {written} {after}")


@given(words, st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS), words)
def test_no_full_date_survives(before: str, day: date, form: str, after: str) -> None:
    written = f"{day:{form}}"
    kept = scrub(f"{before} dob {written} {after}")
    assert written not in kept
    assert f"{day:%Y}" not in kept


@given(words, st.sampled_from(["my name is", "My name's", "I'm called", "i am called"]), names, words)
def test_no_name_that_was_announced_survives(before: str, announced: str, name: list[str], after: str) -> None:
    kept = scrub(f"{before} {announced} {' '.join(name)} {after}")
    assert not set(name) & set(re.split(r"[\s,?]+", kept))


@given(names)
def test_no_name_of_somebody_speaking_survives(name: list[str]) -> None:
    assert scrub(f"hello this is {' '.join(name)} speaking") == "hello this is [name] speaking"


@given(words, letters, words)
def test_no_link_or_handle_survives(before: str, word: str, after: str) -> None:
    kept = scrub(f"{before} https://{word}.example/{word} t.me/{word} @{word} {after}")
    assert f"/{word}" not in kept
    assert "@" not in kept


@given(st.text(max_size=3000))
def test_any_text_becomes_one_short_line_that_every_database_takes(text: str) -> None:
    kept = scrub(text)
    assert len(kept) <= LONGEST
    assert "\n" not in kept and "\0" not in kept
    kept.encode()


@given(st.integers(0, 700), grouped(5, 6))
def test_a_cut_leaves_no_part_of_a_number(before: int, number: tuple[str, str]) -> None:
    written, plain = number
    kept = scrub("a " * (before // 2) + written + " b" * 400)
    assert plain[:6] not in bare(kept)


@pytest.mark.parametrize(
    "text", ["1 " * 2048, "1-" * 2048, "a." * 2048, "a@" * 2048, "born " * 800, "my name is " * 400]
)
def test_text_made_to_slow_it_down_does_not(text: str) -> None:
    # Of several runs the quickest: the others may have been held up.
    assert min(repeat(lambda: scrub(text), timer=process_time, number=1)) < 0.25


def test_a_region_that_is_none_is_named() -> None:
    with pytest.raises(WrongUse, match=r"^PHONE_REGION is 'XX', but must be"):
        scrubber("XX")
