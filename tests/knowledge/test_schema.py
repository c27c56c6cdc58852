"""The schema by which editors help: in step with the model, and true of the shipped FAQ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from bot.knowledge.schema import file_schema, written_schema

FAQ = Path(__file__).parents[2] / "faq"
FILES = sorted(FAQ.glob("*.yaml"))
MODELINE = "# yaml-language-server: $schema=pack.schema.json"


class EditorsLoader(yaml.SafeLoader):
    """Reads YAML as editors do: a date is text."""


EditorsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(file_schema())
    return Draft202012Validator(file_schema(), format_checker=FormatChecker())


def faults(validator: Draft202012Validator, text: str) -> list[str]:
    return [fault.message for fault in validator.iter_errors(yaml.load(text, EditorsLoader))]


def test_the_stored_schema_is_the_models() -> None:
    stored = (FAQ / "pack.schema.json").read_text(encoding="utf-8")
    assert stored == written_schema(), "run `python -m bot schema --output faq/pack.schema.json`"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_shipped_file_refers_to_it_and_fits_it(validator: Draft202012Validator, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == MODELINE
    assert faults(validator, text) == []


def test_a_file_may_hold_any_part_alone(validator: Draft202012Validator) -> None:
    assert faults(validator, "facts: {day: Monday}") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("entires: []", "'entires' was unexpected"),
        ("entries: [{id: a, question: A, asked_as: [a]}]", "'answer' is a required property"),
        ("entries: [{id: a b, question: A, asked_as: [a], answer: A.}]", "'a b' does not match"),
        ("review_after_days: 0", "0 is less than the minimum of 1"),
        ("facts: {day: 8}", "8 is not of type 'string'"),
    ],
)
def test_a_slip_is_underlined(validator: Draft202012Validator, text: str, said: str) -> None:
    (fault,) = faults(validator, text)
    assert said in fault


def test_words_of_signs_may_be_numbers(validator: Draft202012Validator) -> None:
    assert faults(validator, "urgent: {words: {FEVER: [39, 40]}}") == []


def test_every_field_says_what_it_is() -> None:
    schema = file_schema()
    parts: list[tuple[str, dict[str, Any]]] = [("file", schema), *schema["$defs"].items()]
    silent = [
        f"{name}.{field}"
        for name, part in parts
        for field, shape in part["properties"].items()
        if not shape.get("description")
    ]
    assert silent == []


def test_fields_have_no_titles_that_repeat_their_names() -> None:
    schema = file_schema()
    assert schema["title"] == "A file of a FAQ pack"
    assert "title" not in schema["properties"]["entries"]
    assert "title" in schema["$defs"]["Source"]["properties"]
