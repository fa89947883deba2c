"""Lists that read a growing table whole get the index of their filter (docs/decisions/0016-lists.md)."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_approval_state", "approval", ["state", "id"]),
    ("ix_approval_step", "approval", ["step", "asked_at", "id"]),
    ("ix_audit_entry_actor", "audit_entry", ["actor"]),
    ("ix_hire_job_id", "hire", ["job_id"]),
    ("ix_inquiry_case_id", "inquiry", ["case_id"]),
)


def upgrade() -> None:
    """Forward only; no row changes."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
