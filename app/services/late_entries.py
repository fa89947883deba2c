"""Late entries (补录): noted with their reason, kept until the second person confirms where they lie back too far, listed for the head.

What waits is not in the records yet: no list, no register and no figure sees it before it is confirmed. Then it is entered on its own
day by the officer who asked, and recorded at the moment of the confirmation, so that it reaches into no period frozen meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import at_station, business_date
from app.domain.errors import Refused
from app.domain.late_entries import LateKind, LateState, is_far_back, packed
from app.domain.second_person import SecondStep
from app.services import calendars, case_seconds
from db import queries
from db.models import Approval
from db.uow import Database, ReadSession, Unit

PAGE = 200
EARLIEST, LATEST = date(1970, 1, 2), date(9998, 12, 31)
"""Days beyond these have no moment of station time on every machine; nothing was written down there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered late: its kind, the day it happened on, why so late, and whose it is (``person``, ``household``, ``employer``)."""

    kind: LateKind
    on: date
    reason: str
    owner: str
    owner_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A late entry that waits for its second person: nothing of it is recorded yet."""

    id: int
    kind: LateKind
    on: date
    reason: str
    step: SecondStep = SecondStep.LATE_ENTRY


def check(entry: Entry, now: datetime) -> None:
    """An earlier day wants its reason."""
    if entry.on < business_date(now) and not entry.reason.strip():
        raise Refused("late.reason", field="late_reason", day=entry.on.isoformat())


def far_back(unit: Unit, on: date, now: datetime) -> bool:
    """Whether that earlier day needs a second person."""
    return is_far_back(on, business_date(now), calendars.of(unit))


def waits(unit: Unit, actor: Actor, now: datetime, entry: Entry, form: Any) -> Asked | None:
    """Past three working days the whole entry waits: what is asked, and nothing is recorded. None: it may be entered at once."""
    check(entry, now)
    if not far_back(unit, entry.on, now):
        return None
    data = {**facts(unit, entry.kind, entry.on), entry.owner: entry.owner_id, "form": packed(form)}
    row = case_seconds.put(unit, f"{entry.owner}:{entry.owner_id}", SecondStep.LATE_ENTRY, actor, now, entry.reason, **data)
    unit.flush()
    unit.about(row)
    return Asked(row.id, entry.kind, entry.on, entry.reason.strip())


def note(unit: Unit, actor: Actor, now: datetime, entry: Entry, record: str) -> None:
    """Keep the reason of a late entry that needs nobody else; one of today is none."""
    if entry.on < business_date(now):
        data = {**facts(unit, entry.kind, entry.on), entry.owner: entry.owner_id}
        noted(unit, actor, now, record, entry.reason, data)


def noted(unit: Unit, actor: Actor, now: datetime, record: str, reason: str, data: dict[str, Any]) -> None:
    """The row of a late entry that nobody else has to confirm."""
    row = case_seconds.put(unit, record, SecondStep.LATE_ENTRY, actor, now, reason, **data)
    row.state = LateState.NOTED.value


def facts(unit: Unit, kind: LateKind, on: date) -> dict[str, Any]:
    """What the list of late entries says of one: its kind, its day, and whether that lies in a period that is frozen."""
    frozen = queries.cases.frozen_until(unit)
    return {"late": kind.value, "day": on.isoformat(), "frozen": frozen is not None and on <= frozen}


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late entry as the list shows it. ``case`` is the number of its case, ``whom`` the person, the household's head or the employer.

    ``frozen``: its day lies in a period whose return was frozen already; it counts there in no figure.
    """

    id: int
    kind: LateKind
    on: date
    whom: str
    case: str
    record: str
    officer: str
    recorded_at: datetime
    reason: str
    state: LateState
    confirmed_by: str
    confirmed_at: datetime | None
    frozen: bool
    person_id: int | None = None
    attachment_id: int | None = None
    """The signed slip, where it was confirmed on paper."""


def listing(
    db: Database,
    actor: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    state: LateState | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[LateLine, ...]:
    """Late entries by the day they were written down, the newest first; ``before`` is the id behind which to go on."""
    with db.read("late.read", actor) as session:
        first = at_station(max(since, EARLIEST), 0) if since else None
        last = at_station(min(until, LATEST) + timedelta(days=1), 0) if until else None
        rows = queries.seconds.late(session, first, last, state.value if state else None, before, limit)
        whose = Whose(session, rows)
        return tuple(_line(row, whose) for row in rows)


class Whose:
    """Whose some late entries are: names and numbers, read once for all of them."""

    def __init__(self, session: ReadSession, rows: Any) -> None:
        ids = {name: {row.data[name] for row in rows if name in row.data} for name in ("person", "household", "employer")}
        self.names = {name: queries.seconds.names(session, name, found) for name, found in ids.items()}
        self.cases = queries.today.cases_by_id(session, {int(row.record.split(":")[1]) for row in rows if row.record.startswith("cases:")})
        self.officers = queries.people.names_of_officers(session)

    def case(self, row: Approval) -> Any:
        """The case of a row, None for anything else."""
        kind, _, number = row.record.partition(":")
        return self.cases.get(int(number)) if kind == "cases" else None

    def whom(self, row: Approval) -> str:
        """The name a line shows."""
        case = self.case(row)
        if case is not None:
            return str(case.person)
        return next((self.names[name].get(row.data[name], "") for name in self.names if name in row.data), "")


def kind_of(row: Approval) -> LateKind:
    """What was entered late; rows of earlier editions say it by their act or not at all."""
    return LateKind(row.data.get("late") or row.data.get("act") or LateKind.RECEIPT)


def _line(row: Approval, whose: Whose) -> LateLine:
    case, day = whose.case(row), row.data.get("day") or row.data.get("on")
    signed = row.signer_name or whose.officers.get(row.decided_by or 0, "")
    return LateLine(
        row.id,
        kind_of(row),
        date.fromisoformat(day) if day else business_date(row.asked_at),
        whose.whom(row),
        case.number if case else "",
        row.record,
        whose.officers.get(row.asked_by, ""),
        row.asked_at,
        row.reason,
        LateState(row.state),
        signed,
        row.decided_at,
        bool(row.data.get("frozen")),
        row.data.get("person"),
        row.attachment_id,
    )
