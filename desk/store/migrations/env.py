"""Alembic's way in: it works on the connection, and in the transaction, that it is given."""

from alembic import context

from desk.store import account_tables, desk_tables
from desk.store.columns import METADATA

assert account_tables.users.metadata is desk_tables.drafts.metadata is METADATA
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=False,  # the caller's transaction holds all of it
    render_as_batch=True,
)
context.run_migrations()
