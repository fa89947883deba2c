"""The first schema: keys, chain, sealed fields, search keys, frozen lineage and two dates are there from the start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward only: the way back is the backup made before."""
    for create in TABLES:
        create()
    op.execute(sa.text("INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, :start)").bindparams(start=bytes(32)))


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_action"), "audit_entry", ["action"], unique=False)
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject"), "audit_entry", ["subject"], unique=False)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _audit_signature() -> None:
    op.create_table(
        "audit_signature",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_signature")),
    )


def _audit_value() -> None:
    op.create_table(
        "audit_value",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "record", name=op.f("pk_audit_value")),
    )
    op.create_index("ix_audit_value_record", "audit_value", ["record", "seq"], unique=False)


def _batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", BIG, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )


def _counter_line() -> None:
    op.create_table(
        "counter_line",
        sa.Column("counter_id", BIG, nullable=False),
        sa.Column("line_id", BIG, nullable=False),
        sa.Column("weight", BIG, nullable=False),
        sa.PrimaryKeyConstraint("counter_id", "line_id", name=op.f("pk_counter_line")),
    )


def _course() -> None:
    op.create_table(
        "course",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("occupation", TEXT, server_default="", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("places", BIG, nullable=False),
        sa.Column("fee_cents", BIG, nullable=False),
        sa.Column("provider", TEXT, server_default="", nullable=False),
        sa.Column("location", TEXT, server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )


def _duty_product() -> None:
    op.create_table(
        "duty_product",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "step", "due_on", name=op.f("pk_duty_product")),
    )


def _employer() -> None:
    op.create_table(
        "employer",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("credit_code", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("address", TEXT, server_default="", nullable=False),
        sa.Column("contact", TEXT, server_default="", nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("licence_until", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("key_employer", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_employer_credit_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_employer_uid")),
    )
    op.create_index(op.f("ix_employer_name"), "employer", ["name"], unique=False)


def _holiday() -> None:
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )


def _holiday_year() -> None:
    op.create_table(
        "holiday_year",
        sa.Column("year", BIG, autoincrement=False, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_year")),
    )


def _job_wish() -> None:
    op.create_table(
        "job_wish",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("occupations", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("min_pay_cents", BIG, nullable=True),
        sa.Column("max_distance_m", BIG, nullable=True),
        sa.Column("shifts", TEXT, server_default="", nullable=False),
        sa.Column("family_friendly", sa.Boolean(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_wish")),
        sa.UniqueConstraint("person_id", name=op.f("uq_job_wish_person_id")),
    )


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.PrimaryKeyConstraint("kind", "scope", name=op.f("pk_number_series")),
    )


def _officer() -> None:
    op.create_table(
        "officer",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("password_hash", TEXT, nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("duty", TEXT, server_default="", nullable=False),
        sa.Column("identity", TEXT, server_default="", nullable=False),
        sa.Column("full_time", sa.Boolean(), nullable=False),
        sa.Column("specialist", sa.Boolean(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("failed_tries", BIG, nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("login", name=op.f("uq_officer_login")),
        sa.UniqueConstraint("uid", name=op.f("uq_officer_uid")),
    )


def _person_key() -> None:
    op.create_table(
        "person_key",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "person_id", name=op.f("pk_person_key")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_key_person", "person_key", ["person_id"], unique=False)


def _plan_target() -> None:
    op.create_table(
        "plan_target",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.Column("responsible", TEXT, server_default="", nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_target")),
    )
    op.create_index("uq_plan_target_year_key", "plan_target", ["year", "key"], unique=True)


def _policy() -> None:
    op.create_table(
        "policy",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("document_number", TEXT, server_default="", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("summary", TEXT, server_default="", nullable=False),
        sa.Column("how_to_apply", TEXT, server_default="", nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("code", name=op.f("uq_policy_code")),
    )


def _queue_line() -> None:
    op.create_table(
        "queue_line",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("letter", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("daily_limit", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_line")),
        sa.UniqueConstraint("letter", name=op.f("uq_queue_line_letter")),
    )


def _request_key() -> None:
    op.create_table(
        "request_key",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_request_key")),
    )
    op.create_index(op.f("ix_request_key_at"), "request_key", ["at"], unique=False)


def _seat() -> None:
    op.create_table(
        "seat",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("counter_id", BIG, nullable=True),
        sa.Column("program", TEXT, server_default="", nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_seat")),
    )


def _secret() -> None:
    op.create_table(
        "secret",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_secret")),
    )


def _service_item() -> None:
    op.create_table(
        "service_item",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("basic", sa.Boolean(), nullable=False),
        sa.Column("county_locked", sa.Boolean(), nullable=False),
        sa.Column("published_version_id", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
        sa.UniqueConstraint("code", name=op.f("uq_service_item_code")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )


def _station() -> None:
    op.create_table(
        "station",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("community", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("county", TEXT, server_default="", nullable=False),
        sa.Column("profile", TEXT, nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("facility_type", TEXT, nullable=False),
        sa.Column("site_type", TEXT, server_default="", nullable=False),
        sa.Column("address", TEXT, server_default="", nullable=False),
        sa.Column("phone", TEXT, server_default="", nullable=False),
        sa.Column("supervision_phone", TEXT, server_default="", nullable=False),
        sa.Column("built_on", sa.Date(), nullable=True),
        sa.Column("platform_connected_on", sa.Date(), nullable=True),
        sa.Column("shared_with", TEXT, server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name=op.f("fk_approval_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_approval_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_record"), "approval", ["record"], unique=False)


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("removed_reason", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["officer.id"], name=op.f("fk_attachment_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("uid", name=op.f("uq_attachment_uid")),
    )
    op.create_index(op.f("ix_attachment_added_by"), "attachment", ["added_by"], unique=False)
    op.create_index(op.f("ix_attachment_digest"), "attachment", ["digest"], unique=False)
    op.create_index(op.f("ix_attachment_record"), "attachment", ["record"], unique=False)


def _batch_image() -> None:
    op.create_table(
        "batch_image",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_image_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_image")),
    )
    op.create_index(op.f("ix_batch_image_batch_id"), "batch_image", ["batch_id"], unique=False)


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("vanguard", sa.Boolean(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_counter_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("number", name=op.f("uq_counter_number")),
    )
    op.create_index(op.f("ix_counter_officer_id"), "counter", ["officer_id"], unique=False)


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("record", TEXT, server_default="", nullable=False),
        sa.Column("title", TEXT, server_default="", nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_draft_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("uid", name=op.f("uq_draft_uid")),
    )
    op.create_index(op.f("ix_draft_officer_id"), "draft", ["officer_id"], unique=False)
    op.create_index("uq_draft_form", "draft", ["officer_id", "form", "record"], unique=True)


def _grid() -> None:
    op.create_table(
        "grid",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_grid_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("code", name=op.f("uq_grid_code")),
    )
    op.create_index(op.f("ix_grid_officer_id"), "grid", ["officer_id"], unique=False)


def _item_version() -> None:
    op.create_table(
        "item_version",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("item_kind", TEXT, nullable=False),
        sa.Column("audience", TEXT, server_default="", nullable=False),
        sa.Column("content", TEXT, server_default="", nullable=False),
        sa.Column("conditions", TEXT, server_default="", nullable=False),
        sa.Column("how_to_apply", TEXT, server_default="", nullable=False),
        sa.Column("how_to_ask", TEXT, server_default="", nullable=False),
        sa.Column("complaints", TEXT, server_default="", nullable=False),
        sa.Column("basis", TEXT, server_default="", nullable=False),
        sa.Column("process", TEXT, server_default="", nullable=False),
        sa.Column("fee", TEXT, server_default="", nullable=False),
        sa.Column("statutory_days", BIG, nullable=True),
        sa.Column("promised_days", BIG, nullable=True),
        sa.Column("example_limits", sa.Boolean(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("delegated", sa.Boolean(), nullable=False),
        sa.Column("receivable", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_item_version_item_id")),
        sa.ForeignKeyConstraint(["published_by"], ["officer.id"], name=op.f("fk_item_version_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
    )
    op.create_index(op.f("ix_item_version_item_id"), "item_version", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_version_published_by"), "item_version", ["published_by"], unique=False)
    op.create_index("uq_item_version_number", "item_version", ["item_id", "number"], unique=True)


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("employer_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("welfare_kind", TEXT, server_default="", nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("survey_way", TEXT, server_default="", nullable=False),
        sa.Column("offered_by", TEXT, server_default="", nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("occupation", TEXT, server_default="", nullable=False),
        sa.Column("duties", TEXT, server_default="", nullable=False),
        sa.Column("headcount", BIG, nullable=False),
        sa.Column("location", TEXT, server_default="", nullable=False),
        sa.Column("distance_m", BIG, nullable=True),
        sa.Column("shifts", TEXT, server_default="", nullable=False),
        sa.Column("family_friendly", sa.Boolean(), nullable=False),
        sa.Column("education", TEXT, server_default="", nullable=False),
        sa.Column("age_min", BIG, nullable=True),
        sa.Column("age_max", BIG, nullable=True),
        sa.Column("gender", BIG, nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("requirement", TEXT, server_default="", nullable=False),
        sa.Column("pay_low_cents", BIG, nullable=True),
        sa.Column("pay_high_cents", BIG, nullable=True),
        sa.Column("pay_unit", TEXT, nullable=False),
        sa.Column("pay_negotiable", sa.Boolean(), nullable=False),
        sa.Column("pay_note", TEXT, server_default="", nullable=False),
        sa.Column("benefits", TEXT, server_default="", nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", TEXT, server_default="", nullable=False),
        sa.Column("renewed_from_id", BIG, nullable=True),
        sa.Column("visit_id", BIG, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_job_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("code", name=op.f("uq_job_code")),
    )
    op.create_index(op.f("ix_job_collected_on"), "job", ["collected_on"], unique=False)
    op.create_index(op.f("ix_job_employer_id"), "job", ["employer_id"], unique=False)
    op.create_index(op.f("ix_job_expires_on"), "job", ["expires_on"], unique=False)
    op.create_index(op.f("ix_job_state"), "job", ["state"], unique=False)


def _print_record() -> None:
    op.create_table(
        "print_record",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("number", TEXT, server_default="", nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("pages", BIG, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_print_record_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_record")),
    )
    op.create_index(op.f("ix_print_record_document"), "print_record", ["document"], unique=False)
    op.create_index(op.f("ix_print_record_officer_id"), "print_record", ["officer_id"], unique=False)
    op.create_index(op.f("ix_print_record_printed_at"), "print_record", ["printed_at"], unique=False)
    op.create_index(op.f("ix_print_record_record"), "print_record", ["record"], unique=False)


def _rating() -> None:
    op.create_table(
        "rating",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("ticket_id", BIG, nullable=True),
        sa.Column("level", BIG, nullable=False),
        sa.Column("text", TEXT, server_default="", nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rating_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("case_id", name=op.f("uq_rating_case_id")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_rating_ticket_id")),
    )
    op.create_index(op.f("ix_rating_officer_id"), "rating", ["officer_id"], unique=False)
    op.create_index(op.f("ix_rating_rated_on"), "rating", ["rated_on"], unique=False)


def _rectification() -> None:
    op.create_table(
        "rectification",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("rating_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("finding", TEXT, server_default="", nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("correction", TEXT, server_default="", nullable=False),
        sa.Column("fed_back_on", sa.Date(), nullable=True),
        sa.Column("feedback", TEXT, server_default="", nullable=False),
        sa.Column("supervised_on", sa.Date(), nullable=True),
        sa.Column("supervisor_id", BIG, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rectification_officer_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["officer.id"], name=op.f("fk_rectification_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rectification_rating_id")),
    )
    op.create_index(op.f("ix_rectification_due_on"), "rectification", ["due_on"], unique=False)
    op.create_index(op.f("ix_rectification_officer_id"), "rectification", ["officer_id"], unique=False)
    op.create_index(op.f("ix_rectification_state"), "rectification", ["state"], unique=False)


def _return() -> None:
    op.create_table(
        "return_",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", TEXT, nullable=False),
        sa.Column("definition", TEXT, nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("narrative", sa.JSON(), nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", BIG, nullable=True),
        sa.Column("audit_head", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["frozen_by"], ["officer.id"], name=op.f("fk_return__frozen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_")),
    )
    op.create_index("uq_return_version", "return_", ["code", "period", "number"], unique=True)


def _return_text() -> None:
    op.create_table(
        "return_text",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_return_text_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_text")),
    )
    op.create_index("uq_return_text_key", "return_text", ["code", "period", "key"], unique=True)


def _service_record() -> None:
    op.create_table(
        "service_record",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("mode", TEXT, server_default="", nullable=False),
        sa.Column("text", TEXT, server_default="", nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_service_record_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_record")),
    )
    op.create_index("ix_service_record_day", "service_record", ["happened_on", "kind"], unique=False)
    op.create_index("ix_service_record_person", "service_record", ["person_id", "happened_on"], unique=False)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("gender", BIG, nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("id_kind", TEXT, nullable=False),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_digest", TEXT, nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("bank_account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("disability_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("health_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ethnicity", TEXT, server_default="", nullable=False),
        sa.Column("education", TEXT, server_default="", nullable=False),
        sa.Column("marital", TEXT, server_default="", nullable=False),
        sa.Column("address", TEXT, server_default="", nullable=False),
        sa.Column("grid_id", BIG, nullable=True),
        sa.Column("resident", sa.Boolean(), nullable=False),
        sa.Column("hukou", TEXT, server_default="", nullable=False),
        sa.Column("skill", TEXT, server_default="", nullable=False),
        sa.Column("skill_level", TEXT, server_default="", nullable=False),
        sa.Column("status", TEXT, server_default="", nullable=False),
        sa.Column("household_id", BIG, nullable=True),
        sa.Column("helper_id", BIG, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("merged_into_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", BIG, nullable=True),
        sa.Column("points", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_person_grid_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["officer.id"], name=op.f("fk_person_helper_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["officer.id"], name=op.f("fk_person_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_digest", name=op.f("uq_person_id_digest")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_uid")),
    )
    op.create_index(op.f("ix_person_grid_id"), "person", ["grid_id"], unique=False)
    op.create_index(op.f("ix_person_helper_id"), "person", ["helper_id"], unique=False)
    op.create_index("ix_person_points", "person", ["points", "id"], unique=False)
    op.create_index("ix_person_status", "person", ["status", "id"], unique=False)


def _return_cell() -> None:
    op.create_table(
        "return_cell",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("return_id", BIG, nullable=False),
        sa.Column("cell", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("measure", TEXT, server_default="", nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.Column("record_kind", TEXT, server_default="", nullable=False),
        sa.Column("lineage", sa.LargeBinary(), nullable=False),
        sa.Column("lineage_digest", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["return_.id"], name=op.f("fk_return_cell_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_cell")),
    )
    op.create_index(op.f("ix_return_cell_return_id"), "return_cell", ["return_id"], unique=False)
    op.create_index("uq_return_cell_key", "return_cell", ["return_id", "cell"], unique=True)


def _appointment() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("line_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_appointment_item_id")),
        sa.ForeignKeyConstraint(["line_id"], ["queue_line.id"], name=op.f("fk_appointment_line_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("code", name=op.f("uq_appointment_code")),
    )
    op.create_index(op.f("ix_appointment_at"), "appointment", ["at"], unique=False)
    op.create_index(op.f("ix_appointment_business_date"), "appointment", ["business_date"], unique=False)
    op.create_index(op.f("ix_appointment_person_id"), "appointment", ["person_id"], unique=False)


def _assistance_file() -> None:
    op.create_table(
        "assistance_file",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("willing", sa.Boolean(), nullable=False),
        sa.Column("able", sa.Boolean(), nullable=False),
        sa.Column("helper_id", BIG, nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", TEXT, server_default="", nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["helper_id"], ["officer.id"], name=op.f("fk_assistance_file_helper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assistance_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_file")),
        sa.UniqueConstraint("code", name=op.f("uq_assistance_file_code")),
    )
    op.create_index(op.f("ix_assistance_file_helper_id"), "assistance_file", ["helper_id"], unique=False)
    op.create_index(op.f("ix_assistance_file_opened_on"), "assistance_file", ["opened_on"], unique=False)
    op.create_index(op.f("ix_assistance_file_person_id"), "assistance_file", ["person_id"], unique=False)


def _employment_status() -> None:
    op.create_table(
        "employment_status",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("employer", TEXT, server_default="", nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_employment_status_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_employment_status_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_status")),
    )
    op.create_index(op.f("ix_employment_status_person_id"), "employment_status", ["person_id"], unique=False)
    op.create_index(op.f("ix_employment_status_since"), "employment_status", ["since"], unique=False)


def _enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("certificate", TEXT, server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_enrolment_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_course_id"), "enrolment", ["course_id"], unique=False)
    op.create_index(op.f("ix_enrolment_finished_on"), "enrolment", ["finished_on"], unique=False)
    op.create_index(op.f("ix_enrolment_person_id"), "enrolment", ["person_id"], unique=False)
    op.create_index("uq_enrolment_course_person", "enrolment", ["course_id", "person_id"], unique=True)


def _five_points() -> None:
    op.create_table(
        "five_points",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("point", TEXT, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("summary", TEXT, server_default="", nullable=False),
        sa.Column("method", TEXT, server_default="", nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_five_points_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_five_points_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_five_points")),
    )
    op.create_index(op.f("ix_five_points_person_id"), "five_points", ["person_id"], unique=False)


def _hardship_recognition() -> None:
    op.create_table(
        "hardship_recognition",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=True),
        sa.Column("recognised_by", TEXT, server_default="", nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("applied_by", BIG, nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["applied_by"], ["officer.id"], name=op.f("fk_hardship_recognition_applied_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_hardship_recognition_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hardship_recognition_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hardship_recognition")),
    )
    op.create_index(op.f("ix_hardship_recognition_person_id"), "hardship_recognition", ["person_id"], unique=False)


def _household() -> None:
    op.create_table(
        "household",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("head_id", BIG, nullable=False),
        sa.Column("address", TEXT, server_default="", nullable=False),
        sa.Column("grid_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_household_grid_id")),
        sa.ForeignKeyConstraint(["head_id"], ["person.id"], name=op.f("fk_household_head_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("code", name=op.f("uq_household_code")),
    )
    op.create_index(op.f("ix_household_grid_id"), "household", ["grid_id"], unique=False)
    op.create_index(op.f("ix_household_head_id"), "household", ["head_id"], unique=False)


def _person_group() -> None:
    op.create_table(
        "person_group",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("group", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_group_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_group")),
    )
    op.create_index("ix_person_group_group", "person_group", ["group", "person_id"], unique=False)
    op.create_index(op.f("ix_person_group_person_id"), "person_group", ["person_id"], unique=False)


def _referral() -> None:
    op.create_table(
        "referral",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("channel", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("answer", TEXT, server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("medical_on", sa.Date(), nullable=True),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_referral_job_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_referral_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_happened_on"), "referral", ["happened_on"], unique=False)
    op.create_index(op.f("ix_referral_job_id"), "referral", ["job_id"], unique=False)
    op.create_index(op.f("ix_referral_person_id"), "referral", ["person_id"], unique=False)


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("line_id", BIG, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("priority", TEXT, nullable=True),
        sa.Column("place", BIG, nullable=False),
        sa.Column("lane", BIG, nullable=False),
        sa.Column("restored", sa.Boolean(), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("appointment_id", BIG, nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls", BIG, nullable=False),
        sa.Column("counter_id", BIG, nullable=True),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("first_officer_id", BIG, nullable=True),
        sa.Column("held_seconds", BIG, nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_ticket_counter_id")),
        sa.ForeignKeyConstraint(["first_officer_id"], ["officer.id"], name=op.f("fk_ticket_first_officer_id")),
        sa.ForeignKeyConstraint(["line_id"], ["queue_line.id"], name=op.f("fk_ticket_line_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_ticket_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_ticket_appointment_id")),
    )
    op.create_index("ix_ticket_counter", "ticket", ["counter_id", "business_date", "state"], unique=False)
    op.create_index(op.f("ix_ticket_person_id"), "ticket", ["person_id"], unique=False)
    op.create_index("ix_ticket_waiting", "ticket", ["line_id", "business_date", "state", "lane", "place"], unique=False)
    op.create_index("uq_ticket_day_code", "ticket", ["business_date", "code"], unique=True)


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("item_version_id", BIG, nullable=False),
        sa.Column("item_name", TEXT, nullable=False),
        sa.Column("item_kind", TEXT, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("ticket_id", BIG, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("mode", TEXT, server_default="", nullable=False),
        sa.Column("first_officer_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_days", BIG, nullable=True),
        sa.Column("statutory_days", BIG, nullable=True),
        sa.Column("supplement_rule", TEXT, nullable=False),
        sa.Column("extension_days", BIG, nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("statutory_deadline", sa.Date(), nullable=True),
        sa.Column("deadline_warning", TEXT, server_default="", nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("late_reason", TEXT, server_default="", nullable=False),
        sa.Column("proxy", sa.Boolean(), nullable=False),
        sa.Column("authorised_on", sa.Date(), nullable=True),
        sa.Column("bundle", TEXT, server_default="", nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["first_officer_id"], ["officer.id"], name=op.f("fk_cases_first_officer_id")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_cases_item_id")),
        sa.ForeignKeyConstraint(["item_version_id"], ["item_version.id"], name=op.f("fk_cases_item_version_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_cases_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cases_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_cases_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(op.f("ix_cases_accepted_on"), "cases", ["accepted_on"], unique=False)
    op.create_index(op.f("ix_cases_closed_on"), "cases", ["closed_on"], unique=False)
    op.create_index(op.f("ix_cases_closed_recorded_at"), "cases", ["closed_recorded_at"], unique=False)
    op.create_index("ix_cases_due", "cases", ["deadline", "id"], unique=False)
    op.create_index("ix_cases_officer", "cases", ["officer_id", "state", "deadline"], unique=False)
    op.create_index("ix_cases_open", "cases", ["state", "deadline", "id"], unique=False)
    op.create_index(op.f("ix_cases_person_id"), "cases", ["person_id"], unique=False)
    op.create_index(op.f("ix_cases_received_on"), "cases", ["received_on"], unique=False)
    op.create_index(op.f("ix_cases_ticket_id"), "cases", ["ticket_id"], unique=False)


def _file_step() -> None:
    op.create_table(
        "file_step",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", TEXT, server_default="", nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["assistance_file.id"], name=op.f("fk_file_step_file_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_file_step_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_step")),
    )
    op.create_index(op.f("ix_file_step_file_id"), "file_step", ["file_id"], unique=False)


def _hire() -> None:
    op.create_table(
        "hire",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("referral_id", BIG, nullable=True),
        sa.Column("job_id", BIG, nullable=True),
        sa.Column("employer", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_how", TEXT, nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_hire_job_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_hire_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hire_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_hire_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hire")),
    )
    op.create_index(op.f("ix_hire_person_id"), "hire", ["person_id"], unique=False)
    op.create_index(op.f("ix_hire_started_on"), "hire", ["started_on"], unique=False)


def _household_member() -> None:
    op.create_table(
        "household_member",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("household_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("relation", TEXT, server_default="", nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_household_member_household_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_member")),
    )
    op.create_index(op.f("ix_household_member_household_id"), "household_member", ["household_id"], unique=False)
    op.create_index(op.f("ix_household_member_person_id"), "household_member", ["person_id"], unique=False)


def _inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("ticket_id", BIG, nullable=True),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("visitor_name", TEXT, server_default="", nullable=False),
        sa.Column("visitor_address", TEXT, server_default="", nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("item_id", BIG, nullable=True),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("answer", TEXT, server_default="", nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("first_officer_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["first_officer_id"], ["officer.id"], name=op.f("fk_inquiry_first_officer_id")),
        sa.ForeignKeyConstraint(["item_id"], ["service_item.id"], name=op.f("fk_inquiry_item_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_inquiry_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_inquiry_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_inquiry_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("code", name=op.f("uq_inquiry_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_inquiry_uid")),
    )
    op.create_index(op.f("ix_inquiry_business_date"), "inquiry", ["business_date"], unique=False)
    op.create_index(op.f("ix_inquiry_first_officer_id"), "inquiry", ["first_officer_id"], unique=False)
    op.create_index(op.f("ix_inquiry_happened_at"), "inquiry", ["happened_at"], unique=False)
    op.create_index(op.f("ix_inquiry_officer_id"), "inquiry", ["officer_id"], unique=False)
    op.create_index(op.f("ix_inquiry_person_id"), "inquiry", ["person_id"], unique=False)
    op.create_index(op.f("ix_inquiry_ticket_id"), "inquiry", ["ticket_id"], unique=False)


def _service_list() -> None:
    op.create_table(
        "service_list",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("handed_over_how", TEXT, server_default="", nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["assistance_file.id"], name=op.f("fk_service_list_file_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_service_list_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_list_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_list")),
    )
    op.create_index(op.f("ix_service_list_file_id"), "service_list", ["file_id"], unique=False)
    op.create_index(op.f("ix_service_list_handed_over_on"), "service_list", ["handed_over_on"], unique=False)
    op.create_index(op.f("ix_service_list_person_id"), "service_list", ["person_id"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("way", TEXT, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("household_id", BIG, nullable=True),
        sa.Column("employer_id", BIG, nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("findings", TEXT, server_default="", nullable=False),
        sa.Column("needs", TEXT, server_default="", nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("second_officer_id", BIG, nullable=True),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("late_reason", TEXT, server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_visit_employer_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_visit_household_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_visit_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.ForeignKeyConstraint(["second_officer_id"], ["officer.id"], name=op.f("fk_visit_second_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_code")),
    )
    op.create_index(op.f("ix_visit_employer_id"), "visit", ["employer_id"], unique=False)
    op.create_index(op.f("ix_visit_happened_on"), "visit", ["happened_on"], unique=False)
    op.create_index(op.f("ix_visit_household_id"), "visit", ["household_id"], unique=False)
    op.create_index(op.f("ix_visit_next_on"), "visit", ["next_on"], unique=False)
    op.create_index(op.f("ix_visit_officer_id"), "visit", ["officer_id"], unique=False)
    op.create_index(op.f("ix_visit_person_id"), "visit", ["person_id"], unique=False)


def _zero_employment_record() -> None:
    op.create_table(
        "zero_employment_record",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("household_id", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=False),
        sa.Column("recognised_by", TEXT, server_default="", nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_person_id", BIG, nullable=True),
        sa.Column("hire_id", BIG, nullable=True),
        sa.Column("exited_on", sa.Date(), nullable=True),
        sa.Column("exit_kind", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exited_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["cleared_person_id"], ["person.id"], name=op.f("fk_zero_employment_record_cleared_person_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_zero_employment_record_household_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_zero_employment_record_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zero_employment_record")),
    )
    op.create_index(op.f("ix_zero_employment_record_cleared_on"), "zero_employment_record", ["cleared_on"], unique=False)
    op.create_index(op.f("ix_zero_employment_record_exited_on"), "zero_employment_record", ["exited_on"], unique=False)
    op.create_index(op.f("ix_zero_employment_record_household_id"), "zero_employment_record", ["household_id"], unique=False)
    op.create_index(op.f("ix_zero_employment_record_last_day"), "zero_employment_record", ["last_day"], unique=False)
    op.create_index(op.f("ix_zero_employment_record_recognised_on"), "zero_employment_record", ["recognised_on"], unique=False)


def _accountability_record() -> None:
    op.create_table(
        "accountability_record",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("case_id", BIG, nullable=True),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("fell_due_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("statement", TEXT, server_default="", nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_accountability_record_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_accountability_record_decided_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_accountability_record_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_record")),
    )
    op.create_index(op.f("ix_accountability_record_case_id"), "accountability_record", ["case_id"], unique=False)
    op.create_index(op.f("ix_accountability_record_fell_due_on"), "accountability_record", ["fell_due_on"], unique=False)
    op.create_index(op.f("ix_accountability_record_officer_id"), "accountability_record", ["officer_id"], unique=False)
    op.create_index("uq_accountability_record_once", "accountability_record", ["kind", "record", "fell_due_on"], unique=True)


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("approver_id", BIG, nullable=True),
        sa.Column("text", TEXT, server_default="", nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["officer.id"], name=op.f("fk_case_event_approver_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_event_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_case_event_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index(op.f("ix_case_event_case_id"), "case_event", ["case_id"], unique=False)


def _case_material() -> None:
    op.create_table(
        "case_material",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("form", TEXT, server_default="", nullable=False),
        sa.Column("copies", BIG, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_material_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_case_material_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_material")),
    )
    op.create_index(op.f("ix_case_material_case_id"), "case_material", ["case_id"], unique=False)


def _chaser() -> None:
    op.create_table(
        "chaser",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("fell_due_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_chaser_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_chaser_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chaser")),
    )
    op.create_index(op.f("ix_chaser_case_id"), "chaser", ["case_id"], unique=False)
    op.create_index(op.f("ix_chaser_officer_id"), "chaser", ["officer_id"], unique=False)
    op.create_index("uq_chaser_step", "chaser", ["case_id", "step", "fell_due_on"], unique=True)


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("days", BIG, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("approver_id", BIG, nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["officer.id"], name=op.f("fk_extension_approver_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name=op.f("fk_extension_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_extension_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_case_id"), "extension", ["case_id"], unique=False)


def _hand_over() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("from_officer_id", BIG, nullable=False),
        sa.Column("to_officer_id", BIG, nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_hand_over_case_id")),
        sa.ForeignKeyConstraint(["from_officer_id"], ["officer.id"], name=op.f("fk_hand_over_from_officer_id")),
        sa.ForeignKeyConstraint(["to_officer_id"], ["officer.id"], name=op.f("fk_hand_over_to_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_case_id"), "hand_over", ["case_id"], unique=False)
    op.create_index(op.f("ix_hand_over_to_officer_id"), "hand_over", ["to_officer_id"], unique=False)


def _one_time_notice() -> None:
    op.create_table(
        "one_time_notice",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("approver_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["officer.id"], name=op.f("fk_one_time_notice_approver_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_one_time_notice_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_one_time_notice_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_notice")),
        sa.UniqueConstraint("code", name=op.f("uq_one_time_notice_code")),
    )
    op.create_index(op.f("ix_one_time_notice_case_id"), "one_time_notice", ["case_id"], unique=False)


def _service_list_line() -> None:
    op.create_table(
        "service_list_line",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("list_id", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("detail", TEXT, server_default="", nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("record", TEXT, server_default="", nullable=False),
        sa.Column("answer", TEXT, server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_reason", TEXT, server_default="", nullable=False),
        sa.Column("appointed_on", sa.Date(), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["service_list.id"], name=op.f("fk_service_list_line_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_list_line")),
    )
    op.create_index(op.f("ix_service_list_line_list_id"), "service_list_line", ["list_id"], unique=False)


def _visit_person() -> None:
    op.create_table(
        "visit_person",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("visit_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("relation", TEXT, server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_person_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_person_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_person")),
    )
    op.create_index("ix_visit_person_day", "visit_person", ["met_on", "person_id"], unique=False)
    op.create_index("ix_visit_person_person", "visit_person", ["person_id", "met_on"], unique=False)
    op.create_index(op.f("ix_visit_person_visit_id"), "visit_person", ["visit_id"], unique=False)


TABLES = (
    _audit_entry,
    _audit_head,
    _audit_signature,
    _audit_value,
    _batch,
    _counter_line,
    _course,
    _duty_product,
    _employer,
    _holiday,
    _holiday_year,
    _job_wish,
    _number_series,
    _officer,
    _person_key,
    _plan_target,
    _policy,
    _queue_line,
    _request_key,
    _seat,
    _secret,
    _service_item,
    _setting,
    _station,
    _approval,
    _attachment,
    _batch_image,
    _counter,
    _draft,
    _grid,
    _item_version,
    _job,
    _print_record,
    _rating,
    _rectification,
    _return,
    _return_text,
    _service_record,
    _person,
    _return_cell,
    _appointment,
    _assistance_file,
    _employment_status,
    _enrolment,
    _five_points,
    _hardship_recognition,
    _household,
    _person_group,
    _referral,
    _ticket,
    _cases,
    _file_step,
    _hire,
    _household_member,
    _inquiry,
    _service_list,
    _visit,
    _zero_employment_record,
    _accountability_record,
    _case_event,
    _case_material,
    _chaser,
    _extension,
    _hand_over,
    _one_time_notice,
    _service_list_line,
    _visit_person,
)
