"""The pictures in the README are drawn from real replies."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.conversation.assistant import Assistant
from bot.knowledge.model import Pack
from docs import pictures
from tests.telegram.conftest import DURING, Keywords

SVG = "{http://www.w3.org/2000/svg}"


def test_draws_what_the_bot_says(pack: Pack, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(pictures, "CHAT", ["are the lamps lit"])
    monkeypatch.setattr(pictures, "TYPED", "are the lam")
    assistant = Assistant(pack, Keywords(pack))
    chat, search = (ElementTree.fromstring(draw(assistant, DURING)) for draw in (pictures.chat, pictures.search))
    told = chat.findtext(f"{SVG}desc") or ""
    assert "You: are the lamps lit" in told
    assert "Yes, every lamp is lit. Machines do it in < 5 minutes & keep it so." in told
    assert "Button: Does the foghorn sound?" in told
    assert "Are the lamps lit during the strike?" in (search.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("room", [20.0, 100.0, 300.0])
def test_what_is_too_long_for_its_line_is_cut_with_an_ellipsis(room: float) -> None:
    cut = pictures.shortened("I'm unwell, but it's not an emergency. What now?", room, pictures.SIZE)
    assert cut.endswith("…")
    assert pictures.width(cut, pictures.SIZE) <= room
    assert pictures.shortened("Short", room + 40, pictures.SIZE) == "Short"


def test_the_pictures_are_there() -> None:
    for name in ("chat", "inline"):
        ElementTree.parse(Path(pictures.__file__).with_name(f"{name}.svg"))
