"""A real PostgreSQL server for the tests: the one at TEST_POSTGRES_URL, else one that they start and stop."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.ports import free_port

URL = os.environ.get("TEST_POSTGRES_URL", "")
INSTALLED = Path("/usr/lib/postgresql")


class NoServer(Exception):
    """There is no server, and none can be started: why."""


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server's database, whose user may make databases. Raises NoServer."""
    if URL:
        yield URL
        return
    programs = _programs()
    owner = _owner()
    folder = Path(mkdtemp(prefix="journal-postgres-"))
    if owner:
        shutil.chown(folder, owner)
    port = free_port()
    data, options = folder / "data", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        _call(programs / "initdb", "-D", data, "-A", "trust", "-U", "tests", "-E", "UTF8", "--no-locale", owner=owner)
        _call(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start", owner=owner)
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        if data.is_dir():
            _call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", owner=owner)
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise NoServer("PostgreSQL is not installed, and TEST_POSTGRES_URL names no server")
    return versions[-1].parent


def _owner() -> str | None:
    """As whom to run it: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoServer("PostgreSQL refuses to run as root, and there is no user `postgres`") from None


def _call(*command: str | Path, owner: str | None) -> None:
    # Not captured: the server goes on holding what it was given as its output.
    done = subprocess.run(
        command, user=owner, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if done.returncode:
        raise NoServer(f"{command[0]} failed with exit code {done.returncode}")
