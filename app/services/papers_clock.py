"""Papers of the clock of cases: the notice of an extension, and the sheet of a day, a week or a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.domain.cases import CLOCK_RUNS, CaseEventKind, CaseState
from app.domain.deadlines import deadline_of
from app.domain.documents import CaseSheetPaper, ExtensionPaper
from app.domain.documents_clock import CaseSheetLine
from app.domain.errors import Refused
from app.domain.masks import surname, surname_form
from app.domain.persons import Gender
from app.services import calendars, case_clock, cases
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import fill, t, word
from app.texts import papers as say
from app.texts.papers import full_day_text
from db import queries
from db.models import Case, Extension, Person

MOST = 2000
"""Lines of a sheet that is printed at once."""
WEEK = timedelta(days=6)


def extension(desk: Desk, wanted: Wanted) -> Subject:
    """The newest extension of a case that was approved; refused where there is none."""
    case = cases.found(desk.session, wanted.case or "")
    row = queries.clocks.last_extension(desk.session, case.id)
    if row is None or case.accepted_on is None or row.approved_on is None:
        raise Refused("print.no_extension", field="case", number=case.number)
    number = f"YQ{case.number.removeprefix('BJ')}"
    before, after = _limits(desk, case, row)
    paper = ExtensionPaper(
        desk.head(number, case.number, f"SD1:C:{case.number}"),
        desk.session.get_one(Person, case.person_id).name,
        case.item_name,
        case.accepted_on,
        row.reason,
        row.days,
        before,
        after,
        _approver(desk, case, row),
        row.approved_on,
        desk.name(case.officer_id),
        desk.phone(case.officer_id),
        desk.station.supervision_phone,
        fill(say.EXTENSION_TOLD, {"day": full_day_text(row.told_on)}) if row.told_on else "",
    )
    return Subject(paper, number, f"cases:{case.id}")


def _approver(desk: Desk, case: Case, row: Extension) -> str:
    """Who signed the slip, where it was decided on paper, else the officer who approved by own account."""
    steps = queries.cases.approvals(desk.session, f"cases:{case.id}")
    signed = [step for step in steps if step.step == "extension" and step.state == "approved" and step.signer_name]
    return t("，").join((signed[-1].signer_name, signed[-1].signer_duty)) if signed else desk.name(row.approver_id)


def _limits(desk: Desk, case: Case, row: Extension) -> tuple[date, date]:
    """The deadline without this extension and with it, by the same count."""
    terms = case_clock.terms_of(case, queries.cases.events(desk.session, case.id))
    assert terms is not None, "an extension is of an accepted case"
    calendar, shorter = calendars.of(desk.session), replace(terms, extension=terms.extension - row.days)
    return deadline_of(shorter, calendar, desk.today).deadline, deadline_of(terms, calendar, desk.today).deadline


def span_title(since: date, until: date) -> str:
    """What a sheet of these days is called."""
    if since == until:
        return t(say.SHEET_DAY)
    if since.weekday() == 0 and until - since == WEEK:
        return t(say.SHEET_WEEK)
    whole = since.day == 1 and (until + timedelta(days=1)).day == 1 and until - since < timedelta(days=31)
    return t(say.SHEET_MONTH if whole else say.SHEET_SPAN)


def sheet(desk: Desk, wanted: Wanted) -> Subject:
    """The cases of a span of days; one day where only its beginning is named."""
    since = wanted.since or desk.today
    until = wanted.until or since
    if until < since:
        raise Refused("print.register_span", field="until", since=since.isoformat(), until=until.isoformat())
    rows = queries.clocks.of_span(desk.session, since, until, desk.today, MOST + 1)
    if len(rows) > MOST:
        raise Refused("print.register_long", field="since", most=f"{MOST:,}")
    moved = {row.case_id: row.data for row in queries.clocks.events_of_span(desk.session, CaseEventKind.DEADLINE_MOVED, since, until)}
    number = f"BJB{since:%Y%m%d}-{until:%Y%m%d}"
    span = (
        full_day_text(since) if since == until else fill(say.REGISTER_SPAN, {"since": full_day_text(since), "until": full_day_text(until)})
    )
    lines = tuple(_line(row, moved.get(row.id), desk.today) for row in rows)
    paper = CaseSheetPaper(desk.head(number), span_title(since, until), span, lines, _sum(rows, moved, since, until, desk.today))
    return Subject(paper, number, f"case_sheet:{since:%Y%m%d}{until:%Y%m%d}")


def _overdue(row: Any, today: date) -> bool:
    """Ended too late, or in hand past its deadline."""
    if row.accepted_on is None:
        return False
    ended = row.closed_on if row.closed_on else today if CaseState(row.state) in CLOCK_RUNS else None
    return ended is not None and ended > row.deadline


def _line(row: Any, moved: Mapping[str, Any] | None, today: date) -> CaseSheetLine:
    notes = [t(say.SHEET_OVERDUE)] if _overdue(row, today) else []
    notes += [t(say.SHEET_LATE_ENTRY)] if row.late_entry else []
    notes += [fill(say.SHEET_MOVED, {"day": moved["before"]})] if moved else []
    received, accepted, due = (_day(day) for day in (row.received_on, row.accepted_on, row.deadline if row.accepted_on else None))
    applicant = surname_form(row.person, Gender(row.gender)) if surname(row.person) else t(say.SHEET_SOMEBODY)
    note = t("、").join(notes) or t(say.SHEET_NONE)
    state = word(CaseState(row.state))
    return CaseSheetLine(row.number, row.item_name, applicant, row.officer, received, accepted, due, state, note)


def _day(day: date | None) -> str:
    return day.isoformat() if day else t(say.SHEET_NONE)


def _sum(rows: Sequence[Any], moved: Mapping[int, Any], since: date, until: date, today: date) -> str:
    counts: Counter[str] = Counter()
    for row in rows:
        ended = row.closed_on is not None and since <= row.closed_on <= until
        counts["received"] += since <= row.received_on <= until
        counts["accepted"] += row.accepted_on is not None and since <= row.accepted_on <= until
        counts["closed"] += ended
        counts["in_time"] += ended and not _overdue(row, today)
        counts["overdue"] += row.closed_on is None and _overdue(row, today)
        counts["late"] += row.late_entry
    facts = {name: counts[name] for name in ("received", "accepted", "closed", "in_time", "overdue", "late")}
    return fill(say.SHEET_SUM, {**facts, "moved": len(moved)})
