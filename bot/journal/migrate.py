"""Brings the journal's tables to the version that this program knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, select, text

from bot.journal.schema import metadata

LATEST = "0002"
"""The newest of the steps in `migrations`, to which the tables of `schema` belong; the tests compare the three."""
STEPS = Path(__file__).with_name("migrations")
LOCK = 0x57A1CE  # any number that the replicas agree on, and others that use the database don't

# As Alembic makes it.
_versions = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def upgrade(connection: Connection) -> None:
    """Makes the tables, or applies the steps that they lack, in the transaction of `connection`.

    Of replicas that start together one does it, and the others wait for it: on PostgreSQL at this lock, which the
    transaction's end opens; on SQLite at the file's, which the transaction holds from its beginning.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    found = version(connection)
    if found is None:
        metadata.create_all(connection)
        _versions.create(connection, checkfirst=True)
        connection.execute(_versions.insert().values(version_num=LATEST))
    elif found != LATEST:
        apply_steps(connection, "head")


def apply_steps(connection: Connection, target: str) -> None:
    """Applies Alembic's steps up to the version `target`. Raises CommandError where no step leads on."""
    # Few starts have a step to apply, and Alembic takes ten megabytes.
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    command.upgrade(settings, target)


def version(connection: Connection) -> str | None:
    """The version of the tables; None if there are none yet."""
    if not inspect(connection).has_table(_versions.name):
        return None
    return connection.execute(select(_versions.c.version_num)).scalar()
