"""Cases, complete: how a lead is answered, authorisations, receipts, bundles, posts and whereabouts, what people say, helpers.

What the database can hold it holds: nobody decides on their own lead or appeal, an officer is in one place, a person has one helper.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward only: the way back is the backup made before."""
    _one_offer_a_case()
    _call_back()
    _certificate()
    _deputy_head()
    _desk_hand_over()
    _drill()
    _norm()
    _rating_appeal()
    _whereabouts()
    _drill_person()
    _post()
    _rating_invitation()
    _case_bundle()
    _helper()
    _post_assignment()
    _complaint()
    _material_receipt()
    _proxy()
    _accountability_record()
    _approval()
    _case_material()
    _cases()
    _chaser()
    _hand_over()
    _inquiry()
    _officer()


def _text0(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, server_default="", nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _one_offer_a_case() -> None:
    """Of several offers of one case the newest waits."""
    newest = "SELECT MAX(id) FROM hand_over WHERE state = 'offered' GROUP BY case_id"
    op.execute(f"UPDATE hand_over SET state = 'lapsed' WHERE state = 'offered' AND id NOT IN ({newest})")


def _call_back() -> None:
    op.create_table(
        "call_back",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Boolean(), nullable=True),
        _text0("text"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_call_back_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
    )
    op.create_index(op.f("ix_call_back_record"), "call_back", ["record"], unique=False)


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        _text0("level"),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        _text0("issuer"),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name=op.f("ck_certificate_span")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_certificate_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("uid", name=op.f("uq_certificate_uid")),
    )
    op.create_index(op.f("ix_certificate_expires_on"), "certificate", ["expires_on"], unique=False)
    op.create_index(op.f("ix_certificate_officer_id"), "certificate", ["officer_id"], unique=False)


def _deputy_head() -> None:
    op.create_table(
        "deputy_head",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        _text0("reason"),
        sa.Column("named_by", BIG, nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_deputy_head_span")),
        sa.ForeignKeyConstraint(["named_by"], ["officer.id"], name=op.f("fk_deputy_head_named_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_deputy_head_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy_head")),
    )
    op.create_index(op.f("ix_deputy_head_officer_id"), "deputy_head", ["officer_id"], unique=False)
    op.create_index(op.f("ix_deputy_head_starts_on"), "deputy_head", ["starts_on"], unique=False)


def _desk_hand_over() -> None:
    op.create_table(
        "desk_hand_over",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("from_officer_id", BIG, nullable=False),
        sa.Column("to_officer_id", BIG, nullable=False),
        sa.Column("started_by", BIG, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("leaving", sa.Boolean(), nullable=False),
        _text0("reason"),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("from_officer_id <> to_officer_id", name=op.f("ck_desk_hand_over_two_officers")),
        sa.ForeignKeyConstraint(["from_officer_id"], ["officer.id"], name=op.f("fk_desk_hand_over_from_officer_id")),
        sa.ForeignKeyConstraint(["started_by"], ["officer.id"], name=op.f("fk_desk_hand_over_started_by")),
        sa.ForeignKeyConstraint(["to_officer_id"], ["officer.id"], name=op.f("fk_desk_hand_over_to_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_hand_over")),
        sa.UniqueConstraint("code", name=op.f("uq_desk_hand_over_code")),
    )
    op.create_index(op.f("ix_desk_hand_over_from_officer_id"), "desk_hand_over", ["from_officer_id"], unique=False)
    op.create_index(op.f("ix_desk_hand_over_state"), "desk_hand_over", ["state"], unique=False)
    op.create_index(op.f("ix_desk_hand_over_to_officer_id"), "desk_hand_over", ["to_officer_id"], unique=False)


def _drill() -> None:
    op.create_table(
        "drill",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        _text0("level"),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text0("place"),
        _text0("host"),
        sa.Column("hours", BIG, nullable=True),
        sa.Column("headcount", BIG, nullable=True),
        _text0("result"),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= held_on", name=op.f("ck_drill_span")),
        sa.ForeignKeyConstraint(["recorded_by"], ["officer.id"], name=op.f("fk_drill_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
        sa.UniqueConstraint("code", name=op.f("uq_drill_code")),
    )
    op.create_index(op.f("ix_drill_held_on"), "drill", ["held_on"], unique=False)


def _norm() -> None:
    op.create_table(
        "norm",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        _text0("source"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("published_by", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["officer.id"], name=op.f("fk_norm_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm")),
    )
    op.create_index("uq_norm_edition", "norm", ["code", "number"], unique=True)


def _rating_appeal() -> None:
    op.create_table(
        "rating_appeal",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("rating_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        _text0("decision"),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_rating_appeal_other_decides")),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name=op.f("fk_rating_appeal_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_rating_appeal_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_appeal")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rating_appeal_rating_id")),
    )
    op.create_index(op.f("ix_rating_appeal_asked_by"), "rating_appeal", ["asked_by"], unique=False)
    op.create_index(op.f("ix_rating_appeal_state"), "rating_appeal", ["state"], unique=False)


def _whereabouts() -> None:
    op.create_table(
        "whereabouts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("back_at", MOMENT, nullable=True),
        _text0("note"),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("written_by", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_whereabouts_officer_id")),
        sa.ForeignKeyConstraint(["written_by"], ["officer.id"], name=op.f("fk_whereabouts_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whereabouts")),
    )
    op.create_index(op.f("ix_whereabouts_officer_id"), "whereabouts", ["officer_id"], unique=False)
    _partial("uq_whereabouts_open", "whereabouts", ["officer_id"], "ended_at IS NULL")


def _drill_person() -> None:
    op.create_table(
        "drill_person",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("drill_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        _text0("score"),
        _text0("place"),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_drill_person_drill_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_drill_person_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_person")),
    )
    op.create_index(op.f("ix_drill_person_officer_id"), "drill_person", ["officer_id"], unique=False)
    op.create_index("uq_drill_person_once", "drill_person", ["drill_id", "officer_id"], unique=True)


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("counter_id", BIG, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_post_counter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("code", name=op.f("uq_post_code")),
    )


def _rating_invitation() -> None:
    op.create_table(
        "rating_invitation",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("ticket_id", BIG, nullable=True),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("fell_due_on", sa.Date(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("told_by", BIG, nullable=True),
        sa.Column("rating_id", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("(case_id IS NULL) <> (ticket_id IS NULL)", name=op.f("ck_rating_invitation_one_subject")),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_rating_invitation_rating_id")),
        sa.ForeignKeyConstraint(["told_by"], ["officer.id"], name=op.f("fk_rating_invitation_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_invitation")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rating_invitation_case_id")),
        sa.UniqueConstraint("code", name=op.f("uq_rating_invitation_code")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_rating_invitation_ticket_id")),
    )
    op.create_index(op.f("ix_rating_invitation_fell_due_on"), "rating_invitation", ["fell_due_on"], unique=False)


def _case_bundle() -> None:
    op.create_table(
        "case_bundle",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("opened_by", BIG, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["officer.id"], name=op.f("fk_case_bundle_opened_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_bundle_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_bundle")),
        sa.UniqueConstraint("number", name=op.f("uq_case_bundle_number")),
    )
    op.create_index(op.f("ix_case_bundle_person_id"), "case_bundle", ["person_id"], unique=False)


def _helper() -> None:
    op.create_table(
        "helper",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        _text0("reason"),
        sa.Column("named_by", BIG, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_helper_span")),
        sa.ForeignKeyConstraint(["named_by"], ["officer.id"], name=op.f("fk_helper_named_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_helper_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_helper_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper")),
    )
    op.create_index(op.f("ix_helper_officer_id"), "helper", ["officer_id"], unique=False)
    op.create_index(op.f("ix_helper_person_id"), "helper", ["person_id"], unique=False)
    _partial("uq_helper_active", "helper", ["person_id"], "ends_on IS NULL")


def _post_assignment() -> None:
    op.create_table(
        "post_assignment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        _text0("duty"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        _text0("reason"),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_post_assignment_span")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_post_assignment_officer_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_assignment_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_assignment")),
    )
    op.create_index(op.f("ix_post_assignment_officer_id"), "post_assignment", ["officer_id"], unique=False)
    op.create_index(op.f("ix_post_assignment_post_id"), "post_assignment", ["post_id"], unique=False)


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        _text0("visitor_name"),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("about_id", BIG, nullable=True),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("ticket_id", BIG, nullable=True),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("handler_id", BIG, nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        _text0("finding"),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        _text0("answer"),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("about_id IS NULL OR answered_by IS NULL OR answered_by <> about_id", name=op.f("ck_complaint_other_answers")),
        sa.CheckConstraint("answered_on IS NULL OR answered_on >= received_on", name=op.f("ck_complaint_answered_after")),
        sa.ForeignKeyConstraint(["about_id"], ["officer.id"], name=op.f("fk_complaint_about_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["officer.id"], name=op.f("fk_complaint_answered_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_complaint_case_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["officer.id"], name=op.f("fk_complaint_closed_by")),
        sa.ForeignKeyConstraint(["handler_id"], ["officer.id"], name=op.f("fk_complaint_handler_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["officer.id"], name=op.f("fk_complaint_recorded_by")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_complaint_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("code", name=op.f("uq_complaint_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_complaint_uid")),
    )
    op.create_index(op.f("ix_complaint_about_id"), "complaint", ["about_id"], unique=False)
    op.create_index(op.f("ix_complaint_case_id"), "complaint", ["case_id"], unique=False)
    op.create_index(op.f("ix_complaint_due_on"), "complaint", ["due_on"], unique=False)
    op.create_index(op.f("ix_complaint_handler_id"), "complaint", ["handler_id"], unique=False)
    op.create_index(op.f("ix_complaint_person_id"), "complaint", ["person_id"], unique=False)
    op.create_index(op.f("ix_complaint_received_on"), "complaint", ["received_on"], unique=False)
    op.create_index(op.f("ix_complaint_state"), "complaint", ["state"], unique=False)


def _material_receipt() -> None:
    op.create_table(
        "material_receipt",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("inquiry_id", BIG, nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("case_id IS NOT NULL OR inquiry_id IS NOT NULL", name=op.f("ck_material_receipt_subject")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_material_receipt_case_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_material_receipt_inquiry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_material_receipt_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_receipt")),
        sa.UniqueConstraint("code", name=op.f("uq_material_receipt_code")),
    )
    op.create_index(op.f("ix_material_receipt_case_id"), "material_receipt", ["case_id"], unique=False)
    op.create_index(op.f("ix_material_receipt_inquiry_id"), "material_receipt", ["inquiry_id"], unique=False)


def _proxy() -> None:
    op.create_table(
        "proxy",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        _text0("reason"),
        _text0("powers"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("attachment_id", BIG, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        _text0("suspended_reason"),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text0("outcome"),
        sa.Column("told_on", sa.Date(), nullable=True),
        _text0("told_how"),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_proxy_span")),
        sa.ForeignKeyConstraint(["agent_id"], ["officer.id"], name=op.f("fk_proxy_agent_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_proxy_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
        sa.UniqueConstraint("code", name=op.f("uq_proxy_code")),
    )
    op.create_index(op.f("ix_proxy_case_id"), "proxy", ["case_id"], unique=False)
    op.create_index(op.f("ix_proxy_state"), "proxy", ["state"], unique=False)
    op.create_index("uq_proxy_number", "proxy", ["case_id", "number"], unique=True)


def _accountability_record() -> None:
    with op.batch_alter_table("accountability_record") as table:
        table.add_column(sa.Column("stated_at", MOMENT, nullable=True))
        table.add_column(_text0("measure"))
        table.add_column(sa.Column("decided_at", MOMENT, nullable=True))
        table.add_column(sa.Column("correct_by", sa.Date(), nullable=True))
        table.add_column(_text0("correction"))
        table.add_column(sa.Column("corrected_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("corrected_at", MOMENT, nullable=True))
        table.add_column(sa.Column("closed_by", BIG, nullable=True))
        table.add_column(sa.Column("closed_at", MOMENT, nullable=True))
        table.add_column(_text0("closing"))
        table.create_foreign_key(op.f("fk_accountability_record_closed_by"), "officer", ["closed_by"], ["id"])
        table.create_check_constraint(op.f("ck_accountability_record_other_decides"), "decided_by IS NULL OR decided_by <> officer_id")
        table.create_check_constraint(op.f("ck_accountability_record_other_closes"), "closed_by IS NULL OR closed_by <> officer_id")
    op.create_index("ix_accountability_record_state", "accountability_record", ["state", "id"], unique=False)


def _approval() -> None:
    with op.batch_alter_table("approval") as table:
        table.add_column(_text0("signer_name"))
        table.add_column(_text0("signer_duty"))
        table.add_column(sa.Column("signed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("attachment_id", BIG, nullable=True))
        table.create_check_constraint(
            op.f("ck_approval_second_person"), "decided_by IS NULL OR decided_by <> asked_by OR signed_on IS NOT NULL"
        )
        table.create_check_constraint(
            op.f("ck_approval_signed"), "signed_on IS NULL OR (signer_name <> '' AND signer_duty <> '' AND attachment_id IS NOT NULL)"
        )


def _case_material() -> None:
    op.add_column("case_material", sa.Column("shared_id", BIG, nullable=True))


def _cases() -> None:
    op.add_column("cases", _text0("origin"))


def _chaser() -> None:
    op.add_column("chaser", sa.Column("seen_at", MOMENT, nullable=True))


def _hand_over() -> None:
    with op.batch_alter_table("hand_over") as table:
        table.add_column(sa.Column("desk_id", BIG, nullable=True))
        table.create_foreign_key(op.f("fk_hand_over_desk_id"), "desk_hand_over", ["desk_id"], ["id"])
        table.create_check_constraint(op.f("ck_hand_over_two_officers"), "from_officer_id <> to_officer_id")
    _partial("uq_hand_over_offered", "hand_over", ["case_id"], "state = 'offered'")


def _inquiry() -> None:
    with op.batch_alter_table("inquiry") as table:
        table.add_column(_text0("told_where"))
        table.add_column(_text0("result"))
        table.add_column(sa.Column("handled_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("offered_to", BIG, nullable=True))
        table.add_column(sa.Column("offered_at", MOMENT, nullable=True))
        table.add_column(sa.Column("taken_over_at", MOMENT, nullable=True))
        table.add_column(sa.Column("handler_absent", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.create_foreign_key(op.f("fk_inquiry_offered_to"), "officer", ["offered_to"], ["id"])


def _officer() -> None:
    op.add_column("officer", _text0("recruitment"))
