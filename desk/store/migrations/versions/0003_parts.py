"""Every revision keeps the texts of its parts, so that two people's changes can be told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("parts", sa.JSON(), nullable=True))
