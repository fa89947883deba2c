"""What people say: an anonymous rating is no longer tied to what was rated, and the kiosk's guide names where to complain.

That something was rated is a mark of its own, without the rating; a rating keeps what it was about in words.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BOARD_ITEM = (
    "SELECT i.id, i.code, i.line_id, v.name, v.item_kind, v.audience, v.content, v.conditions, v.how_to_apply, v.how_to_ask, v.process,"
    " v.fee, v.statutory_days, v.promised_days, v.example_limits, v.materials, v.complaints"
    " FROM service_item i JOIN item_version v ON v.id = i.published_version_id"
)


def upgrade() -> None:
    """Forward only: the way back is the backup made before."""
    _marks()
    _untied()
    _invitations()
    _board_item()


def _marks() -> None:
    op.create_table(
        "rated_mark",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject_id", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_rated_mark")),
        sqlite_with_rowid=False,  # kept by its key: no row tells which came first
    )
    for kind in ("case", "ticket"):
        rated = f"SELECT '{kind}', {kind}_id FROM rating WHERE {kind}_id IS NOT NULL ORDER BY {kind}_id"
        op.execute(f"INSERT INTO rated_mark (kind, subject_id) {rated}")


def _untied() -> None:
    op.add_column("rating", sa.Column("item_name", TEXT, server_default="", nullable=False))
    op.execute(
        "UPDATE rating SET item_name = COALESCE("
        "(SELECT c.item_name FROM cases c WHERE c.id = rating.case_id),"
        " (SELECT l.name FROM ticket t JOIN queue_line l ON l.id = t.line_id WHERE t.id = rating.ticket_id), '')"
    )
    op.execute("UPDATE rating SET case_id = NULL, ticket_id = NULL WHERE anonymous")


def _invitations() -> None:
    """Whether one was answered is seen from the mark; batch mode makes the table anew on SQLite, so its rule is said again."""
    one = sa.CheckConstraint("(case_id IS NULL) <> (ticket_id IS NULL)", name=op.f("ck_rating_invitation_one_subject"))
    with op.batch_alter_table("rating_invitation", table_args=(one,)) as table:
        table.drop_constraint(op.f("fk_rating_invitation_rating_id"), type_="foreignkey")
        table.drop_column("rating_id")


def _board_item() -> None:
    """With its new column last: a server keeps the rights that were given on it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE OR REPLACE VIEW board_item AS {BOARD_ITEM}")
        _rights_of_the_kiosk()
        return
    op.execute("DROP VIEW board_item")
    op.execute(f"CREATE VIEW board_item AS {BOARD_ITEM}")


def _rights_of_the_kiosk() -> None:
    """A kiosk on another machine that was given access before goes on rating."""
    connection = op.get_bind()
    name = f"{connection.execute(sa.text('SELECT current_database()')).scalar_one()}_kiosk"
    if connection.execute(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).first() is None:
        return
    role = connection.dialect.identifier_preparer.quote(name)
    op.execute(f"GRANT SELECT, INSERT ON rated_mark TO {role}")
    op.execute(f"GRANT SELECT (id, number, state, closed_on, officer_id, item_name, ticket_id) ON cases TO {role}")
