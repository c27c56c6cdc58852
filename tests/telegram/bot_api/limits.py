"""What Telegram refuses although its shape is right: too long, too many, not found in the alphabet."""

from __future__ import annotations

import re
import struct
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.telegram.bot_api import html
from tests.telegram.bot_api.html import Formatted, utf16
from tests.telegram.bot_api.schema import bad

JSON = dict[str, Any]
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DEEP_LINK_HOSTS = {"t.me", "telegram.me"}
BUTTON_KINDS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip


def text(text: str, parse_mode: str | None) -> Formatted:
    """A message's text as shown; 1 to 4,096 UTF-16 units once its entities are read."""
    if parse_mode not in (None, "", "HTML"):
        raise bad("unsupported parse_mode" if parse_mode not in ("Markdown", "MarkdownV2") else "these tests read HTML")
    shown = html.parse(text) if parse_mode else Formatted(text.strip())
    if not shown.text:
        raise bad("message text is empty")
    if utf16(shown.text) > 4096:
        raise bad("message is too long")
    if len(shown.entities) > 100:
        raise bad("too many entities")
    for entity in shown.entities:
        if "url" in entity:
            link(str(entity["url"]))
    return shown


def link(url: str) -> None:
    """An address that can be opened; a deep link's parameter must be one that /start can carry."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg", "tel", "mailto") or " " in url:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.hostname in DEEP_LINK_HOSTS:
        for key, values in parse_qs(parts.query, keep_blank_values=True).items():
            if key in ("start", "startgroup"):
                start_parameter(values[0])


def start_parameter(value: str) -> None:
    if not START_PARAMETER.fullmatch(value):
        raise bad("START_PARAM_INVALID")


def keyboard(markup: JSON | None) -> None:
    """The buttons below a message."""
    rows = (markup or {}).get("inline_keyboard", [])
    if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            raise bad("inline keyboard button text must be non-empty")
        if len(BUTTON_KINDS & button.keys()) != 1:
            raise bad("text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if "url" in button:
            link(button["url"])


def inline_results(results: list[JSON]) -> None:
    if len(results) > 50:
        raise bad("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        inline_result(result)


def inline_result(result: JSON) -> None:
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if result["type"] == "article" and not result["title"].strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content", {})
    if "message_text" in content:
        text(content["message_text"], content.get("parse_mode"))
    keyboard(result.get("reply_markup"))


def next_offset(offset: str) -> None:
    if len(offset.encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")


def inline_button(button: JSON | None) -> None:
    """The button above inline results: into the private chat, or to a web app."""
    if button is None:
        return
    if not button["text"].strip() or len({"start_parameter", "web_app"} & button.keys()) != 1:
        raise bad("BUTTON_INVALID")
    if "start_parameter" in button:
        start_parameter(button["start_parameter"])


def commands(commands: list[JSON]) -> None:
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def at_most(limit: int, value: str, refusal: str) -> None:
    if utf16(value) > limit:
        raise bad(refusal)


def photo(content: bytes) -> None:
    """A picture: at most 10 MB, its sides together at most 10,000 pixels, neither 20 times the other."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    if len(content) > 10_000_000:
        raise bad("file is too big")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
