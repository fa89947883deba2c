"""What an officer has in hand, and desks handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, literal, null, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.accountability import LeadState
from app.domain.cases import OPEN_CASE
from app.domain.complaints import ComplaintState
from app.domain.desks import Taken, keeper
from app.domain.proxies import ProxyState
from db import models
from db.models import (
    AccountabilityRecord,
    Case,
    Chaser,
    Complaint,
    Counter,
    DeputyHead,
    DeskHandOver,
    Grid,
    HandOver,
    Household,
    Inquiry,
    Officer,
    Person,
    Proxy,
    Rating,
    Rectification,
    ZeroEmploymentRecord,
)
from db.queries import cases as case_query
from db.queries import inquiries as inquiry_query
from db.queries import today as today_query

VISITS_AHEAD = date(9999, 12, 31)
Rows = Sequence[Row[Any]]


def _cases(session: Session, officer_id: int, _today: date) -> Rows:
    c = Case.__table__.c
    held = (c.officer_id == officer_id, c.state.in_([state.value for state in OPEN_CASE]))
    statement: Any = select(c.id, c.number, (c.item_name + "・" + Person.name).label("title"), c.deadline.label("due"))
    return session.execute(statement.join(Person, Person.id == c.person_id).where(*held).order_by(c.deadline, c.id)).all()


def _chasers(session: Session, officer_id: int, _today: date) -> Rows:
    """Chasers for the officer that were not read, of cases whose clock still runs."""
    x = Chaser.__table__.c
    title = (Case.item_name + "・" + Person.name).label("title")
    statement: Any = select(x.id, x.step, Case.number.label("number"), title, Case.deadline.label("due"))
    statement = statement.join(Case, Case.id == x.case_id).join(Person, Person.id == Case.person_id)
    unread = (x.officer_id == officer_id, x.seen_at.is_(None), Case.state.in_(case_query.RUNNING))
    return session.execute(statement.where(*unread).order_by(x.id)).all()


def _leads(session: Session, officer_id: int, _today: date) -> Rows:
    """Leads that name the officer and are not closed; the day is that of an ordered correction."""
    a = AccountabilityRecord.__table__.c
    statement: Any = select(a.id, Case.number.label("number"), a.rule.label("title"), a.correct_by.label("due")).outerjoin(
        Case, Case.id == a.case_id
    )
    return session.execute(statement.where(a.officer_id == officer_id, a.state != LeadState.CLOSED.value).order_by(a.id)).all()


def _proxies(session: Session, officer_id: int, _today: date) -> Rows:
    """Authorisations by which the officer acts for a person, or is about to."""
    x = Proxy.__table__.c
    statement: Any = select(x.id, x.code.label("number"), Case.item_name.label("title"), x.ends_on.label("due")).join(
        Case, Case.id == x.case_id
    )
    live = (ProxyState.DRAWN.value, ProxyState.SIGNED.value)
    return session.execute(statement.where(x.agent_id == officer_id, x.state.in_(live)).order_by(x.id)).all()


def _inquiries(session: Session, officer_id: int, _today: date) -> Rows:
    """Inquiries the officer holds that have neither a result nor a case."""
    q = Inquiry.__table__.c
    statement: Any = select(q.id, q.code.label("number"), q.topic.label("title"), q.business_date.label("due"))
    return session.execute(statement.where(q.officer_id == officer_id, *inquiry_query.OPEN).order_by(q.id)).all()


def _complaints(session: Session, officer_id: int, _today: date) -> Rows:
    c = Complaint.__table__.c
    statement: Any = select(c.id, c.code.label("number"), c.text.label("title"), c.due_on.label("due"))
    return session.execute(statement.where(c.handler_id == officer_id, c.state != ComplaintState.CLOSED.value).order_by(c.due_on)).all()


def _rectifications(session: Session, officer_id: int, _today: date) -> Rows:
    r = Rectification.__table__.c
    number = select(Case.number).where(Case.id == Rating.case_id).scalar_subquery()
    statement: Any = select(r.id, number.label("number"), Rating.text.label("title"), r.due_on.label("due")).join(
        Rating, Rating.id == r.rating_id
    )
    return session.execute(statement.where(r.officer_id == officer_id, r.closed_on.is_(None)).order_by(r.due_on)).all()


def _files(session: Session, officer_id: int, _today: date) -> Rows:
    from app.domain.assistance import FileState  # Today asks this module, and no file

    f = models.AssistanceFile.__table__.c
    statement: Any = select(f.id, f.code.label("number"), Person.name.label("title"), null().label("due")).join(
        Person, Person.id == f.person_id
    )
    return session.execute(statement.where(f.helper_id == officer_id, f.state == FileState.OPEN.value).order_by(f.id)).all()


def _helped(session: Session, officer_id: int, _today: date) -> Rows:
    """Persons whose helper the officer is, by the person's record or by the one-to-one list."""
    p = Person.__table__.c
    one = select(models.Helper.person_id).where(models.Helper.officer_id == officer_id, models.Helper.ends_on.is_(None))
    statement: Any = select(p.id, literal("").label("number"), p.name.label("title"), null().label("due"))
    held = (p.merged_into_id.is_(None), or_(p.helper_id == officer_id, p.id.in_(one)))
    return session.execute(statement.where(*held).order_by(p.id)).all()


def _households(session: Session, officer_id: int, _today: date) -> Rows:
    z, h = ZeroEmploymentRecord.__table__.c, Household.__table__.c
    head = select(Person.name).where(Person.id == h.head_id).scalar_subquery()
    statement: Any = select(z.id, literal("").label("number"), head.label("title"), z.last_day.label("due"))
    statement = statement.select_from(ZeroEmploymentRecord).join(Household, h.id == z.household_id)
    return session.execute(
        statement.where(z.officer_id == officer_id, z.cleared_on.is_(None), z.exited_on.is_(None)).order_by(z.last_day)
    ).all()


def _visits(session: Session, officer_id: int, today: date) -> Rows:
    """Visits that nobody has made yet, agreed by this officer or by one whose desk this officer took over since."""
    taken = desks_taken(session)
    whose = {officer_id, *(one.giver for one in taken)}
    rows = today_query.visits_agreed(session, today - today_query.LOOKED_BACK, VISITS_AHEAD, whose)
    return [row for row in rows if keeper(row.officer_id, row.recorded_at, taken) == officer_id]


def _grids(session: Session, officer_id: int, _today: date) -> Rows:
    g = Grid.__table__.c
    statement: Any = select(g.id, g.code.label("number"), g.name.label("title"), null().label("due"))
    return session.execute(statement.where(g.officer_id == officer_id).order_by(g.code)).all()


def _posts(session: Session, officer_id: int, today: date) -> Rows:
    a, p = models.PostAssignment.__table__.c, models.Post.__table__.c
    statement: Any = select(a.id, p.code.label("number"), (p.name + "：" + a.duty).label("title"), a.ends_on.label("due"))
    held = (a.officer_id == officer_id, or_(a.ends_on.is_(None), a.ends_on >= today))
    return session.execute(
        statement.select_from(models.PostAssignment).join(models.Post, p.id == a.post_id).where(*held).order_by(a.starts_on)
    ).all()


def _referrals(session: Session, officer_id: int, _today: date) -> Rows:
    """Referrals of the officer that came to no end yet; an interview agreed is the next day."""
    from app.domain.jobs_market import UNDER_WAY  # Today asks this module, and nothing of the market

    r = models.Referral.__table__.c
    statement: Any = select(
        r.id, literal("").label("number"), (models.Job.title + "・" + Person.name).label("title"), r.interview_on.label("due")
    )
    under_way = (r.officer_id == officer_id, r.state.in_([state.value for state in UNDER_WAY]))
    joined = statement.select_from(models.Referral).join(models.Job, models.Job.id == r.job_id).join(Person, Person.id == r.person_id)
    return session.execute(joined.where(*under_way).order_by(r.happened_on, r.id)).all()


def _deputies(session: Session, officer_id: int, today: date) -> Rows:
    d = DeputyHead.__table__.c
    statement: Any = select(d.id, literal("").label("number"), d.reason.label("title"), d.ends_on.label("due"))
    return session.execute(statement.where(d.officer_id == officer_id, d.ends_on >= today, d.ended_at.is_(None))).all()


_HELD: Mapping[str, Callable[[Session, int, date], Rows]] = {
    "case": _cases,
    "chaser": _chasers,
    "proxy": _proxies,
    "inquiry": _inquiries,
    "complaint": _complaints,
    "rectification": _rectifications,
    "file": _files,
    "helped": _helped,
    "household": _households,
    "visit": _visits,
    "referral": _referrals,
    "grid": _grids,
    "post": _posts,
    "deputy": _deputies,
    "lead": _leads,
}


def held(session: Session, officer_id: int, today: date) -> list[tuple[str, Any]]:
    """Everything an officer has in hand: (kind, row with id, number, title, due)."""
    return [(kind, row) for kind, read in _HELD.items() for row in read(session, officer_id, today)]


def offers_to(session: Session, officer_id: int) -> Sequence[HandOver]:
    """Cases offered to an officer that were not accepted yet."""
    h = HandOver.__table__.c
    return session.execute(select(HandOver).where(h.to_officer_id == officer_id, h.state == "offered")).scalars().all()


def inquiries_offered_to(session: Session, officer_id: int) -> Sequence[Inquiry]:
    """Inquiries offered to an officer that were not accepted yet."""
    q = Inquiry.__table__.c
    return session.execute(select(Inquiry).where(q.offered_to == officer_id, q.taken_over_at.is_(None))).scalars().all()


def active_helpers(session: Session, officer_id: int) -> Sequence[models.Helper]:
    """The one-to-one lines of an officer that go on."""
    h = models.Helper.__table__.c
    return session.execute(select(models.Helper).where(h.officer_id == officer_id, h.ends_on.is_(None)).order_by(h.id)).scalars().all()


def drafts_of(session: Session, officer_id: int) -> Sequence[models.Draft]:
    """Forms an officer began and never sent."""
    return session.execute(select(models.Draft).where(models.Draft.officer_id == officer_id)).scalars().all()


def open_counter_of(session: Session, officer_id: int) -> int | None:
    """The counter at which an officer sits."""
    k = Counter.__table__.c
    return session.execute(select(k.number).where(k.officer_id == officer_id, k.state != "closed")).scalars().first()


# hand-overs


def by_code(session: Session, code: str) -> DeskHandOver | None:
    """A hand-over by its code."""
    return session.execute(select(DeskHandOver).where(DeskHandOver.code == code)).scalar_one_or_none()


def offered_by(session: Session, officer_id: int) -> DeskHandOver | None:
    """The offer of an officer's desk that nobody has answered."""
    x = DeskHandOver.__table__.c
    return session.execute(select(DeskHandOver).where(x.from_officer_id == officer_id, x.state == "offered")).scalar_one_or_none()


def page(session: Session, *, code: str | None = None, to: int | None = None, state: str | None = None, limit: int = 100) -> Rows:
    """Hand-overs with the names of both, the newest first."""
    x, giver, taker, starter = DeskHandOver.__table__.c, *(aliased(Officer) for _ in range(3))
    columns = (x.id, x.code, x.state, x.leaving, x.reason, x.offered_at, x.answered_at, x.signed_on, x.lines)
    parties = (x.from_officer_id, x.to_officer_id, giver.name.label("giver"), taker.name.label("taker"), starter.name.label("starter"))
    statement: Any = select(*columns, *parties).select_from(DeskHandOver).join(giver, giver.id == x.from_officer_id)
    statement = statement.join(taker, taker.id == x.to_officer_id).join(starter, starter.id == x.started_by)
    for column, value in ((x.code, code), (x.to_officer_id, to), (x.state, state)):
        statement = statement if value is None else statement.where(column == value)
    return session.execute(statement.order_by(x.id.desc()).limit(limit)).all()


def desks_taken(session: Session) -> tuple[Taken, ...]:
    """Every desk that was taken over, in that order: what an officer agreed before is the other's to keep."""
    x = DeskHandOver.__table__.c
    rows = session.execute(
        select(x.from_officer_id, x.to_officer_id, x.answered_at).where(x.state == "taken").order_by(x.answered_at)
    ).all()
    return tuple(Taken(row.from_officer_id, row.to_officer_id, row.answered_at) for row in rows)
