"""The schema's versions, run by Alembic."""
