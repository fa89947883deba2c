"""Material that is accepted as missing (容缺) has a last day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only. What was accepted as missing before has no last day until somebody sets it."""
    op.add_column("case_material", sa.Column("due_on", sa.Date(), nullable=True))
    there = sa.text("due_on IS NOT NULL")
    op.create_index("ix_case_material_due", "case_material", ["due_on"], sqlite_where=there, postgresql_where=there)
