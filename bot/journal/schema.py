"""The journal's tables. A change here needs a migration beside it; the tests compare the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()

counts = Table(
    "counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("entry", String(64), primary_key=True),
    Column("count", BigInteger, nullable=False),
)

misses = Table(
    "misses",
    metadata,
    # SQLite numbers rows by itself only if the type is written INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("near", JSON, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("dismissed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("day", "kind", "question", name="misses_day_kind_question"),
)

claims = Table(
    "claims",
    metadata,
    # Numbers that Telegram gives to what it sends; no person, chat or message can be told from them.
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("done", Boolean, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False, index=True),
)
