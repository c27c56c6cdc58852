"""The JSON Schema of a pack's files, by which editors complete field names and underline slips."""

from __future__ import annotations

import json
from typing import Any

from bot.knowledge.model import Pack

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_schema() -> dict[str, Any]:
    """What one file of a pack may hold: any of the pack's parts, none of them required."""
    schema = Pack.model_json_schema()
    # A pack needs entries, but they may stand in another of its files.
    del schema["required"]
    title = {"title": "A file of a FAQ pack", "description": "Any of these parts; together the files make up the FAQ."}
    return {"$schema": DIALECT, **_plain(schema), **title}


def written_schema() -> str:
    """The schema as the text of a file."""
    return json.dumps(file_schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(part: Any) -> Any:
    """A schema without what would only stand in the reader's way.

    That is titles that repeat the names of fields, and "or nothing" where a field may be left out.
    """
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if key != "title" or not isinstance(value, str)}
    match kept.get("anyOf"):
        case [dict() as only, {"type": "null"}]:
            kept = {key: value for key, value in kept.items() if key not in ("anyOf", "default")} | only
    return {key: _plain(value) for key, value in kept.items()}
