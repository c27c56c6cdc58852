"""Boils the Bot API down to what the tests' own server checks: `python distil.py api.json > schema.json`.

`api.json` is the whole documentation as data, as published by github.com/PaulSonOfLars/telegram-bot-api-spec. What
remains is, for each method that the server knows and each type within reach, its fields: a required one as "Integer",
one that may be left out as "?Integer", alternatives as "Integer|String", arrays as "[Type]", a constant as "=value".
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

METHODS = """
getMe getUpdates sendMessage sendPhoto sendChatAction editMessageText editMessageReplyMarkup answerCallbackQuery
answerInlineQuery answerGuestQuery setMyCommands getMyCommands setMyDescription getMyDescription setMyShortDescription
getMyShortDescription setChatMenuButton getChatMenuButton setWebhook deleteWebhook getWebhookInfo getChat leaveChat
""".split()  # noqa: SIM905
CONSTANT = re.compile(r"(?:must be|always) [“\"]?([a-z0-9_]+)[”\"]?$")


def shape(field: dict[str, Any]) -> str:
    """A field in short: "?Integer|String"."""
    constant = CONSTANT.search(field["description"])
    if constant and field["types"] == ["String"]:
        kind = f"={constant[1]}"
    else:
        kind = "|".join(re.sub(r"Array of ", "[", t) + "]" * t.count("Array of ") for t in field["types"])
    return kind if field["required"] else f"?{kind}"


def distil(api: dict[str, Any]) -> dict[str, Any]:
    methods = {name: {f["name"]: shape(f) for f in api["methods"][name].get("fields", [])} for name in METHODS}
    types: dict[str, Any] = {}
    pending = ["Update", *(t for fields in methods.values() for f in fields.values() for t in re.findall(r"\w+", f))]
    while pending:
        name = pending.pop()
        if name in types or name not in api["types"]:
            continue
        if subtypes := api["types"][name].get("subtypes"):
            types[name] = subtypes
            pending += subtypes
        else:
            types[name] = {f["name"]: shape(f) for f in api["types"][name].get("fields", [])}
            pending += [t for f in types[name].values() for t in re.findall(r"\w+", f)]
    return {"version": api["version"], "methods": methods, "types": dict(sorted(types.items()))}


if __name__ == "__main__":
    schema = distil(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    lines = [f'{{"version": {json.dumps(schema["version"])}']
    for part in ("methods", "types"):
        rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in schema[part].items())
        lines.append(f'"{part}": {{\n{rows}\n}}')
    print(",\n".join(lines) + "}")
