"""Employers: registering them, checking their licence, finding them. One that is not verified publishes no jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import employers as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.employers import EmployerDraft, EmployerKind
from app.domain.errors import NotFound, Refused, Stale
from app.domain.persons import check_phone
from app.services import codes
from app.services.paging import Page, page_of
from db import queries
from db.base import new_uid
from db.models import Employer
from db.once import one_at_a_time
from db.queries.market import EmployerFilter as EmployerFilter
from db.uow import Database, ReadSession, Unit

PAGE = 100
PHONE = "employer.phone"
LONGEST_ID = 18
"""Digits; a longer number is the id of nothing, and no column holds it."""


@dataclass(frozen=True, slots=True)
class EmployerForm:
    """What the form of an employer holds; ``verified_on`` is the day on which an officer compared the licence, None for not yet."""

    name: str
    kind: EmployerKind = EmployerKind.ENTERPRISE
    credit_code: str | None = None
    sectors: tuple[str, ...] = ()
    address: str = ""
    contact: str = ""
    phone: str = ""
    licence_until: date | None = None
    key_employer: bool = False
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """An employer as lists and pages show it; ``verified`` says that it may publish jobs today."""

    id: int
    version: int
    name: str
    kind: EmployerKind
    credit_code: str
    sectors: tuple[str, ...]
    address: str
    contact: str
    phone: str
    licence_until: date | None
    verified_on: date | None
    verified: bool
    key_employer: bool
    open_jobs: int


def add(db: Database, actor: Actor, now: datetime, form: EmployerForm) -> EmployerFacts:
    """Register an employer; a credit code already known is refused with ``existing``."""
    with db.write("employer.add", actor, now) as unit:
        row = add_in(unit, now, form)
        unit.about(row)
        return _facts(unit, row, 0, business_date(now))


def add_in(unit: Unit, now: datetime, form: EmployerForm) -> Employer:
    """The same inside a unit of work that does more (a job of an employer not known yet)."""
    row = Employer(uid=new_uid(), sectors=[], recorded_at=now)
    _put(unit, row, form, business_date(now))
    unit.add(row)
    unit.flush()
    return row


def _put(unit: Unit, row: Employer, form: EmployerForm, today: date) -> None:
    credit_code = rules.check_employer(_draft(form))
    if form.verified_on is not None:
        rules.check_verified(_draft(form), form.verified_on, today)
    _refuse_known(unit, credit_code, row.id)
    for sector in form.sectors:
        codes.check("sector", sector, "sectors")
    phone = check_phone(form.phone) if form.phone.strip() else ""
    if phone != unit.vault.open(PHONE, row.uid, row.phone_sealed):
        row.phone_sealed = unit.vault.seal(PHONE, row.uid, phone)
    row.name, row.kind, row.credit_code, row.sectors = form.name.strip(), form.kind.value, credit_code, list(form.sectors)
    row.address, row.contact, row.key_employer = form.address.strip(), form.contact.strip(), form.key_employer
    row.licence_until, row.verified_on = form.licence_until, form.verified_on


def _draft(form: EmployerForm) -> EmployerDraft:
    return EmployerDraft(form.name, form.kind, form.credit_code, form.licence_until)


def _refuse_known(unit: Unit, credit_code: str | None, own: int | None) -> None:
    if credit_code:
        one_at_a_time(unit, "credit_code", credit_code)
    existing = queries.market.employer_by_code(unit, credit_code) if credit_code else None
    if existing is not None and existing != own:
        raise Refused("employer.exists", field="credit_code", existing=existing)


def change(db: Database, actor: Actor, now: datetime, employer_id: int, version: int, values: Mapping[str, Any]) -> EmployerFacts:
    """Change the named fields of an employer (those of the form); a new credit code has to be verified anew."""
    with db.write("employer.change", actor, now) as unit:
        row = _held(unit, employer_id)
        if row.version != version:
            raise Stale("employer.changed", name=row.name)
        form = replace(_form_of(unit, row), **values)
        if form.credit_code != row.credit_code and "verified_on" not in values:
            form = replace(form, verified_on=None)
        _put(unit, row, form, business_date(now))
        unit.about(row)
        unit.flush()
        return _facts_of(unit, row, business_date(now))


def _form_of(unit: Unit, row: Employer) -> EmployerForm:
    return EmployerForm(
        row.name,
        EmployerKind(row.kind),
        row.credit_code,
        tuple(row.sectors),
        row.address,
        row.contact,
        unit.vault.open(PHONE, row.uid, row.phone_sealed),
        row.licence_until,
        row.key_employer,
        row.verified_on,
    )


def verify(
    db: Database, actor: Actor, now: datetime, employer_id: int, *, on: date | None = None, licence_until: date | None = None
) -> EmployerFacts:
    """Record that the licence was compared and is valid; from now on the employer's jobs can be published."""
    today = business_date(now)
    with db.write("employer.change", actor, now) as unit:
        row = _held(unit, employer_id)
        row.licence_until = licence_until or row.licence_until
        draft = EmployerDraft(row.name, EmployerKind(row.kind), row.credit_code, row.licence_until)
        rules.check_verified(draft, on or today, today)
        row.verified_on = on or today
        unit.about(row)
        unit.flush()
        return _facts_of(unit, row, today)


def _held(unit: Unit, employer_id: int) -> Employer:
    row = unit.hold(Employer, employer_id)
    if row is None:
        raise NotFound("employer.not_found", field="employer")
    return row


def of(session: ReadSession | Unit, employer_id: int) -> Employer:
    """The employer, ``NotFound`` without one."""
    row = session.get(Employer, employer_id)
    if row is None:
        raise NotFound("employer.not_found", field="employer")
    return row


def named(session: ReadSession | Unit, text: str) -> Employer | None:
    """The employer with this id (digits) or exactly this name; None when no name is like it, ``Refused`` when several are."""
    wanted = text.strip()
    if wanted.isascii() and wanted.isdigit():
        if len(wanted) > LONGEST_ID:
            raise NotFound("employer.not_found", field="employer")
        return of(session, int(wanted))
    ids = queries.market.employers_named(session, wanted)
    if len(ids) > 1:
        raise Refused("employer.named_twice", field="employer", name=wanted, count=len(ids))
    return of(session, ids[0]) if ids else None


def find(db: Database, actor: Actor, now: datetime, text: str) -> EmployerFacts | None:
    """The employer of an id or a name; None for a name nobody has."""
    with db.read("job.read", actor) as session:
        row = named(session, text)
        return _facts_of(session, row, business_date(now)) if row else None


def show(db: Database, actor: Actor, now: datetime, employer_id: int) -> EmployerFacts:
    """One employer."""
    with db.read("job.read", actor) as session:
        return _facts_of(session, of(session, employer_id), business_date(now))


def listing(
    db: Database,
    actor: Actor,
    now: datetime,
    only: EmployerFilter | None = None,
    *,
    after: int | None = None,
    limit: int = PAGE,
) -> Page[EmployerFacts]:
    """Employers, the newest first."""
    with db.read("job.read", actor) as session:
        rows = queries.market.employer_page(session, only or EmployerFilter(), after, limit + 1)
        counts = queries.market.open_jobs_by_employer(session, [row.id for row in rows])
        today = business_date(now)
        return page_of(rows, limit, lambda row: _facts(session, row, counts.get(row.id, 0), today), lambda row: row.id)


def _facts_of(session: ReadSession | Unit, row: Employer, today: date) -> EmployerFacts:
    return _facts(session, row, queries.market.open_jobs_by_employer(session, [row.id]).get(row.id, 0), today)


def _facts(session: ReadSession | Unit, row: Employer, open_jobs: int, today: date) -> EmployerFacts:
    return EmployerFacts(
        row.id,
        row.version,
        row.name,
        EmployerKind(row.kind),
        row.credit_code or "",
        tuple(row.sectors),
        row.address,
        row.contact,
        session.vault.open(PHONE, row.uid, row.phone_sealed),
        row.licence_until,
        row.verified_on,
        may_publish(row, today),
        row.key_employer,
        open_jobs,
    )


def may_publish(row: Employer, on: date) -> bool:
    """Whether an employer may publish jobs on a day."""
    try:
        rules.check_may_publish(row.name, row.verified_on, row.licence_until, on)
    except Refused:
        return False
    return True
