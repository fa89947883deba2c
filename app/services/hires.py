"""From the push of a job to the confirmed start of work: referrals with their answers and steps, hires, and who waits for more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import jobs_market as rules
from app.domain.actor import Actor
from app.domain.assistance import ServiceKind, ServiceMode
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.jobs_market import ConfirmedHow, JobKind, JobState, PushChannel, ReferralState
from app.domain.late_entries import LateKind
from app.domain.persons import IN_WORK, StatusKind
from app.services import employers, jobs, late_entries, person_state, profiles, receiving
from app.services.late_entries import Asked, Entry
from app.services.paging import Page, page_of
from app.services.persons import held
from db import queries
from db.models import Hire, Job, Person, Referral, ServiceRecord
from db.queries.market import HireFilter as HireFilter
from db.queries.market import ReferralFilter as ReferralFilter
from db.uow import Database, ReadSession, Unit

PAGE = 100
ANSWER_DAYS = 3
"""A push without an answer after so many days asks for a follow-up (F4)."""
REPEAT_DAYS = 14
"""Who has no work and no referral in so many days is due for the next one (F8)."""
_MODES = {PushChannel.COUNTER: ServiceMode.COUNTER, PushChannel.DOOR: ServiceMode.DOOR}
_FORMS = {JobKind.PUBLIC_WELFARE: StatusKind.WELFARE_POST}


@dataclass(frozen=True, slots=True)
class ReferralForm:
    """A job pushed to a person; ``on`` earlier than today makes it a late entry, which has its ``late_reason``."""

    person_id: int
    job_id: int
    on: date | None = None
    channel: PushChannel = PushChannel.COUNTER
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral as lists show it."""

    id: int
    person_id: int
    person: str
    job_id: int
    job: str
    kind: JobKind
    employer: str
    happened_on: date
    channel: str
    state: ReferralState
    answer: str
    answered_on: date | None
    interview_on: date | None
    medical_on: date | None
    officer: str
    late_entry: bool


@dataclass(frozen=True, slots=True)
class HireForm:
    """A confirmed start of work: out of a referral, at a job of the list, or elsewhere (``employer``).

    ``form`` is the status the person then has; without it, what the job's kind says. ``reason`` is asked for a public-welfare
    post that no referral to the market went before; ``late_reason`` where work began before today.
    """

    started_on: date
    how: ConfirmedHow
    person_id: int | None = None
    referral_id: int | None = None
    job_id: int | None = None
    employer: str = ""
    form: StatusKind | None = None
    confirmed_on: date | None = None
    reason: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class HireLine:
    """A start of work; ``helped`` says that a recorded service of this station went before it in time."""

    id: int
    person_id: int
    person: str
    referral_id: int | None
    job_id: int | None
    employer: str
    form: StatusKind
    started_on: date
    ended_on: date | None
    confirmed_on: date
    how: ConfirmedHow
    helped: bool
    late_entry: bool
    reason: str
    market_referrals: int | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A person with an open file and without work, and the day of the last referral."""

    person_id: int
    person: str
    helper_id: int | None
    last_on: date | None


# referrals


def refer(db: Database, actor: Actor, now: datetime, form: ReferralForm) -> ReferralLine | Asked:
    """Push a job to a person: one 推介人次 and one recorded service.

    One of more than three working days back waits for its second person and is recorded when that one confirms.
    """
    with db.write("job.refer", actor, now) as unit:
        kept = replace(form, on=form.on or business_date(now))
        assert kept.on is not None
        _check_referral(unit, now, kept, kept.on)
        entry = Entry(LateKind.REFERRAL, kept.on, form.late_reason, "person", form.person_id)
        asked = late_entries.waits(unit, actor, now, entry, kept)
        if asked is not None:
            return asked
        row = _referred(unit, actor, now, kept, kept.on)
        late_entries.note(unit, actor, now, entry, f"referral:{row.id}")
        return _line(queries.market.referral_line(unit, row.id))


def enter_referral(unit: Unit, actor: Actor, now: datetime, form: ReferralForm) -> Referral:
    """Enter a referral that waited for its second person, on its own day and by the officer who made it."""
    assert form.on is not None, "what waited has its day"
    _check_referral(unit, now, form, form.on)
    return _referred(unit, actor, now, form, form.on)


def _check_referral(unit: Unit, now: datetime, form: ReferralForm, day: date) -> None:
    person, job = held(unit, form.person_id), jobs.of(unit, form.job_id)
    already = queries.market.open_referral(unit, person.id, job.id) is not None
    rules.check_refer(JobState(job.state), job.expires_on, day, business_date(now), already_open=already)


def _referred(unit: Unit, actor: Actor, now: datetime, form: ReferralForm, day: date) -> Referral:
    receiving.begin_for(unit, actor, now, form.person_id, day)
    row = _new_referral(actor, now, form, day)
    unit.add(row)
    unit.flush()
    unit.add(_service(actor, now, form, row))
    unit.about(row)
    return row


def _new_referral(actor: Actor, now: datetime, form: ReferralForm, day: date) -> Referral:
    return Referral(
        person_id=form.person_id,
        job_id=form.job_id,
        happened_on=day,
        channel=form.channel.value,
        state=ReferralState.REFERRED.value,
        officer_id=actor.officer_id,
        late_entry=day < business_date(now),
        recorded_at=now,
    )


def _service(actor: Actor, now: datetime, form: ReferralForm, row: Referral) -> ServiceRecord:
    return ServiceRecord(
        person_id=row.person_id,
        kind=ServiceKind.REFERRAL.value,
        happened_on=row.happened_on,
        record=f"referral:{row.id}",
        mode=_MODES.get(form.channel, ServiceMode.REMOTE).value,
        officer_id=actor.officer_id,
        recorded_at=now,
    )


def answer(db: Database, actor: Actor, now: datetime, referral_id: int, text: str, *, on: date | None = None) -> ReferralLine:
    """Write down what the person or the employer said; the referral stays where it is."""
    if not text.strip():
        raise Refused("referral.answer_empty", field="answer")
    with db.write("job.refer", actor, now) as unit:
        row = _referral(unit, referral_id)
        row.answer, row.answered_on = text.strip(), _day(row, on, business_date(now))
        unit.flush()
        return _line(queries.market.referral_line(unit, row.id))


def move(
    db: Database, actor: Actor, now: datetime, referral_id: int, to: ReferralState, *, on: date | None = None, text: str = ""
) -> ReferralLine:
    """Take a referral on: interview and medical check with their day (which may lie ahead), hired, not hired, declined with its reason.

    The start of work is recorded by ``hire``.
    """
    today = business_date(now)
    with db.write("job.refer", actor, now) as unit:
        row = _referral(unit, referral_id)
        if to is ReferralState.STARTED:
            raise Overtaken("referral.state", state=ReferralState(row.state), to=to)
        rules.check_move(ReferralState(row.state), to, text)
        row.state = to.value
        if to is ReferralState.INTERVIEW:
            row.interview_on = _ahead(row, on, today)
        elif to is ReferralState.MEDICAL:
            row.medical_on = _ahead(row, on, today)
        else:
            row.answered_on = _day(row, on, today)
        row.answer = text.strip() or row.answer
        unit.flush()
        return _line(queries.market.referral_line(unit, row.id))


def _ahead(row: Referral, on: date | None, today: date) -> date:
    day = on or today
    return _day(row, min(day, today), today) if day < row.happened_on else day


def _day(row: Referral, on: date | None, today: date) -> date:
    day = on or today
    if not row.happened_on <= day <= today:
        raise Refused("referral.before", field="on", date=day.isoformat(), first=row.happened_on.isoformat())
    return day


def _referral(unit: Unit, referral_id: int) -> Referral:
    """A referral to change, held."""
    row = unit.hold(Referral, referral_id)
    if row is None:
        raise NotFound("referral.not_found", field="referral")
    unit.about(row)
    return row


def referrals(
    db: Database, actor: Actor, only: ReferralFilter | None = None, *, after: int | None = None, limit: int = PAGE
) -> Page[ReferralLine]:
    """Referrals, the newest first."""
    with db.read("person.read", actor) as session:
        rows = queries.market.referral_page(session, only or ReferralFilter(), after, limit + 1)
    return page_of(rows, limit, _line, lambda row: row.id)


def unanswered(db: Database, actor: Actor, now: datetime, days: int = ANSWER_DAYS, limit: int = PAGE) -> tuple[ReferralLine, ...]:
    """Pushes that nobody has answered for ``days`` days, the oldest first."""
    with db.read("person.read", actor) as session:
        return tuple(map(_line, queries.market.unanswered(session, business_date(now) - timedelta(days=days), limit)))


def unplaced(db: Database, actor: Actor, now: datetime, days: int = REPEAT_DAYS, limit: int = PAGE) -> tuple[Unplaced, ...]:
    """Persons with an open file, without work and without a referral in the last ``days`` days."""
    with db.read("person.read", actor) as session:
        rows = queries.market.unplaced(session, business_date(now) - timedelta(days=days), limit)
        return tuple(Unplaced(row.id, row.name, row.helper_id, row.last_on) for row in rows)


def _line(row: Any) -> ReferralLine:
    return ReferralLine(
        row.id,
        row.person_id,
        row.person,
        row.job_id,
        row.title,
        JobKind(row.kind),
        row.employer,
        row.happened_on,
        row.channel,
        ReferralState(row.state),
        row.answer,
        row.answered_on,
        row.interview_on,
        row.medical_on,
        row.officer,
        row.late_entry,
    )


# hires


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a hire stands on."""

    person: Person
    referral: Referral | None
    job: Job | None
    employer: str
    form: StatusKind


def hire(db: Database, actor: Actor, now: datetime, form: HireForm) -> HireLine | Asked:
    """Record a confirmed start of work: the referral ends, the person's status follows, and ``helped`` is settled now.

    A start of more than three working days back waits for its second person and is recorded when that one confirms.
    """
    with db.write("job.hire", actor, now) as unit:
        ground, confirmed, earlier = _checked(unit, now, form)
        kept = replace(form, person_id=ground.person.id, confirmed_on=confirmed)
        entry = Entry(LateKind.HIRE, form.started_on, form.late_reason, "person", ground.person.id)
        asked = late_entries.waits(unit, actor, now, entry, kept)
        if asked is not None:
            return asked
        row = _made(unit, actor, now, kept, ground)
        late_entries.note(unit, actor, now, entry, f"hire:{row.id}")
        return _hire_line(row, ground.person.name, earlier)


def enter(unit: Unit, actor: Actor, now: datetime, form: HireForm) -> Hire:
    """Enter a start of work that waited for its second person, on its own day and by the officer who learnt of it."""
    return _made(unit, actor, now, form, _checked(unit, now, form)[0])


def _checked(unit: Unit, now: datetime, form: HireForm) -> tuple[_Ground, date, int | None]:
    """What the hire stands on, the day of its confirmation, and the market referrals before a public-welfare post."""
    ground = _ground(unit, form)
    confirmed = _check_dates(ground, form, business_date(now))
    if queries.market.same_hire(unit, ground.person.id, form.started_on, ground.employer) is not None:
        raise Refused("hire.twice", field="started_on", date=form.started_on.isoformat(), employer=ground.employer)
    if ground.referral is not None:
        rules.check_move(ReferralState(ground.referral.state), ReferralState.STARTED)
    if not _is_in_work(unit, ground):
        person_state.check_follows(unit, now, ground.person, _status(ground, form.started_on))
    return ground, confirmed, _check_last_resort(unit, ground, form.reason)


def _made(unit: Unit, actor: Actor, now: datetime, form: HireForm, ground: _Ground) -> Hire:
    confirmed = form.confirmed_on or business_date(now)
    row = _new_hire(actor, now, form, ground, confirmed, _helped(unit, ground.person.id, form.started_on))
    unit.add(row)
    if ground.referral is not None:
        ground.referral.state = ReferralState.STARTED.value
        ground.referral.answered_on = ground.referral.answered_on or confirmed
    _put_in_work(unit, actor, now, ground, form.started_on)
    unit.flush()
    unit.about(row)
    return row


def _ground(unit: Unit, form: HireForm) -> _Ground:
    owner = queries.people.owner(unit, Referral, form.referral_id) if form.referral_id is not None else None
    person = held(unit, form.person_id or owner or 0)
    referral = _referral(unit, form.referral_id) if form.referral_id is not None else None
    if referral is not None and referral.person_id != person.id:
        raise Refused("hire.other_person", field="referral")
    job_id = referral.job_id if referral else form.job_id
    if referral is None and job_id is not None:
        known = queries.market.open_referral(unit, person.id, job_id)
        referral = _referral(unit, known) if known is not None else None
    job = jobs.of(unit, job_id) if job_id is not None else None
    employer = employers.of(unit, job.employer_id).name if job else form.employer.strip()
    if not employer:
        raise Refused("hire.employer_empty", field="employer")
    kind = form.form or _FORMS.get(JobKind(job.kind) if job else JobKind.FULL_TIME, StatusKind.EMPLOYED)
    if kind not in IN_WORK:
        raise Refused("hire.form", field="form")
    return _Ground(person, referral, job, employer, kind)


def _check_dates(ground: _Ground, form: HireForm, today: date) -> date:
    rules.check_start(form.started_on, ground.referral.happened_on if ground.referral else None, today)
    confirmed = form.confirmed_on or today
    if not form.started_on <= confirmed <= today:
        raise Refused("hire.confirmed", field="confirmed_on", first=form.started_on.isoformat(), last=today.isoformat())
    return confirmed


def _check_last_resort(unit: Unit, ground: _Ground, reason: str) -> int | None:
    """How many referrals to the market went before a public-welfare post (F14); None for any other work."""
    if ground.form is not StatusKind.WELFARE_POST:
        return None
    own = ground.referral.id if ground.referral else None
    kinds = [JobKind(kind) for kind in queries.market.kinds_referred(unit, ground.person.id, own)]
    return rules.check_welfare_placement(kinds, reason)


def _helped(session: ReadSession | Unit, person_id: int, started_on: date) -> bool:
    first = rules.helped_since(started_on, profiles.of(session).helped_window_months)
    return queries.assistance.served_between(session, person_id, first, started_on)


def _new_hire(actor: Actor, now: datetime, form: HireForm, ground: _Ground, confirmed: date, helped: bool) -> Hire:
    return Hire(
        person_id=ground.person.id,
        referral_id=ground.referral.id if ground.referral else None,
        job_id=ground.job.id if ground.job else None,
        employer=ground.employer,
        form=ground.form.value,
        started_on=form.started_on,
        confirmed_on=confirmed,
        confirmed_how=form.how.value,
        helped=helped,
        officer_id=actor.officer_id,
        late_entry=form.started_on < business_date(now),
        reason=form.reason.strip(),
        recorded_at=now,
    )


def _is_in_work(unit: Unit, ground: _Ground) -> bool:
    spans = queries.people.status_spans(unit, ground.person.id)
    last = spans[-1] if spans else None
    return last is not None and last.until is None and (last.status, last.employer) == (ground.form.value, ground.employer)


def _put_in_work(unit: Unit, actor: Actor, now: datetime, ground: _Ground, since: date) -> None:
    """The status follows the hire, unless the officer wrote the same status and employer down before."""
    if _is_in_work(unit, ground):
        return
    person_state.put_status(unit, actor, now, ground.person, _status(ground, since))


def _status(ground: _Ground, since: date) -> person_state.StatusForm:
    return person_state.StatusForm(ground.form, since, employer=ground.employer)


def hires(db: Database, actor: Actor, only: HireFilter | None = None, *, after: int | None = None, limit: int = PAGE) -> Page[HireLine]:
    """Starts of work between two days, the newest first."""
    with db.read("person.read", actor) as session:
        rows = queries.market.hire_page(session, only or HireFilter(), after, limit + 1)
    return page_of(rows, limit, lambda row: _hire_line(row, row.person), lambda row: row.id)


def market_referrals(db: Database, actor: Actor, person_id: int) -> int:
    """How many jobs of the market a person was referred to: shown before a public-welfare post is given."""
    with db.read("person.read", actor) as session:
        return rules.market_referrals([JobKind(kind) for kind in queries.market.kinds_referred(session, person_id)])


def _hire_line(row: Any, person: str, market: int | None = None) -> HireLine:
    return HireLine(
        row.id,
        row.person_id,
        person,
        row.referral_id,
        row.job_id,
        row.employer,
        StatusKind(row.form),
        row.started_on,
        row.ended_on,
        row.confirmed_on,
        ConfirmedHow(row.confirmed_how),
        row.helped,
        row.late_entry,
        row.reason,
        market,
    )
