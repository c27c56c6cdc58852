"""Brings the journal's tables to the version that this program knows."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

STEPS = Path(__file__).with_name("migrations")
LOCK = 0x57A1CE  # any number that the replicas agree on, and others that use the database don't


def config() -> Config:
    """Alembic's settings: it needs no file."""
    settings = Config()
    settings.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(connection: Connection) -> None:
    """Applies the steps that are missing, in the transaction of `connection`.

    Of replicas that start together one does it, and the others wait for it: on PostgreSQL at this lock, which the
    transaction's end opens; on SQLite at the file's, which the transaction holds from its beginning.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def version(connection: Connection) -> str | None:
    """The version of the tables; None if there are none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def latest() -> str | None:
    """The version that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()
