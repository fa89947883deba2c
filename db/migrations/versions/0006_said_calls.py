"""Which calls of the hall are being said or were heard, so that a voice that takes over goes on where the last one ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Forward only. A screen on another machine that was given access before goes on speaking."""
    op.create_table(
        "said_call",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("voice", TEXT, nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_said_call")),
    )
    op.create_index("ix_said_call_at", "said_call", ["at"])
    if op.get_bind().dialect.name == "postgresql":
        _rights_of_the_screen()


def _rights_of_the_screen() -> None:
    connection = op.get_bind()
    name = f"{connection.execute(sa.text('SELECT current_database()')).scalar_one()}_display"
    if connection.execute(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).first() is not None:
        role = connection.dialect.identifier_preparer.quote(name)
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON said_call TO {role}")
