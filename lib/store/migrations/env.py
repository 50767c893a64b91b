"""Alembic's entry: migrations run on the connection the store hands over."""

from alembic import context

from lib.store.schema.records import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
