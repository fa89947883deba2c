"""The queue, complete: the times of a ticket, several items on one, hold and appointments again, notices, the views of the public faces.

The ``board_…`` views are all that a public screen or a kiosk on another machine may read: no person stands in them. A later migration
that changes a table below drops and makes them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = "state IN ('waiting', 'called', 'serving', 'held', 'missed')"
BUSY = "state IN ('called', 'serving')"


def upgrade() -> None:
    """Forward only: the way back is the backup made before."""
    _ticket_times()
    _one_at_a_counter()
    _ticket_rules()
    _ticket_item()
    _line_pass()
    _counter_and_line()
    _appointment()
    _screen_notice()
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {select}")


def _text0(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, server_default="", nullable=False)


def _ticket_times() -> None:
    op.add_column("ticket", sa.Column("state_since", MOMENT, nullable=True))
    op.add_column("ticket", sa.Column("first_called_at", MOMENT, nullable=True))
    op.add_column("ticket", sa.Column("recalled_at", MOMENT, nullable=True))
    op.add_column("ticket", sa.Column("waited_seconds", BIG, nullable=True))
    op.add_column("ticket", sa.Column("served_seconds", BIG, server_default="0", nullable=False))
    op.add_column("ticket", _text0("hold_reason"))
    op.add_column("ticket", sa.Column("one_visit", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE ticket SET state_since ="
        " COALESCE(finished_at, CASE WHEN state = 'waiting' THEN taken_at END, started_at, called_at, taken_at),"
        f" first_called_at = called_at, waited_seconds = {_seconds('taken_at', 'called_at')}"
    )
    op.execute(
        f"UPDATE ticket SET served_seconds = {_seconds('COALESCE(started_at, called_at)', 'finished_at')} - held_seconds"
        " WHERE state = 'finished' AND called_at IS NOT NULL AND finished_at IS NOT NULL"
    )


def _seconds(since: str, until: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return f"CAST(ROUND((julianday({until}) - julianday({since})) * 86400) AS INTEGER)"
    return f"CAST(ROUND(EXTRACT(EPOCH FROM {until} - {since})) AS BIGINT)"


def _one_at_a_counter() -> None:
    """Two seats could send a visitor to one counter at the same moment; the newest of them stays there, the others wait for the head."""
    newest = f"SELECT MAX(id) FROM ticket WHERE {BUSY} AND counter_id IS NOT NULL GROUP BY counter_id, business_date"
    op.execute(f"UPDATE ticket SET counter_id = NULL WHERE {BUSY} AND counter_id IS NOT NULL AND id NOT IN ({newest})")


def _ticket_rules() -> None:
    with op.batch_alter_table("ticket") as table:
        table.alter_column("state_since", existing_type=MOMENT, nullable=False)
        table.drop_constraint("uq_ticket_appointment_id", type_="unique")
    _partial("ix_ticket_open", ["business_date"], OPEN, unique=False)
    _partial("uq_ticket_appointment_open", ["appointment_id"], f"appointment_id IS NOT NULL AND {OPEN}")
    _partial("uq_ticket_at_counter", ["counter_id", "business_date"], BUSY)


def _partial(name: str, columns: list[str], where: str, *, unique: bool = True) -> None:
    op.create_index(name, "ticket", columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _ticket_item() -> None:
    op.create_table(
        "ticket_item",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("counter_id", BIG, nullable=True),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_ticket_item_counter_id")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_ticket_item_item_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_ticket_item_officer_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_item_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_item")),
    )
    op.create_index(op.f("ix_ticket_item_ticket_id"), "ticket_item", ["ticket_id"], unique=False)


def _line_pass() -> None:
    op.create_table(
        "line_pass",
        sa.Column("line_id", BIG, autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("place", BIG, autoincrement=False, nullable=False),
        sa.Column("ticket_id", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("line_id", "business_date", "place", "ticket_id", name=op.f("pk_line_pass")),
    )


def _counter_and_line() -> None:
    op.add_column("counter", sa.Column("hours", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("counter", sa.Column("state_since", MOMENT, nullable=True))
    op.add_column("queue_line", _text0("description"))
    op.add_column("service_item", sa.Column("line_id", BIG, nullable=True))


def _appointment() -> None:
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("officer_id", BIG, nullable=True))
        table.add_column(sa.Column("checked_in_at", MOMENT, nullable=True))
        table.add_column(sa.Column("ended_at", MOMENT, nullable=True))
        table.add_column(_text0("reason"))
        table.create_foreign_key(op.f("fk_appointment_officer_id"), "officer", ["officer_id"], ["id"])


def _screen_notice() -> None:
    op.create_table(
        "screen_notice",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("shows_from", MOMENT, nullable=False),
        sa.Column("shows_until", MOMENT, nullable=True),
        sa.Column("published_by", BIG, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("ended_by", BIG, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["officer.id"], name=op.f("fk_screen_notice_ended_by")),
        sa.ForeignKeyConstraint(["published_by"], ["officer.id"], name=op.f("fk_screen_notice_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_notice")),
    )
    op.create_index(op.f("ix_screen_notice_ended_at"), "screen_notice", ["ended_at"], unique=False)


VIEWS = {
    "board_station": "SELECT code, name, community, profile, practice, site_type, phone, supervision_phone FROM station",
    "board_line": "SELECT id, letter, name, active, hours, daily_limit, description FROM queue_line",
    "board_counter": "SELECT id, number, name, kind, vanguard, state, state_since, reason, active, hours FROM counter",
    "board_counter_line": "SELECT counter_id, line_id, weight FROM counter_line",
    # which class goes first is nobody's business in the hall: the lane says only that it does
    "board_ticket": (
        "SELECT t.id, t.business_date, t.code, t.line_id, l.letter, l.name AS line_name, t.state, t.state_since, t.place, t.lane,"
        " t.restored, t.taken_at, t.called_at, t.first_called_at, t.calls,"
        " CASE WHEN t.recalled_at > t.called_at THEN t.recalled_at ELSE t.called_at END AS last_called_at,"
        " t.waited_seconds, c.number AS counter, a.at AS booked_for"
        " FROM ticket t JOIN queue_line l ON l.id = t.line_id LEFT JOIN counter c ON c.id = t.counter_id"
        " LEFT JOIN appointment a ON a.id = t.appointment_id"
    ),
    "board_appointment": "SELECT id, code, line_id, item_id, at, business_date, state FROM appointment",
    "board_notice": "SELECT id, text, shows_from, shows_until, ended_at FROM screen_notice",
    "board_job": (
        "SELECT j.id, j.code, j.title, e.name AS employer, j.kind, j.headcount, j.location, j.requirement, j.pay_low_cents,"
        " j.pay_high_cents, j.pay_unit, j.pay_negotiable, j.benefits, j.published_on, j.expires_on"
        " FROM job j JOIN employer e ON e.id = j.employer_id WHERE j.state = 'open' AND j.published_on IS NOT NULL"
    ),
    "board_policy": "SELECT id, code, name, kind, starts_on, ends_on, summary, how_to_apply FROM policy WHERE published",
    "board_item": (
        "SELECT i.id, i.code, i.line_id, v.name, v.item_kind, v.audience, v.content, v.conditions, v.how_to_apply, v.how_to_ask, v.process,"
        " v.fee, v.statutory_days, v.promised_days, v.example_limits, v.materials"
        " FROM service_item i JOIN item_version v ON v.id = i.published_version_id"
    ),
    "board_holiday": "SELECT day, kind, name FROM holiday",
    "board_setting": "SELECT key, value FROM setting WHERE key IN ('opening_hours', 'screen', 'voice', 'profile')",
    "board_pulse": "SELECT seq FROM audit_head",
}
