"""The Markdown that a chat can show: paragraphs, bold, italics, links and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])

_SHOWN = {
    "paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak",
    "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close",
    "bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close",
    "list_item_open", "list_item_close", "text_special",
}  # fmt: skip
_NAMES = {
    "heading_open": ("a heading", "use **bold** instead; for a plain # put \\ before it"),
    "table_open": ("a table", "use a list"),
    "image": ("a picture", "use a link"),
    "html_block": ("HTML", "use Markdown: **bold**, *italics*, [words](https://…)"),
    "html_inline": ("HTML", "use Markdown: **bold**, *italics*, [words](https://…)"),
    "code_block": ("a code block", "don't indent the text further than its neighbours"),
    "fence": ("a code block", "remove the ``` or ~~~"),
    "code_inline": ("code", "remove the `"),
    "blockquote_open": ("a quotation", "remove the >; use quotation marks"),
    "hr": ("a rule", "remove the line of dashes or stars"),
    "s_open": ("text struck through", "remove the ~~"),
}
_STRAY = re.compile(r"\*\*|__")
_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a Markdown text that won't show as it was meant."""

    line: int
    """Index of the line in the text, from 0."""
    message: str
    remedy: str
    is_stray: bool = False
    """It shows, but as the bare marks that were meant as bold or italics."""


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text."""
    return _parser.parse(text)


def faults(tokens: list[Token]) -> Iterator[Fault]:
    """What a chat can't show, in the order in which it stands."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type != "inline":
            yield from _fault(token, line)
            continue
        for part in token.children or ():
            if part.type in ("softbreak", "hardbreak"):
                line += 1
            yield from _fault(part, line)


def _fault(token: Token, line: int) -> Iterator[Fault]:
    if token.type in _NAMES:
        name, remedy = _NAMES[token.type]
        yield Fault(line, f"a chat can't show {name}", remedy)
    elif token.type == "link_open" and not _ADDRESS.match(str(token.attrs.get("href", ""))):
        address = token.attrs.get("href") or "nothing"
        yield Fault(line, f"a chat can't open a link to {address}", "give the whole address: https://…")
    elif token.type == "text" and (stray := _STRAY.search(token.content)):
        remedy = "for bold write **words** with no space inside the stars"
        yield Fault(line, f"{stray[0]} will be shown as it stands", remedy, is_stray=True)


def shown_length(tokens: list[Token]) -> int:
    """How many characters a chat shows, an empty line between paragraphs and a bullet before items included."""
    length = 0
    for token in tokens:
        if token.type in ("inline", "code_block", "fence", "html_block"):
            length += 2 + (sum(map(_inline_length, token.children)) if token.children else len(token.content))
        elif token.type == "list_item_open":
            length += 2
    return max(0, length - 2)


def _inline_length(token: Token) -> int:
    return 1 if token.type in ("softbreak", "hardbreak") else len(token.content)
