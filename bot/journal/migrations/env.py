"""Run by Alembic: applies the steps on the connection that `bot.journal.migrate` opened."""

from alembic import context

from bot.journal.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
