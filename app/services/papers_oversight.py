"""Papers by which a case is watched over: the slip for a second person without an account, and the chaser of the day."""

from __future__ import annotations

from datetime import date

from app.domain.accountability import ChaserStep
from app.domain.calendar import Calendar
from app.domain.cases import CaseAction, CaseState
from app.domain.clock import business_date, station_time
from app.domain.deadlines import PauseKind
from app.domain.documents import ApprovalSlipPaper, ChaserPaper, Document
from app.domain.errors import Refused
from app.domain.notices import codes_of, others_of
from app.domain.second_person import SecondStep
from app.services import calendars, cases, late_entries, profiles
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import fill, t, word
from app.texts import papers as say
from app.texts.cases import CHASER_RULES, SECOND_RULES
from app.texts.papers import full_day_text
from db import queries
from db.models import Approval, Case, Chaser, Person


def approval_slip(desk: Desk, wanted: Wanted) -> Subject:
    """The slip of a step that waits, or of the oldest one that a case waits with."""
    if wanted.second:
        return _other_slip(desk, wanted.second)
    case = cases.found(desk.session, wanted.case or "")
    asked = queries.cases.approvals(desk.session, f"cases:{case.id}")
    waiting = next((row for row in asked if row.state == "asked"), None)
    if waiting is None:
        raise Refused("print.nothing_waits", field="case", number=case.number)
    step = SecondStep(waiting.step)
    number = f"QP{case.number.removeprefix('BJ')}-{asked.index(waiting) + 1}"
    paper = ApprovalSlipPaper(
        desk.head(number, case.number, f"SD1:C:{case.number}"),
        word(step),
        case.item_name,
        desk.session.get_one(Person, case.person_id).name,
        desk.name(waiting.asked_by),
        business_date(waiting.asked_at),
        waiting.reason,
        t(say.SIGNERS[profiles.of(desk.session).second_person[step]]),
        _particulars(desk, case, waiting),
        word(CaseState(case.state)),
        case.received_on,
        case.deadline if case.accepted_on else None,
        t(SECOND_RULES[step]),
    )
    return Subject(paper, number, f"cases:{case.id}")


def _other_slip(desk: Desk, approval_id: int) -> Subject:
    """The slip of a step that is not of a case: a late entry, an answer, a decision."""
    row = queries.seconds.by_id(desk.session, approval_id)
    if row is None or row.state != "asked":
        raise Refused("print.no_step_waits", field="second", id=approval_id)
    if row.record.startswith("cases:"):
        case = desk.session.get_one(Case, int(row.record.split(":")[1]))
        return approval_slip(desk, Wanted(Document.APPROVAL_SLIP.value, case=case.number))
    step, number = SecondStep(row.step), f"QP{row.id:06d}"
    paper = ApprovalSlipPaper(
        desk.head(number),
        word(step),
        "",
        late_entries.Whose(desk.session, [row]).whom(row),
        desk.name(row.asked_by),
        business_date(row.asked_at),
        row.reason if step is SecondStep.LATE_ENTRY else "",
        t(say.SIGNERS[profiles.of(desk.session).second_person[step]]),
        _prepared(row),
        rule=t(SECOND_RULES[step]),
    )
    return Subject(paper, number, row.record)


def _prepared(row: Approval) -> str:
    """What exactly would be done: which late entry of which day, or what was prepared to be answered."""
    if row.step == SecondStep.LATE_ENTRY:
        return fill(say.SLIP_ENTRY, {"day": row.data["day"], "kind": late_entries.kind_of(row)})
    return str(row.data.get("said", ""))


def _particulars(desk: Desk, case: Case, row: Approval) -> str:
    """What exactly is asked for: how many days, which materials, which act on which day."""
    if "days" in row.data:
        return fill(say.SLIP_DAYS, {"days": row.data["days"], "deadline": case.deadline.isoformat()})
    if "missing" in row.data:
        names = {line.code: line.name for line in queries.cases.materials(desk.session, case.id)}
        told = (*(names.get(code, code) for code in codes_of(row.data["missing"])), *others_of(row.data["missing"]))
        return fill(say.SLIP_MISSING, {"names": t("、").join(told)})
    if row.step == SecondStep.PAUSE:
        facts = {"day": row.data["on"], "kind": PauseKind(row.data["pause"]), "evidence": row.data["evidence"] or t("见附件")}
        return fill(say.SLIP_PAUSE, facts)
    if "act" in row.data:
        return fill(say.SLIP_ACT, {"day": row.data["on"], "act": word(CaseAction(row.data["act"]))})
    late = SecondStep(row.step) is SecondStep.LATE_ENTRY
    return fill(say.SLIP_LATE, {"day": (case.accepted_on or case.received_on).isoformat()}) if late else ""


def chaser(desk: Desk, wanted: Wanted) -> Subject:
    """The newest chaser of a case; that its deadline moved is no chaser."""
    case = cases.found(desk.session, wanted.case or "")
    chasers = [row for row in queries.cases.chasers(desk.session, case.id) if row.step != ChaserStep.MOVED]
    if not chasers or case.accepted_on is None:
        raise Refused("print.no_chaser", field="case", number=case.number)
    row = max(chasers, key=lambda one: (one.fell_due_on, one.id))
    step, number = ChaserStep(row.step), f"CB{case.number.removeprefix('BJ')}-{len(chasers)}"
    paper = ChaserPaper(
        desk.head(number, case.number, f"SD1:C:{case.number}"),
        word(step),
        desk.name(row.officer_id),
        case.item_name,
        desk.session.get_one(Person, case.person_id).name,
        case.accepted_on,
        case.deadline,
        row.fell_due_on,
        station_time(row.written_at),
        _left(row, case.deadline, calendars.of(desk.session)),
        t(CHASER_RULES[step]),
        t(say.CHASED[step]),
        word(CaseState(case.state)),
        station_time(row.seen_at) if row.seen_at else None,
    )
    return Subject(paper, number, f"cases:{case.id}")


def _left(row: Chaser, deadline: date, calendar: Calendar) -> str:
    """How the case stood to its deadline on the day of the chaser."""
    if row.fell_due_on > deadline:
        return fill(say.CHASED_LATE, {"deadline": full_day_text(deadline)})
    days = calendar.working_days_between(row.fell_due_on, deadline)
    return fill(say.CHASED_LEFT, {"deadline": full_day_text(deadline), "days": days})
