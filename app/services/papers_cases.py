"""Papers of a case: the one-time notice of all that is missing, and the acceptance with its deadline explained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from app.domain.cases import CaseEventKind
from app.domain.deadlines import DayLine, DayWhy, DeadlineResult, SupplementRule
from app.domain.documents import AcceptancePaper, MissingMaterial, OneTimeNoticePaper, ReceivedMaterial
from app.domain.errors import Refused
from app.domain.notices import codes_of, others_of
from app.domain.service_items import ItemKind, MaterialForm, ServiceItem
from app.services import case_checklist, case_clock, cases
from app.services.case_lines import MaterialLine
from app.services.deadlines import warning_text
from app.services.papers_base import Desk, Subject, Wanted, day_text, promised, sentences, statutory, steps
from app.texts import fill, t, word
from app.texts import papers as say
from app.texts.calendar import day_reason
from db import queries
from db.models import Case, OneTimeNotice, Person

ONE_DAY = timedelta(days=1)


def notice(desk: Desk, wanted: Wanted) -> Subject:
    """The newest one-time notice of a case."""
    case = cases.found(desk.session, wanted.case or "")
    notices = queries.cases.notices(desk.session, case.id)
    if not notices:
        raise Refused("print.no_notice", field="case", number=case.number)
    last, item = notices[-1], desk.item(case)
    person = desk.session.get_one(Person, case.person_id)
    _, id_number, phone = desk.full(person)
    paper = OneTimeNoticePaper(
        desk.head(last.code, case.number, f"SD1:C:{case.number}"),
        person.name,
        case.item_name,
        case.received_on,
        last.issued_on,
        desk.name(last.officer_id),
        _missing(desk, case, last, item),
        item.basis,
        steps(item.process),
        sentences(item.conditions),
        item.fee.rstrip("。"),
        promised(case, item),
        desk.station.address or desk.station.name,
        desk.phone(case.officer_id),
        desk.station.supervision_phone,
        phone,
        id_number,
        consequence=_consequence(case, last),
        notice=last.number,
        repeat_reason=last.reason if last.number > 1 else "",
        approver=desk.name(last.approver_id),
        others=others_of(last.missing),
        not_asked=_not_asked(desk, case, last),
    )
    return Subject(paper, last.code, f"cases:{case.id}")


def _missing(desk: Desk, case: Case, row: OneTimeNotice, item: ServiceItem) -> tuple[MissingMaterial, ...]:
    """What the notice lists, in the words of the item: form, count, who issues it."""
    known = {material.code: material for material in item.materials}
    lines = {line.code: line for line in queries.cases.materials(desk.session, case.id)}
    return tuple(
        MissingMaterial(lines[code].name, _form(lines[code].form), lines[code].copies, known[code].source if code in known else "")
        for code in codes_of(row.missing)
    )


def _not_asked(desk: Desk, case: Case, row: OneTimeNotice) -> str:
    """What of the item's list was left out, and why, as the event of the notice keeps it."""
    told = [event for event in queries.cases.events(desk.session, case.id) if event.kind == CaseEventKind.NOTICED]
    data = next((event.data for event in told if event.data.get("code") == row.code), {})
    if not data.get("left_out"):
        return ""
    names = {line.code: line.name for line in queries.cases.materials(desk.session, case.id)}
    left = t("、").join(names[code] for code in data["left_out"])
    return fill(say.NOT_ASKED, {"materials": left, "reason": data["left_out_reason"]})


def _form(code: str) -> str:
    return word(MaterialForm(code)) if code else ""


def _consequence(case: Case, row: OneTimeNotice) -> str:
    """What happens until the material is in; a notice told before acceptance starts no clock."""
    if case.accepted_recorded_at is None or row.recorded_at <= case.accepted_recorded_at:
        return t(say.AFTER_NOTICE_BEFORE_ACCEPTANCE)
    stops = SupplementRule(case.supplement_rule) is SupplementRule.STOP
    return t(say.AFTER_NOTICE_STOP if stops else say.AFTER_NOTICE_RESTART)


def acceptance(desk: Desk, wanted: Wanted) -> Subject:
    """The acceptance notice; refused while the case is not accepted."""
    case = cases.found(desk.session, wanted.case or "")
    clock = case_clock.explain(desk.session, case, desk.today)
    if case.accepted_on is None or clock is None:
        raise Refused("print.not_accepted", field="case", number=case.number)
    item, person = desk.item(case), desk.session.get_one(Person, case.person_id)
    id_kind, id_number, phone = desk.full(person)
    own_phone = desk.phone(case.officer_id)
    number = f"SL{case.number.removeprefix('BJ')}"
    paper = AcceptancePaper(
        desk.head(number, case.number, f"SD1:C:{case.number}"),
        case.item_name,
        person.name,
        id_kind,
        id_number,
        case.received_at,
        case.accepted_on,
        desk.name(case.officer_id),
        clock.deadline,
        desk.station.name,
        phone,
        person.address,
        receiver_phone=own_phone,
        supervision_phone=desk.station.supervision_phone,
        basis=item.basis,
        fee=item.fee.rstrip("。"),
        item_kind=word(ItemKind(case.item_kind)) if case.item_kind else "",
        statutory_limit=statutory(case, item),
        promised_limit=promised(case, item),
        materials=_received(desk, case),
        deadline_steps=clock_steps(clock),
        excluded=t(say.PAUSES_EXCLUDED),
        ground=_ground(desk, case),
        progress_query=fill(say.PROGRESS, {"phone": fill(say.PROGRESS_PHONE, {"phone": own_phone}) if own_phone else ""}),
        delivery=t(say.DELIVERY),
    )
    return Subject(paper, number, f"cases:{case.id}")


def _received(desk: Desk, case: Case) -> tuple[ReceivedMaterial, ...]:
    lines = (line for line in queries.cases.materials(desk.session, case.id) if line.state in ("received", "checked"))
    return tuple(ReceivedMaterial(line.name, line.copies, _form(line.form)) for line in lines)


def _ground(desk: Desk, case: Case) -> str:
    """Why the clock runs from another day than the entered one: from receipt, where nobody told in time what was missing, or from the
    next working day, where the material came after hours; else what is not there yet, where the material is not complete.
    """
    accepted = [event for event in queries.cases.events(desk.session, case.id) if event.kind == CaseEventKind.ACCEPTED]
    entered, counts = (accepted[-1].data.get("entered", ""), accepted[-1].happened_on.isoformat()) if accepted else ("", "")
    if entered and entered != counts:
        return t(say.LATE_START if entered > counts else say.AFTER_HOURS)
    lacking = _lacking(desk, case)
    names = t("、").join(fill(say.LATER, {"name": line.name}) if line.later and line.due_on is None else line.name for line in lacking)
    last = max((line.due_on for line in lacking if line.due_on is not None), default=None)  # one day for all that is missing
    by = fill(say.LATER_BY, {"day": say.full_day_text(last)}) if last is not None else ""
    return fill(say.LACKING, {"names": names, "by": by}) if lacking else ""


def _lacking(desk: Desk, case: Case) -> list[MaterialLine]:
    return [line for line in case_checklist.lines(desk.session, case) if line.state == "missing"]


def clock_steps(clock: DeadlineResult) -> tuple[str, ...]:
    """A deadline in a few sentences, from the same days that made it: where it starts, which days count, which do not and why."""
    counted = [line.day for line in clock.days if line.counted]
    if clock.days[0].why is DayWhy.SAME_DAY:
        return (t(say.CLOCK_SAME_DAY),)
    first = clock.days[0].day + ONE_DAY
    told = [fill(say.CLOCK_FROM, {"day": day_text(first)}), fill(say.CLOCK_COUNTED, {"days": days_text(counted)})]
    told += _skipped(clock.days)
    return (*told, *([warning] if (warning := warning_text(clock)) else []))


def _skipped(days: Iterable[DayLine]) -> list[str]:
    """Days that are not counted for another reason than the weekend, grouped by it."""
    named = [line for line in days if not line.counted and line.why not in (DayWhy.REST, DayWhy.ACCEPTED)]
    reasons: dict[str, list[date]] = {}
    for line in named:
        reasons.setdefault(day_reason(line).removesuffix("。"), []).append(line.day)
    return [fill(say.CLOCK_SKIPPED, {"reason": reason, "days": days_text(found)}) for reason, found in reasons.items()]


def days_text(days: list[date]) -> str:
    """Days as a reader sees them: neighbours drawn together (10月1日至7日)."""
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0] * ONE_DAY)]
    return t("、").join(_run_text(run) for run in runs)


def _run_text(run: list[date]) -> str:
    if len(run) == 1:
        return day_text(run[0])
    last = f"{run[-1].day}日" if run[0].month == run[-1].month else day_text(run[-1])
    return f"{day_text(run[0])}{t('至')}{last}"
