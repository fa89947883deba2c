"""What the people served say: invitations to rate, appeals against a rating, call-backs, complaints; and what they leave here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.domain.cases import OPEN_CASE, CaseState
from app.domain.queueing import TicketState
from app.domain.ratings import AppealState
from db import models
from db.models import (
    Case,
    Complaint,
    Officer,
    Person,
    Proxy,
    QueueLine,
    RatedMark,
    Rating,
    RatingAppeal,
    RatingInvitation,
    Ticket,
)

V, A = RatingInvitation.__table__.c, RatingAppeal.__table__.c
C, T, G, M = Case.__table__.c, Ticket.__table__.c, Rating.__table__.c, RatedMark.__table__.c
X = Complaint.__table__.c
ACCEPTED = "accepted"
OPEN = "open"


# invitations


def marked(kind: str, subject_id: Any) -> Any:
    """The condition that a case or a ticket was rated."""
    return select(M.kind).where(M.kind == kind, M.subject_id == subject_id).exists()


def _answered() -> Any:
    """The condition that what an invitation is for was rated."""
    return marked("case", V.case_id) | marked("ticket", V.ticket_id)


def cases_to_invite(session: Session, since: datetime, before: datetime) -> Sequence[Row[Any]]:
    """Cases whose closing was recorded in a span, that nobody has rated and nobody was invited for."""
    asked = select(V.id).where(V.case_id == C.id).exists() | marked("case", C.id)
    closed = (C.closed_recorded_at >= since, C.closed_recorded_at < before, C.state == CaseState.CLOSED.value)
    statement: Any = select(C.id, C.closed_recorded_at.label("done_at")).where(*closed, ~asked)
    return session.execute(statement.order_by(C.closed_recorded_at)).all()


def tickets_to_invite(session: Session, first: date, last: date) -> Sequence[Row[Any]]:
    """Finished tickets of a named person between two days, unrated and not invited; where a case came of it, that one is asked about."""
    asked = select(V.id).where(V.ticket_id == T.id).exists() | marked("ticket", T.id)
    own = select(C.id).where(C.ticket_id == T.id, C.state.in_([*OPEN_CASE, CaseState.CLOSED])).exists()
    done = (T.business_date.between(first, last), T.state == TicketState.FINISHED.value, T.person_id.is_not(None))
    statement: Any = select(T.id, T.business_date).where(*done, ~asked, ~own)
    return session.execute(statement.order_by(T.business_date, T.id)).all()


def invitation(session: Session, code: str) -> RatingInvitation | None:
    """An invitation by its code."""
    return session.execute(select(RatingInvitation).where(V.code == code)).scalar_one_or_none()


def invitation_of(session: Session, *, case_id: int | None = None, ticket_id: int | None = None) -> RatingInvitation | None:
    """The invitation of a case or a ticket."""
    found = V.case_id == case_id if case_id is not None else V.ticket_id == ticket_id
    return session.execute(select(RatingInvitation).where(found)).scalar_one_or_none()


def is_answered(session: Session, invitation_id: int) -> bool:
    """Whether what an invitation is for was rated."""
    return session.execute(select(V.id).where(V.id == invitation_id, _answered())).first() is not None


def invitation_page(session: Session, *, open_only: bool, after: int | None, limit: int, since: date | None = None) -> Sequence[Row[Any]]:
    """Invitations with whom they are for, the newest first; the open ones have no rating yet."""
    person = func.coalesce(C.person_id, T.person_id)
    columns = (
        V.id,
        V.code,
        V.channel,
        V.fell_due_on,
        V.told_at,
        _answered().label("rated"),
        person.label("person_id"),
        Person.name.label("person"),
    )
    subject = (C.number, T.code.label("ticket"), T.business_date, func.coalesce(C.item_name, QueueLine.name).label("item"))
    statement: Any = select(*columns, *subject).select_from(RatingInvitation).outerjoin(Case, C.id == V.case_id)
    statement = statement.outerjoin(Ticket, T.id == V.ticket_id).outerjoin(QueueLine, QueueLine.id == T.line_id)
    statement = statement.outerjoin(Person, Person.id == person).order_by(V.id.desc()).limit(limit)
    statement = statement.where(~_answered()) if open_only else statement
    statement = statement if since is None else statement.where(V.fell_due_on >= since)
    return session.execute(statement if after is None else statement.where(V.id < after)).all()


def invitations_untold(session: Session, since: date) -> int:
    """How many invitations since a day nobody was told of, and nobody has answered."""
    untold = (V.told_at.is_(None), ~_answered(), V.fell_due_on >= since)
    return int(session.execute(select(func.count()).select_from(RatingInvitation).where(*untold)).scalar_one())


# appeals


def appeal_of(session: Session, rating_id: int) -> RatingAppeal | None:
    """The appeal against a rating; there is one at the most."""
    return session.execute(select(RatingAppeal).where(A.rating_id == rating_id)).scalar_one_or_none()


def appeals_of(session: Session, rating_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """The appeals against some ratings, with the names of who asked and who decided."""
    asker, decider = aliased(Officer), aliased(Officer)
    columns = (A.rating_id, A.kind, A.reason, A.state, A.asked_by, A.asked_at, A.decision, A.decided_at)
    statement: Any = select(*columns, asker.name.label("asker"), func.coalesce(decider.name, "").label("decider"))
    statement = statement.select_from(RatingAppeal).join(asker, asker.id == A.asked_by).outerjoin(decider, decider.id == A.decided_by)
    return {row.rating_id: row for row in session.execute(statement.where(A.rating_id.in_(rating_ids)))} if rating_ids else {}


def appeals_waiting(session: Session) -> Sequence[Any]:
    """Appeals that wait for a decision, with who asked and who was rated: neither takes it."""
    columns = (A.rating_id, A.kind, A.reason, A.asked_at, A.asked_by, Rating.officer_id.label("rated"), Officer.name.label("asker"))
    statement: Any = select(*columns).select_from(RatingAppeal)
    statement = statement.join(Rating, Rating.id == A.rating_id).join(Officer, Officer.id == A.asked_by)
    return session.execute(statement.where(A.state == AppealState.ASKED.value).order_by(A.asked_at, A.rating_id)).all()


def left_out() -> Any:
    """The condition that an appeal against the rating was accepted, so that no figure counts it."""
    return select(A.id).where(A.rating_id == G.id, A.state == ACCEPTED).correlate(Rating.__table__).exists()


# call-backs


def call_backs(session: Session, record: str) -> Sequence[Row[Any]]:
    """The calls to whoever a record is about, the first first."""
    b = models.CallBack.__table__.c
    columns = (b.id, b.called_at, b.recorded_at, b.reached, b.content, b.text, Officer.name.label("officer"))
    statement: Any = select(*columns).join(Officer, Officer.id == b.officer_id).where(b.record == record)
    return session.execute(statement.order_by(b.called_at, b.id)).all()


# complaints


def complaint(session: Session, code: str, *, lock: bool = False) -> Complaint | None:
    """A complaint by its code; with ``lock`` nobody else changes it until this unit of work ends."""
    statement = select(Complaint).where(X.code == code)
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()


def _complaints() -> Any:
    about, handler, answerer = aliased(Officer), aliased(Officer), aliased(Officer)
    names = ("id", "uid", "code", "kind", "channel", "topic", "text", "visitor_name", "phone_sealed", "person_id", "received_on", "due_on")
    steps = ("state", "verified_on", "finding", "answered_on", "answer", "closed_on", "about_id", "handler_id")
    columns = [X[name] for name in (*names, *steps)]
    people = (about.name.label("about"), handler.name.label("handler"), answerer.name.label("answerer"), Person.name.label("person"))
    joined = select(*columns, *people, C.number).select_from(Complaint).outerjoin(about, about.id == X.about_id)
    joined = joined.outerjoin(handler, handler.id == X.handler_id).outerjoin(answerer, answerer.id == X.answered_by)
    return joined.outerjoin(Person, Person.id == X.person_id).outerjoin(Case, C.id == X.case_id)


def complaint_line(session: Session, complaint_id: int) -> Row[Any]:
    """One complaint with the names it mentions."""
    found: Row[Any] = session.execute(_complaints().where(X.id == complaint_id)).one()
    return found


def complaint_page(
    session: Session, *, open_only: bool, kind: str | None, limit: int, after: tuple[date, int] | None = None
) -> Sequence[Row[Any]]:
    """Complaints, the unanswered with the nearest last day first; without ``open_only`` the newest first.

    ``after`` is the last day and the id of the line before.
    """
    statement = _complaints().limit(limit)
    statement = statement.where(X.state == OPEN).order_by(X.due_on, X.id) if open_only else statement.order_by(X.id.desc())
    if after is not None:
        behind = tuple_(X.due_on, X.id) > tuple_(*map(literal, after)) if open_only else X.id < after[1]
        statement = statement.where(behind)
    return session.execute(statement if kind is None else statement.where(X.kind == kind)).all()


def complaints_between(session: Session, first: date, last: date, limit: int) -> Sequence[Row[Any]]:
    """What was received between two days, both included, the earliest first."""
    found: Sequence[Row[Any]] = session.execute(
        _complaints().where(X.received_on.between(first, last)).order_by(X.received_on, X.id).limit(limit)
    ).all()
    return found


def complaints_waiting(session: Session) -> Sequence[Row[Any]]:
    """What waits for an answer, for Today."""
    columns: Any = select(X.id, X.code, X.kind, X.topic, X.text, X.received_on, X.due_on, X.handler_id, Officer.name.label("handler"))
    statement = columns.select_from(Complaint).outerjoin(Officer, Officer.id == X.handler_id).where(X.state == OPEN)
    return session.execute(statement.order_by(X.due_on, X.id)).all()


# receipts for material


def receipt(session: Session, code: str) -> models.MaterialReceipt | None:
    """A receipt by its code."""
    return session.execute(select(models.MaterialReceipt).where(models.MaterialReceipt.code == code)).scalar_one_or_none()


def receipts(session: Session, case_id: int | None, inquiry_id: int | None) -> Sequence[models.MaterialReceipt]:
    """The receipts of a case or of an inquiry, the first first."""
    m = models.MaterialReceipt
    about = m.case_id == case_id if case_id is not None else m.inquiry_id == inquiry_id
    return session.execute(select(m).where(about).order_by(m.id)).scalars().all()


# authorisations


def proxies(session: Session, case_id: int) -> Sequence[Proxy]:
    """The authorisations of a case, the first first."""
    return session.execute(select(Proxy).where(Proxy.case_id == case_id).order_by(Proxy.number)).scalars().all()


def newest_proxy(session: Session, case_id: int) -> Proxy | None:
    """The authorisation of a case that counts."""
    statement = select(Proxy).where(Proxy.case_id == case_id).order_by(Proxy.number.desc()).limit(1)
    return session.execute(statement).scalar_one_or_none()


def was_printed(session: Session, record: str, number: str, documents: Sequence[str]) -> bool:
    """Whether a paper of a record was printed under a number."""
    p = models.PrintRecord
    statement = select(p.id).where(p.record == record, p.number == number, p.document.in_(documents))
    return session.execute(statement.limit(1)).first() is not None


def proxies_to_tell(session: Session, officer_id: int) -> Sequence[Row[Any]]:
    """Authorisations by which an officer acted for a person whose case has ended, and whose end was not told yet."""
    p = Proxy
    ended = [state.value for state in CaseState if state not in OPEN_CASE]
    statement: Any = select(p.code, p.case_id, C.number, C.item_name, C.outcome, C.reason, Person.name.label("person"), C.closed_on)
    statement = statement.select_from(Proxy).join(Case, C.id == p.case_id).join(Person, Person.id == C.person_id)
    mine = (p.agent_id == officer_id) | ((p.state == "suspended") & (C.officer_id == officer_id))  # suspended by a desk handed over
    return session.execute(statement.where(p.state.in_(("signed", "suspended")), C.state.in_(ended), mine)).all()
