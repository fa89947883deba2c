"""Officers' accounts: who logs in becomes an ``Actor``; accounts end, they are never deleted (obligations N16, N17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.actor import LOOKER, Actor, Role
from app.domain.clock import business_date
from app.domain.desks import STAYS
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.qualifications import Recruitment
from app.services import passwords
from db import queries
from db.models import Officer
from db.once import one_at_a_time
from db.uow import Database, ReadSession

TRIES = 5
LOCK_MINUTES = 15
TEAM = "officers"
"""What is entered by one at a time: a login is taken once, and the last admin never goes."""


@dataclass(frozen=True, slots=True)
class OfficerForm:
    """What the account form holds."""

    login: str
    name: str
    roles: tuple[Role, ...]
    password: str | None = None
    duty: str = ""
    full_time: bool = True
    specialist: bool = True
    identity: str = ""
    recruitment: str = ""


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An account as the list shows it; no phone, no password."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    duty: str
    active: bool
    identity: str = ""
    full_time: bool = True
    specialist: bool = True
    recruitment: str = ""


def actor_of(officer: Officer, seat: str = "desk") -> Actor:
    """The acting officer of an account, with the account's own roles."""
    return Actor(officer.login, officer.name, frozenset(Role(r) for r in officer.roles), officer.id, seat)


def acting(session: ReadSession, officer: Officer, seat: str, now: datetime) -> Actor:
    """The acting officer at a moment: a deputy of the head may on the named days what the head may."""
    deputy = queries.roster.deputy_on(session, officer.id, business_date(now))
    actor = actor_of(officer, seat)
    return actor if deputy is None else replace(actor, roles=actor.roles | {Role.HEAD}, deputy_id=deputy.id)


def on_this_day(db: Database, actor: Actor, now: datetime) -> Actor:
    """Who acts at a desk that was left open, as of now: a deputy's days begin and end by the date and by the head, not by a log-in.

    What else changed of the account holds from the next log-in.
    """
    with db.read("station.look", LOOKER) as session:
        officer = queries.station.officer_by_login(session, actor.login)
        fresh = actor if officer is None else acting(session, officer, actor.seat, now)
    return actor if fresh.deputy_id == actor.deputy_id else fresh


def new_officer(form: OfficerForm, now: datetime) -> Officer:
    """The row of a new account; refuses a blank login or name and a weak password."""
    if not form.login.strip() or not form.name.strip():
        raise Refused("officer.blank", field="login" if not form.login.strip() else "name")
    if not form.roles:
        raise Refused("officer.no_role", field="roles")
    if form.password is not None:
        passwords.check_strength(form.password, form.login)
    return Officer(
        login=form.login.strip(),
        name=form.name.strip(),
        roles=[role.value for role in form.roles],
        password_hash=passwords.hashed(form.password) if form.password is not None else None,
        duty=form.duty,
        full_time=form.full_time,
        specialist=form.specialist,
        identity=form.identity,
        recruitment=Recruitment(form.recruitment).value if form.recruitment else "",
        started_on=business_date(now),
    )


def add(db: Database, actor: Actor, now: datetime, form: OfficerForm) -> OfficerLine:
    """Open an account."""
    with db.write("officer.add", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        if queries.station.officer_by_login(unit, form.login.strip()):
            raise Refused("officer.login_taken", field="login", login=form.login.strip())
        officer = new_officer(form, now)
        unit.add(officer)
        unit.flush()
        return _line(officer)


def _line(officer: Officer) -> OfficerLine:
    more = (officer.identity, officer.full_time, officer.specialist, officer.recruitment)
    return OfficerLine(officer.id, officer.login, officer.name, tuple(officer.roles), officer.duty, officer.ended_on is None, *more)


def listing(db: Database, actor: Actor) -> tuple[OfficerLine, ...]:
    """All accounts, the active ones first."""
    with db.read("officer.list", actor) as session:
        return tuple(_line(officer) for officer in queries.station.officers(session))


def change(db: Database, actor: Actor, now: datetime, login: str, form: OfficerForm) -> OfficerLine:
    """Change who an account is for and what it may do, not its login and not its password; somebody must go on keeping the accounts."""
    if not form.name.strip():
        raise Refused("officer.blank", field="name")
    if not form.roles:
        raise Refused("officer.no_role", field="roles")
    with db.write("officer.change", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        officer = _found(queries.station.officer_by_login(unit, login), login)
        if officer.ended_on is not None:
            raise Refused("officer.ended", field="login", login=login)
        others = (one for one in queries.station.officers(unit) if one.id != officer.id and one.ended_on is None)
        if Role.ADMIN not in form.roles and not any(Role.ADMIN.value in one.roles for one in others):
            raise Refused("officer.last_admin", field="roles", name=officer.name)
        officer.name, officer.roles, officer.duty = form.name.strip(), [role.value for role in form.roles], form.duty.strip()
        officer.identity, officer.full_time, officer.specialist = form.identity.strip(), form.full_time, form.specialist
        officer.recruitment = Recruitment(form.recruitment).value if form.recruitment else ""
        unit.about(officer)
        return _line(officer)


def set_phone(db: Database, actor: Actor, now: datetime, login: str, phone: str) -> None:
    """An officer's own telephone for the public (N8): everybody sets their own, head and administrator anybody's; empty takes it away."""
    from app.domain import persons  # who logs in sets no number

    number = persons.check_phone(phone) if phone.strip() else ""
    with db.write("officer.phone", actor, now) as unit:
        officer = _found(queries.station.officer_by_login(unit, login), login)
        if officer.ended_on is not None:
            raise Refused("officer.ended", field="login", login=login)
        if officer.id != actor.officer_id and actor.roles.isdisjoint({Role.HEAD, Role.ADMIN}):
            raise NotAllowed("officer.phone_other", field="login")
        officer.phone_sealed = unit.vault.seal("officer.phone", officer.uid, number) if number else None
        unit.about(officer)


def end(db: Database, actor: Actor, now: datetime, login: str, reason: str = "") -> OfficerLine:
    """End an account from today, once nothing is in its hands; its history stays, the reason in the audit trail."""
    with db.write("officer.end", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        officer = _found(queries.station.officer_by_login(unit, login), login)
        if officer.id == actor.officer_id:
            raise Refused("officer.own_end", field="login")
        held = [kind for kind, _ in queries.desks.held(unit, officer.id, business_date(now)) if kind not in STAYS]
        if held:
            raise Refused("officer.desk_full", field="login", name=officer.name, count=len(held))
        officer.ended_on = business_date(now)
        unit.reason = reason.strip()
        return _line(officer)


def set_password(db: Database, actor: Actor, now: datetime, login: str, password: str) -> None:
    """Set a password: one's own, or as admin another's (who must then change it)."""
    own = login == actor.login
    with db.write("officer.password" if own else "officer.change", actor, now) as unit:
        officer = _found(queries.station.officer_by_login(unit, login), login)
        passwords.check_strength(password, login)
        officer.password_hash = passwords.hashed(password)
        officer.must_change = not own
        officer.failed_tries, officer.locked_until = 0, None


def log_in(db: Database, login: str, password: str, now: datetime, seat: str = "desk") -> Actor:
    """The actor behind a login and a password; after five wrong tries the account rests for a quarter of an hour."""
    with db.read("station.look", LOOKER) as session:
        officer = queries.station.officer_by_login(session, login)
        actor = acting(session, officer, seat, now) if officer is not None else LOOKER
    if officer is None or officer.ended_on is not None or officer.password_hash is None:
        raise NotAllowed("login.wrong", field="password")
    if officer.locked_until and officer.locked_until > now:
        raise NotAllowed("login.locked", field="password", minutes=LOCK_MINUTES)
    right = passwords.fits(officer.password_hash, password)
    with db.write("officer.log_in", actor, now) as unit:
        account = unit.hold(Officer, officer.id)
        assert account is not None
        _count_try(account, right, now)
        unit.note(f"officer:{officer.id}", log_in="right" if right else "wrong")
    if not right:
        raise NotAllowed("login.wrong", field="password")
    return actor


def _count_try(officer: Officer, right: bool, now: datetime) -> None:
    officer.failed_tries = 0 if right else officer.failed_tries + 1
    if officer.failed_tries >= TRIES:
        officer.locked_until, officer.failed_tries = now + timedelta(minutes=LOCK_MINUTES), 0


def practice_actor(db: Database, login: str, seat: str = "desk", now: datetime | None = None) -> Actor:
    """In a practice station any officer may be taken without a password; without a moment nobody stands in for the head."""
    with db.read("station.look", LOOKER) as session:
        if not queries.station.the_station(session).practice:
            raise NotAllowed("login.password_needed", field="password")
        officer = _found(queries.station.officer_by_login(session, login), login)
        if officer.ended_on is not None:
            raise NotAllowed("login.ended", field="login", login=login)
        return acting(session, officer, seat, now) if now is not None else actor_of(officer, seat)


def all_actors(officers: Iterable[Officer]) -> dict[str, Actor]:
    """Actors by login."""
    return {officer.login: actor_of(officer) for officer in officers}


def _found(officer: Officer | None, login: str) -> Officer:
    if officer is None:
        raise NotFound("officer.unknown", field="login", login=login)
    return officer
