"""From the Markdown of replies to what a channel shows: Telegram's HTML, or plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape as escape_html

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_LINKABLE = re.compile(r"(?:https?|tg)://\S", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://(?:www\.)?|tg://|mailto:|tel:)", re.IGNORECASE)
_INDENT = "   "


@dataclass(frozen=True, slots=True)
class _Style:
    """How one channel shows what Markdown can say."""

    text: Callable[[str], str]
    wrap: Callable[[str, str], str]
    """Tag and content -> content in that tag."""
    link: Callable[[str, str], str]
    """Content and address -> link."""


def to_html(markdown: str) -> str:
    """`markdown` in the HTML that Telegram takes, everything else escaped."""
    return _render(markdown, html=True)


def to_plain(markdown: str) -> str:
    """`markdown` as plain text: no marks, links as `words (address)`."""
    return _render(markdown, html=False)


def escape(text: str) -> str:
    """Plain `text` as Markdown that shows exactly that text, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def length(markdown: str) -> int:
    """What counts against Telegram's 4,096: UTF-16 units of the text that is left once the tags are read."""
    return len(_telegram_text(markdown).encode("utf-16-le")) // 2


def clip(markdown: str, limit: int) -> str:
    """`markdown` if its length is within `limit`, else its beginning without marks and an ellipsis."""
    if length(markdown) <= limit:
        return markdown
    units = _telegram_text(markdown).encode("utf-16-le")[: 2 * max(limit - 1, 0)]
    start = units.decode("utf-16-le", errors="ignore").rstrip()
    return "\n\n".join(escape(paragraph) for paragraph in f"{start}…".split("\n\n"))


@lru_cache(maxsize=1024)
def _render(markdown: str, html: bool) -> str:
    return _blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children, _HTML if html else _PLAIN, "\n\n").strip()


@lru_cache(maxsize=1024)
def _telegram_text(markdown: str) -> str:
    return _blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children, _BARE, "\n\n").strip()


def _html_wrap(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag}>" if content.strip() else content


def _html_link(content: str, address: str) -> str:
    # Telegram drops links of other kinds without a word: show where they lead instead.
    if not _LINKABLE.match(address):
        return _worded_link(content, escape_html(address, quote=True))
    return f'<a href="{escape_html(address, quote=True)}">{content}</a>'


def _worded_link(content: str, address: str) -> str:
    bare = _SCHEME.sub("", address).rstrip("/")
    return content if not bare or bare in content else f"{content} ({address if _LINKABLE.match(address) else bare})"


_HTML = _Style(text=escape_html, wrap=_html_wrap, link=_html_link)
_PLAIN = _Style(text=str, wrap=lambda tag, content: content, link=_worded_link)
_BARE = _Style(
    text=str,
    wrap=lambda tag, content: content,
    link=lambda content, address: content if _LINKABLE.match(address) else _worded_link(content, address),
)

_TAGS = {"strong": "b", "em": "i", "s": "s", "heading": "b"}


def _blocks(nodes: Sequence[SyntaxTreeNode], style: _Style, gap: str, inside: frozenset[str] = frozenset()) -> str:
    shown = (_block(node, style, inside) for node in nodes)
    return gap.join(block for block in shown if block.strip())


def _block(node: SyntaxTreeNode, style: _Style, inside: frozenset[str]) -> str:
    match node.type:
        case "heading":
            return style.wrap("b", _inline(node.children, style, inside | {"b"}))
        case "bullet_list":
            return "\n".join(_item("• ", item, style, inside) for item in node.children)
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return "\n".join(
                _item(f"{number}. ", item, style, inside) for number, item in enumerate(node.children, start=first)
            )
        case "blockquote":
            # Telegram takes no quotation inside a quotation.
            quoted = _blocks(node.children, style, "\n", inside | {"blockquote"})
            return quoted if "blockquote" in inside else style.wrap("blockquote", quoted)
        case "fence" | "code_block":
            return style.wrap("pre", style.text(node.content.rstrip("\n")))
        case "hr":
            return ""
        case _:
            return _inline(node.children, style, inside)


def _item(mark: str, item: SyntaxTreeNode, style: _Style, inside: frozenset[str]) -> str:
    return mark + _blocks(item.children, style, "\n", inside).replace("\n", "\n" + _INDENT)


def _inline(nodes: Sequence[SyntaxTreeNode], style: _Style, inside: frozenset[str]) -> str:
    return "".join(_span(node, style, inside) for node in nodes)


def _span(node: SyntaxTreeNode, style: _Style, inside: frozenset[str]) -> str:
    match node.type:
        case "text" | "text_special":
            return style.text(node.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "code_inline":
            return style.wrap("code", style.text(node.content))
        case "link":
            address = str(node.attrs.get("href", ""))
            content = _inline(node.children, style, inside)
            return style.link(content if content.strip() else style.text(address), address)
        case "image":
            return style.text(node.content)
        case "strong" | "em" | "s":
            tag = _TAGS[node.type]
            content = _inline(node.children, style, inside | {tag})
            return content if tag in inside else style.wrap(tag, content)
        case _:
            return _inline(node.children, style, inside)
