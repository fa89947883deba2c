"""Who holds which post and stands in for whom, where everybody is, what they learned, and the station's own rules on paper."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Uid, Versioned, ref


class Post(Versioned, Base):
    """A post of the station (岗), at a counter or not."""

    __tablename__ = "post"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    counter_id: Mapped[int | None] = ref("counter", index=False)
    active: Mapped[bool] = mapped_column(default=True)


class PostAssignment(Versioned, Base):
    """An officer on a post with a duty (责), from a day until a day; ``kind`` says whether as holder or as substitute (B8)."""

    __tablename__ = "post_assignment"
    id: Mapped[Key]
    officer_id: Mapped[int] = ref("officer")
    post_id: Mapped[int] = ref("post")
    kind: Mapped[str]
    duty: Mapped[Text0]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[Text0]
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="span"),)


class DeputyHead(Versioned, Base):
    """An officer who stands in for the head from a day until a day."""

    __tablename__ = "deputy_head"
    id: Mapped[Key]
    officer_id: Mapped[int] = ref("officer")
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    reason: Mapped[Text0]
    named_by: Mapped[int] = ref("officer", index=False)
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="span"),)


class DeskHandOver(Versioned, Base):
    """A whole desk handed over: every open case, file, household and duty on one list that both sign."""

    __tablename__ = "desk_hand_over"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    from_officer_id: Mapped[int] = ref("officer")
    to_officer_id: Mapped[int] = ref("officer")
    started_by: Mapped[int] = ref("officer", index=False)
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(CText, index=True)
    leaving: Mapped[Flag]
    reason: Mapped[Text0]
    lines: Mapped[list[Any]]
    __table_args__ = (CheckConstraint("from_officer_id <> to_officer_id", name="two_officers"),)


class Whereabouts(Base):
    """Where an officer is (去向), since when and until when; one at a time, the open one is what the board shows."""

    __tablename__ = "whereabouts"
    id: Mapped[Key]
    officer_id: Mapped[int] = ref("officer")
    state: Mapped[str]
    since: Mapped[datetime]
    back_at: Mapped[datetime | None]
    note: Mapped[Text0]
    ended_at: Mapped[datetime | None]
    written_by: Mapped[int] = ref("officer", index=False)
    __table_args__ = (Index("uq_whereabouts_open", "officer_id", unique=True, sqlite_where=text("ended_at IS NULL")),)


class Drill(Versioned, Base):
    """A drill, contest or class (练兵比武、业务培训): when, on what, at which level, how many took part (B16, B17, N11)."""

    __tablename__ = "drill"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    kind: Mapped[str]
    level: Mapped[Text0]
    topic: Mapped[str]
    held_on: Mapped[date] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    place: Mapped[Text0]
    host: Mapped[Text0]
    hours: Mapped[int | None]
    headcount: Mapped[int | None]
    result: Mapped[Text0]
    recorded_by: Mapped[int] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("ended_on IS NULL OR ended_on >= held_on", name="span"),)


class DrillPerson(Versioned, Base):
    """An officer who took part in a drill, contest or class, with score and place."""

    __tablename__ = "drill_person"
    id: Mapped[Key]
    drill_id: Mapped[int] = ref("drill", index=False)
    officer_id: Mapped[int] = ref("officer")
    score: Mapped[Text0]
    place: Mapped[Text0]
    passed: Mapped[bool | None]
    __table_args__ = (Index("uq_drill_person_once", "drill_id", "officer_id", unique=True),)


class Certificate(Versioned, Base):
    """A certificate or professional title of an officer, with the day it expires (N9, N10)."""

    __tablename__ = "certificate"
    id: Mapped[Key]
    uid: Mapped[Uid]
    officer_id: Mapped[int] = ref("officer")
    kind: Mapped[str]
    name: Mapped[str]
    level: Mapped[Text0]
    number_sealed: Mapped[bytes | None]
    issuer: Mapped[Text0]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    __table_args__ = (CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name="span"),)


class Norm(Versioned, Base):
    """One edition of the text of an institutional system or of the service norm, with the day it takes effect (B1, B14)."""

    __tablename__ = "norm"
    id: Mapped[Key]
    code: Mapped[str]
    number: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    source: Mapped[Text0]
    effective_on: Mapped[date]
    state: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = ref("officer", index=False)
    __table_args__ = (Index("uq_norm_edition", "code", "number", unique=True),)
