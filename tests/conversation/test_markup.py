"""Markdown as Telegram's HTML and as plain text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.markup import clip, escape, length, to_html, to_plain

MARKDOWN = st.text(st.sampled_from("ab *_[]()<>&#-+1.>`~\\\n!|:/\"'é🚌"), max_size=200)
TELEGRAM_TAGS = {"b", "i", "s", "a", "code", "pre", "blockquote"}


@pytest.mark.parametrize(
    ("markdown", "html", "plain"),
    [
        ("Yes, **every A&E** is *open*.", "Yes, <b>every A&amp;E</b> is <i>open</i>.", "Yes, every A&E is open."),
        ("**_both_**", "<b><i>both</i></b>", "both"),
        ('call <999>, 1 < 2 & "so"', "call &lt;999&gt;, 1 &lt; 2 &amp; &quot;so&quot;", 'call <999>, 1 < 2 & "so"'),
        ("<b>no</b> <script>", "&lt;b&gt;no&lt;/b&gt; &lt;script&gt;", "<b>no</b> <script>"),
        ("one\nline", "one line", "one line"),
        ("two\\\nlines", "two\nlines", "two\nlines"),
        ("one\n\n\n\ntwo", "one\n\ntwo", "one\n\ntwo"),
        ("- a\n- **b**\n", "• a\n• <b>b</b>", "• a\n• b"),
        ("- a\n\n- b\n", "• a\n• b", "• a\n• b"),
        ("- a\n  - b\n- c", "• a\n   • b\n• c", "• a\n   • b\n• c"),
        ("3. a\n4. b", "3. a\n4. b", "3. a\n4. b"),
        ("Do:\n\n- a\n\nThen b", "Do:\n\n• a\n\nThen b", "Do:\n\n• a\n\nThen b"),
        ("# Head *i*\ntext", "<b>Head <i>i</i></b>\n\ntext", "Head i\n\ntext"),
        ("# Head **b**", "<b>Head b</b>", "Head b"),
        ("> said", "<blockquote>said</blockquote>", "said"),
        ("> a\n> > b", "<blockquote>a\nb</blockquote>", "a\nb"),
        ("`a < b`", "<code>a &lt; b</code>", "a < b"),
        ("```\na < b\n```", "<pre>a &lt; b</pre>", "a < b"),
        ("~~old~~ new", "<s>old</s> new", "old new"),
        ("![a picture](https://x.example/y.png)", "a picture", "a picture"),
        ("a\n\n---\n\nb", "a\n\nb", "a\n\nb"),
        ("", "", ""),
    ],
)
def test_shows_what_markdown_says(markdown: str, html: str, plain: str) -> None:
    assert to_html(markdown) == html
    assert to_plain(markdown) == plain


@pytest.mark.parametrize(
    ("markdown", "html", "plain"),
    [
        (
            '[NHS "111"](https://111.example/?a=1&b=2)',
            '<a href="https://111.example/?a=1&amp;b=2">NHS &quot;111&quot;</a>',
            'NHS "111" (https://111.example/?a=1&b=2)',
        ),
        ("[nhs.uk](https://www.nhs.uk/)", '<a href="https://www.nhs.uk/">nhs.uk</a>', "nhs.uk"),
        ("<https://nhs.uk>", '<a href="https://nhs.uk">https://nhs.uk</a>', "https://nhs.uk"),
        ("[ring us](tel:0123)", "ring us (0123)", "ring us (0123)"),
        ("[write](mailto:a@b.example)", "write (a@b.example)", "write (a@b.example)"),
        ("[x](javascript:alert)", "[x](javascript:alert)", "[x](javascript:alert)"),
        ("[](https://nhs.uk)", '<a href="https://nhs.uk">https://nhs.uk</a>', "https://nhs.uk"),
        ("[words]()", "words", "words"),
    ],
)
def test_links_lead_where_telegram_lets_them_and_are_spelt_out_elsewhere(markdown: str, html: str, plain: str) -> None:
    assert to_html(markdown) == html
    assert to_plain(markdown) == plain


class Checker(HTMLParser):
    """Refuses what Telegram refuses: other tags, tags left open, closed in the wrong order, nested in themselves."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TELEGRAM_TAGS
        assert tag not in self.open
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(MARKDOWN)
def test_any_markdown_makes_html_that_telegram_takes(markdown: str) -> None:
    html = to_html(markdown)
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    assert length(markdown) == len(checker.text.strip().encode("utf-16-le")) // 2


@given(st.text(max_size=100))
def test_escaped_text_shows_as_it_is_but_for_spaces(text: str) -> None:
    assert to_plain(escape(text)) == " ".join(text.replace("\0", "\ufffd").split())


def test_length_counts_as_telegram_does() -> None:
    assert length("**ab** 🚌") == 5
    assert length("[ab](https://a-long-address.example)") == 2
    assert length("- a\n- b") == len("• a\n• b")


@given(MARKDOWN, st.integers(1, 60))
def test_clipped_text_fits(markdown: str, limit: int) -> None:
    clipped = clip(markdown, limit)
    assert length(clipped) <= limit
    if length(markdown) <= limit:
        assert clipped == markdown
    else:
        assert to_plain(clipped).endswith("…")
