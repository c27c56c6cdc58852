"""`schema` on the command line: what editors' programs complete and check by."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run, complaint


def test_is_printed(run: Run) -> None:
    done = run("schema")
    assert done.returncode == 0
    assert "asked_as" in json.loads(done.stdout)["$defs"]["Entry"]["properties"]


def test_or_written(run: Run, tmp_path: Path) -> None:
    done = run("schema", "--output", "pack.schema.json")
    assert done.stdout == b""
    assert (tmp_path / "pack.schema.json").read_bytes() == run("schema").stdout


def test_where_it_can_be(run: Run) -> None:
    done = run("schema", "--output", "no/such/folder/s.json")
    assert done.returncode == 2
    assert "can't be written" in complaint(done)
