"""Papers of first inquiries: the register of a span of days, and the receipt for material taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.domain.clock import station_time
from app.domain.documents import ReceivedMaterial
from app.domain.documents_cases import InquiryRegisterPaper, MaterialReceiptPaper, RegisterLine
from app.domain.errors import Refused
from app.domain.inquiries import InquiryChannel, InquiryOutcome
from app.domain.service_items import MaterialForm
from app.services import cases, inquiries
from app.services.inquiries import InquiryLine
from app.services.papers_base import Desk, Subject, Wanted
from app.services.papers_queue import visitor_of
from app.texts import fill, t, word
from app.texts import papers as say
from app.texts.papers import full_day_text
from db import queries
from db.models import Case, Inquiry, MaterialReceipt, Person
from db.queries.inquiries import InquiryFilter

MOST = 2000
"""Lines of a register that is printed at once."""


def register(desk: Desk, wanted: Wanted) -> Subject:
    """The register of a span of days, the earliest first; one day where only its beginning is named."""
    since = wanted.since or desk.today
    until = wanted.until or since
    if until < since:
        raise Refused("print.register_span", field="until", since=since.isoformat(), until=until.isoformat())
    rows = queries.inquiries.register(desk.session, InquiryFilter(since, until), None, MOST + 1)
    if len(rows) > MOST:
        raise Refused("print.register_long", field="since", most=f"{MOST:,}")
    lines = [inquiries.line_of(desk.session, row) for row in reversed(rows)]
    number = f"SWDJ{since:%Y%m%d}-{until:%Y%m%d}"
    officers = {row.officer_id for row in rows}
    phones = {key: desk.phone(key) for key in officers}
    shown_lines = tuple(_line(line, phones[row.officer_id]) for line, row in zip(lines, reversed(rows), strict=True))
    span = fill(say.REGISTER_SPAN, {"since": full_day_text(since), "until": full_day_text(until)})
    paper = InquiryRegisterPaper(desk.head(number), span, shown_lines, _sum(lines))
    return Subject(paper, number, f"inquiries:{since:%Y%m%d}{until:%Y%m%d}")


def _line(line: InquiryLine, phone: str) -> RegisterLine:
    at = station_time(line.happened_at)
    came = f"{at:%Y-%m-%d %H:%M} {word(InquiryChannel(line.channel))}"
    materials = t("、").join(fill(say.HANDED_IN, {"name": one.name, "quantity": one.quantity}) for one in line.materials)
    people = (line.first_officer_name, line.officer_name, phone)
    return RegisterLine(line.code, came, line.visitor, line.address, line.phone_masked, line.topic, materials, *people, _outcome(line))


def _outcome(line: InquiryLine) -> str:
    """What was done, where the visitor was sent, what came of it."""
    told = [f"{word(InquiryOutcome(line.outcome))}{t('：')}{line.answer}"]
    told += [line.told_where] if line.told_where and line.told_where != line.answer else []
    told += [t(say.REGISTER_ABSENT)] if line.handler_absent else []
    told += [line.result] if line.result and line.result != line.answer else []
    told += [fill(say.REGISTER_CASE, {"number": line.case})] if line.case else []
    return t("；").join(part.rstrip("。；") for part in told)


def _sum(lines: Sequence[InquiryLine]) -> str:
    by_outcome = Counter(line.outcome for line in lines)
    facts = {outcome.value: by_outcome[outcome.value] for outcome in InquiryOutcome}
    phone = sum(line.channel == InquiryChannel.PHONE for line in lines)
    return fill(say.REGISTER_SUM, {**facts, "n": len(lines), "phone": phone, "cases": sum(line.case is not None for line in lines)})


def material_receipt(desk: Desk, wanted: Wanted) -> Subject:
    """The newest receipt of a case or of an inquiry."""
    case = cases.found(desk.session, wanted.case) if wanted.case else None
    inquiry = None if case else inquiries.found(desk.session, wanted.inquiry or "")
    found = queries.voices.receipts(desk.session, case.id if case else None, inquiry.id if inquiry else None)
    if not found:
        raise Refused("print.no_receipt", field="case" if case else "inquiry")
    row = found[-1]
    paper = MaterialReceiptPaper(
        desk.head(row.code, row.code, f"SD1:J:{row.code}"),
        **_about(desk, case, inquiry),
        received_on=row.received_on,
        receiver=desk.name(row.officer_id),
        materials=_materials(row),
        receiver_phone=desk.phone(row.officer_id),
        supervision_phone=desk.station.supervision_phone,
        returned_on=row.returned_on,
    )
    return Subject(paper, row.code, f"cases:{case.id}" if case else f"inquiry:{row.inquiry_id}")


def _materials(row: MaterialReceipt) -> tuple[ReceivedMaterial, ...]:
    return tuple(
        ReceivedMaterial(one["name"], one["quantity"], word(MaterialForm(one["form"])) if one["form"] else "") for one in row.lines
    )


def _about(desk: Desk, case: Case | None, inquiry: Inquiry | None) -> dict[str, Any]:
    """Whose material it is, for what, and who goes on with it."""
    if case is not None:
        person = desk.session.get_one(Person, case.person_id)
        officer = case.officer_id
        facts = {"visitor": person.name, "phone": desk.full(person)[2], "matter": case.item_name}
    else:
        assert inquiry is not None
        name, _, phone = visitor_of(desk, inquiry)
        officer = inquiry.officer_id
        facts = {"visitor": name, "phone": phone, "matter": inquiry.topic}
    return {**facts, "officer": desk.name(officer), "officer_phone": desk.phone(officer)}
