"""The station, its officers, its grid, its partners in the plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText, Flag, Key, Text0, Uid, Versioned, ref


class Station(Versioned, Base):
    """The station (one row), or the county that consolidates."""

    __tablename__ = "station"
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    code: Mapped[str]
    name: Mapped[str]
    community: Mapped[str]
    kind: Mapped[str]
    region: Mapped[str]
    county: Mapped[Text0]
    profile: Mapped[str]
    practice: Mapped[bool]
    facility_type: Mapped[str] = mapped_column(CText, default="station")
    site_type: Mapped[Text0]
    address: Mapped[Text0]
    phone: Mapped[Text0]
    supervision_phone: Mapped[Text0]
    built_on: Mapped[date | None]
    platform_connected_on: Mapped[date | None]
    shared_with: Mapped[Text0]
    created_at: Mapped[datetime]


class Officer(Versioned, Base):
    """An individual account and the person behind it; accounts end, they are never deleted."""

    __tablename__ = "officer"
    id: Mapped[Key]
    uid: Mapped[Uid]
    login: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    roles: Mapped[list[Any]]
    password_hash: Mapped[str | None] = mapped_column(CText, info={"secret": True})
    must_change: Mapped[Flag]
    duty: Mapped[Text0]
    identity: Mapped[Text0]
    full_time: Mapped[bool] = mapped_column(default=True)
    specialist: Mapped[bool] = mapped_column(default=True)
    phone_sealed: Mapped[bytes | None]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    failed_tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    recruitment: Mapped[Text0]  # where the officer was recruited from (N3)


class Grid(Versioned, Base):
    """A grid cell of the station's area with its responsible officer."""

    __tablename__ = "grid"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    officer_id: Mapped[int | None] = ref("officer")


class PlanTarget(Versioned, Base):
    """A figure of the plan-task table for one year (0 stands for the whole plan)."""

    __tablename__ = "plan_target"
    id: Mapped[Key]
    year: Mapped[int]
    key: Mapped[str]
    value: Mapped[int]
    responsible: Mapped[Text0]
    __table_args__ = (Index("uq_plan_target_year_key", "year", "key", unique=True),)


class ServiceItem(Versioned, Base):
    """A service item of the catalogue; what it says stands in its versions."""

    __tablename__ = "service_item"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    basic: Mapped[bool] = mapped_column(default=True)
    county_locked: Mapped[Flag]
    published_version_id: Mapped[int | None]
    line_id: Mapped[int | None]  # the line in which a number for it is taken


class ItemVersion(Versioned, Base):
    """One edition of an item: the nine mandatory elements, the limits and the flags."""

    __tablename__ = "item_version"
    id: Mapped[Key]
    item_id: Mapped[int] = ref("service_item")
    number: Mapped[int]
    state: Mapped[str]
    name: Mapped[str]
    item_kind: Mapped[str]
    audience: Mapped[Text0]
    content: Mapped[Text0]
    conditions: Mapped[Text0]
    how_to_apply: Mapped[Text0]
    how_to_ask: Mapped[Text0]
    complaints: Mapped[Text0]
    basis: Mapped[Text0]
    process: Mapped[Text0]
    fee: Mapped[Text0]
    statutory_days: Mapped[int | None]
    promised_days: Mapped[int | None]
    example_limits: Mapped[Flag]
    near: Mapped[Flag]
    at_once: Mapped[Flag]
    delegated: Mapped[Flag]
    receivable: Mapped[bool] = mapped_column(default=True)
    locked: Mapped[list[Any]]
    materials: Mapped[list[Any]]
    source: Mapped[Text0]
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = ref("officer")
    __table_args__ = (Index("uq_item_version_number", "item_id", "number", unique=True),)
