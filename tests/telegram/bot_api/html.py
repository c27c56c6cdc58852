"""Telegram's HTML: what it takes, and the text that is left once it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.telegram.bot_api.schema import bad

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"}, "span": {"class"}, "code": {"class"}, "blockquote": {"expandable"}, "tg-emoji": {"emoji-id"},
}  # fmt: skip
TOKEN = re.compile(r"<(?P<tag>[^<>]*)>|(?P<entity>&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)|(?P<open><)")
ATTRIBUTE = re.compile(r"""\s+([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}


@dataclass
class Formatted:
    """Text as people read it, with what is bold or a link in it."""

    text: str = ""
    entities: list[dict[str, object]] = field(default_factory=list)


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> Formatted:
    """What `html` shows; refused with Telegram's words where Telegram refuses it."""
    shown, entities = "", []
    open_tags: list[tuple[str, int, dict[str, str]]] = []
    end = 0
    for token in TOKEN.finditer(html):
        shown += html[end : token.start()]
        offset, end = len(html[: token.start()].encode()), token.end()
        if token["open"]:
            raise bad(f"can't parse entities: Unclosed start tag at byte offset {offset}")
        if token["entity"]:
            shown += NAMED.get(token["entity"]) or _character(token["entity"])
        elif token["tag"].startswith("/"):
            entities += _close(token["tag"][1:].strip(), open_tags, shown, offset)
        else:
            open_tags.append(_open(token["tag"], utf16(shown), offset))
    if open_tags:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return _trimmed(shown + html[end:], entities)


def _open(tag: str, start: int, offset: int) -> tuple[str, int, dict[str, str]]:
    name = re.match(r"[^\s/]*", tag)[0].lower()  # type: ignore[index]
    if name not in TAGS:
        raise bad(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}')
    rest = tag[len(name) :]
    attributes = {key: (value or "").strip("\"'") for key, value in ATTRIBUTE.findall(rest)}
    if ATTRIBUTE.sub("", rest).strip() or attributes.keys() - ATTRIBUTES.get(name, set()):
        raise bad(f'can\'t parse entities: Unexpected attributes in tag "{name}" at byte offset {offset}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise bad(f'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    return name, start, attributes


def _close(
    name: str, open_tags: list[tuple[str, int, dict[str, str]]], shown: str, offset: int
) -> list[dict[str, object]]:
    if not open_tags:
        raise bad(f"can't parse entities: Unexpected end tag at byte offset {offset}")
    opened, start, attributes = open_tags.pop()
    if name and name != opened:
        expected = f'expected "</{opened}>", found "</{name}>"'
        raise bad(f"can't parse entities: Unmatched end tag at byte offset {offset}, {expected}")
    entity: dict[str, object] = {"type": TAGS[opened], "offset": start, "length": utf16(shown) - start}
    if opened == "a":
        url = _unescape(attributes.get("href", ""))
        if not re.match(r"(https?|tg|tel|mailto):", url):
            return []
        entity["url"] = url
    return [entity] if entity["length"] else []


def _unescape(text: str) -> str:
    return re.sub(r"&\w+;", lambda m: NAMED.get(m[0], m[0]), text)


def _character(reference: str) -> str:
    digits = reference[2:-1]
    return chr(int(digits[1:], 16) if digits[0] in "xX" else int(digits))


def _trimmed(shown: str, entities: list[dict[str, object]]) -> Formatted:
    """Telegram drops white space around a text."""
    lead = utf16(shown) - utf16(shown.lstrip())
    text = shown.strip()
    moved = [{**e, "offset": max(0, int(str(e["offset"])) - lead)} for e in entities]
    return Formatted(text, sorted(moved, key=lambda e: int(str(e["offset"]))))
