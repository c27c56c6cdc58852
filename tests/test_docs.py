"""The guide for editors tells the truth: its commands are run, and print what it shows."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from bot.cli import app
from docs.console import FENCED, GUIDE, Command, replay, rewritten, today

TEXT = GUIDE.read_text(encoding="utf-8")
HOW_TO_MEND = "docs/editing.md shows something else than its commands print: run `python -m docs.console`, and read it"


@pytest.fixture(scope="module")
def commands() -> list[Command]:
    # What they print of the last days is another thing after midnight.
    while True:
        day, found = today(), list(replay(TEXT))
        if today() == day:
            return found


def test_the_guide_shows_what_its_commands_print(commands: list[Command]) -> None:
    stale = [f"$ {command.typed}\n{command.printed}" for command in commands if not command.holds]
    assert not stale, "\n\n".join((HOW_TO_MEND, *stale))


def test_the_guide_shows_no_traceback_and_no_command_that_is_not_understood(commands: list[Command]) -> None:
    assert [one.typed for one in commands if re.search(r"Traceback|Usage: |not found|No such", one.printed)] == []


def test_the_guide_names_every_command() -> None:
    names = {one.name or (one.callback.__name__ if one.callback else "") for one in app.registered_commands}
    assert {name for name in names if f"python -m bot {name}" not in TEXT} == set()


def test_the_yaml_in_the_guide_is_yaml() -> None:
    blocks = [dedent(block[2]) for block in FENCED.finditer(TEXT) if block[1] == "yaml"]
    assert len(blocks) > 5
    for block in blocks:
        # One of them is wrong on purpose, but it is YAML.
        assert isinstance(yaml.safe_load(block), dict | list)


def test_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


def test_stale_output_is_written_anew_and_what_holds_is_left() -> None:
    guide = dedent("""\
        ```yaml
        # small/one.yaml
        entries: []
        ```

        Text.

        ```console
        $ cat small/one.yaml
        # small/one.yaml
        …
        $ echo two; echo 2>&1 three
        zwei
        $ echo four
        ```
        """)
    assert rewritten(guide) == guide.replace("zwei\n", "two\nthree\n").replace("$ echo four\n", "$ echo four\nfour\n")


@pytest.mark.parametrize(
    ("shown", "printed", "holds"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("a", "a b", False),
        ("", "a", False),
        ("a … c", "a b\nb c", True),
        ("a … c", "a b d", False),
        ("(.*)", "abc", False),
    ],
)
def test_an_ellipsis_stands_for_anything(shown: str, printed: str, holds: bool) -> None:
    assert Command("", shown, printed, (0, 0)).holds is holds


def test_the_place_of_the_guide_is_the_one_that_is_linked() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert "(docs/editing.md)" in readme
