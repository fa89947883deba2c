"""The register of first inquiries as a workbook, with the fields a register has; phones as a screen shows them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from app.domain.actor import Actor
from app.domain.clock import station_time
from app.domain.inquiries import InquiryChannel, InquiryOutcome
from app.domain.list_sheet import MOST_ROWS, ListColumn, ListSheet
from app.services import inquiries, list_export
from app.services.inquiries import InquiryLine
from app.services.list_export import ExportedList
from app.texts import fill, t, word
from app.texts import papers as say
from db.uow import Database

COLUMNS = (
    *(("编号", 16), ("来访时间", 16), ("方式", 6), ("办事人", 10), ("住址", 20), ("联系电话", 14), ("办理事项", 28)),
    *(("所收材料（数量）", 24), ("首问责任人", 10), ("承办人", 10), ("转交时间", 16), ("接收时间", 16), ("结果", 10)),
    *(("处理情况", 30), ("去处", 20), ("办理结果", 24), ("办件", 18)),
)


def export(db: Database, actor: Actor, now: datetime, out: Path, *, since: date | None = None, until: date | None = None) -> ExportedList:
    """Write the register of a span of days, the newest first; ``Refused`` past the most rows a workbook takes."""
    page = inquiries.register(db, actor, since=since, until=until, limit=MOST_ROWS + 1)
    heads = tuple(ListColumn(t(title), width) for title, width in COLUMNS)
    sheet = ListSheet("inquiries", t("首问登记簿"), heads, tuple(_row(line) for line in page.rows), _span(since, until))
    return list_export.export(db, actor, now, sheet, out)


def _span(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return ""
    return fill(say.REGISTER_SPAN, {"since": since or t("开始"), "until": until or t("今天")})


def _row(line: InquiryLine) -> tuple[str, ...]:
    materials = t("、").join(fill(say.HANDED_IN, {"name": one.name, "quantity": one.quantity}) for one in line.materials)
    moments = (_moment(line.happened_at), _moment(line.offered_at), _moment(line.taken_over_at))
    came = (line.code, moments[0], word(InquiryChannel(line.channel)), line.visitor, line.address, line.phone_masked, line.topic)
    people = (materials, line.first_officer_name, line.officer_name, moments[1], moments[2])
    return (*came, *people, word(InquiryOutcome(line.outcome)), line.answer, line.told_where, line.result, line.case or "")


def _moment(at: datetime | None) -> str:
    return f"{station_time(at):%Y-%m-%d %H:%M}" if at else ""
