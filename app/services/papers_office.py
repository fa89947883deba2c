"""Papers of the office: the list of a desk that both sign, the guide of an item, the systems and the specialists on the wall."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from app.domain.actor import Role
from app.domain.clock import station_time
from app.domain.desks import DeskState, Holding
from app.domain.documents_office import OfficePaper, OfficeSheet, OfficeTable
from app.domain.errors import Refused
from app.domain.norms import SYSTEMS, Edition, NormCode
from app.domain.service_items import ItemKind, Material, ServiceItem
from app.services import desks, items, norms
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import fill, t, word
from app.texts import office as say
from app.texts.papers import full_day_text
from db import queries
from db.models import ServiceItem as ItemRow

DUE, WHAT, NUMBER = 16, 56, 28


def desk_list(desk: Desk, wanted: Wanted) -> Subject:
    """Everything a desk holds, kind by kind: as it was taken over, or as it stands while the offer waits."""
    line = desks.shown(desk.session, wanted.desk or "")
    open_ = line.state is DeskState.OFFERED
    held = desks.held_in(desk.session, line.giver_id, desk.today) if open_ else line.lines
    facts = (
        (t("移交人"), line.giver),
        (t("接收人"), line.taker),
        (t("移交时间"), f"{station_time(line.offered_at):%Y-%m-%d %H:%M}"),
        (t("状态"), word(line.state)),
        (t("原因"), line.reason),
        (t("账号"), t("移交人离岗，接收后账号停用") if line.leaving else t("移交人的账号继续使用")),
        (t("合计"), fill(say.PIECES, {"count": len(held)})),
    )
    signers = (("移交人（签字）", line.giver), ("接收人（签字）", line.taker), ("负责人（签字）", ""))
    sheet = OfficeSheet(t("工作交接清单"), facts=facts, tables=_holdings(held), signers=signers, closing=t(say.DESK_CLOSING))
    return Subject(OfficePaper(desk.head(line.code), (sheet,)), line.code, f"desk_hand_over:{line.id}")


def _holdings(held: Sequence[Holding]) -> tuple[OfficeTable, ...]:
    tables = []
    for kind, lines in groupby(held, key=lambda one: one.kind):
        rows = tuple((one.number or "—", one.title, one.due.isoformat() if one.due else "") for one in lines)
        title = fill(say.KIND_COUNT, {"kind": kind, "count": len(rows)})
        tables.append(OfficeTable(title, (t("编号"), t("内容"), t("期限")), (NUMBER, WHAT, DUE), rows, numbered=True))
    return tuple(tables)


# the wall


def wall(desk: Desk, wanted: Wanted) -> Subject:
    """The five systems, a page each with number and day of its edition; or the one text that is named."""
    codes = SYSTEMS if wanted.code is None else (_norm_code(wanted.code),)
    current = norms.current_in(desk.session, desk.today)
    editions = [current[code] for code in codes]
    number = "-".join(f"{edition.number}" for edition in editions)
    return Subject(OfficePaper(desk.head(), tuple(_sheet(one) for one in editions)), f"ZD{desk.today:%Y%m%d}-{number}", "norm:0")


def _norm_code(text: str) -> NormCode:
    try:
        return NormCode(text)
    except ValueError as error:
        raise Refused("norm.unknown", field="code", code=text) from error


def _sheet(edition: Edition) -> OfficeSheet:
    said = {"number": edition.number, "day": full_day_text(edition.effective_on)}
    return OfficeSheet(edition.title, subtitle=fill(say.EDITION, said), paragraphs=edition.paragraphs, closing=edition.source, wall=True)


def staff_board(desk: Desk, _wanted: Wanted) -> Subject:
    """The specialists who serve here today; who has left is no longer among them (N8)."""
    serving = [one for one in queries.station.officers(desk.session) if one.ended_on is None and one.specialist]
    staff = [one for one in serving if {Role.COUNTER.value, Role.HEAD.value} & set(one.roles)]
    rows = tuple(("\n\n\n", one.name, one.duty or t("就业服务专员"), desk.phone(one.id)) for one in staff)
    table = OfficeTable("", (t("照片"), t("姓名"), t("职责"), t("电话")), (20, 17, 28, 35), rows)
    sheet = OfficeSheet(
        t("就业服务专员公示"), tables=(table,), closing=fill(say.SUPERVISION, {"phone": desk.station.supervision_phone or "—"}), wall=True
    )
    return Subject(OfficePaper(desk.head(), (sheet,)), f"GS{desk.today:%Y%m%d}", "officer:0")


# the guide of an item


def guide(desk: Desk, wanted: Wanted) -> Subject:
    """The nine elements of an item in the edition that counts, with its materials."""
    found = items.guide_in(desk.session, wanted.item or "")
    item, line = found.item, found.line
    source = fill(say.GUIDE_EDITION, {"number": line.version, "source": found.source})
    materials = tuple((one.name, _form(one), one.source, _waiver(one)) for one in item.materials)
    table = OfficeTable(t("受理材料"), (t("材料名称"), t("形式和份数"), t("来源"), t("说明")), (40, 18, 26, 16), materials, numbered=True)
    facts = (*_elements(item), *_responsible(desk, found.item_id))
    sheet = OfficeSheet(t("办事指南"), subtitle=line.name, facts=facts, tables=(table,), closing=source)
    number = f"{line.code}-{line.version}"
    return Subject(OfficePaper(desk.head(number), (sheet,)), number, f"service_item:{found.item_id}")


def _responsible(desk: Desk, item_id: int) -> tuple[tuple[str, str], ...]:
    """The posts at the counters of the item's line with who holds each today; nothing where the roster names nobody."""
    line_id = desk.session.get_one(ItemRow, item_id).line_id
    rows = queries.posts.at_line(desk.session, line_id, desk.today) if line_id is not None else ()
    told = t("、").join(dict.fromkeys(fill(say.POST_AND_NAME, {"post": row.post_name, "officer": row.officer}) for row in rows))
    return ((t("责任岗位"), told),) if told else ()


def _elements(item: ServiceItem) -> tuple[tuple[str, str], ...]:
    told = (
        ("服务对象", item.audience),
        ("服务内容", item.content),
        ("办件类型", word(item.kind) if item.kind else t(say.NOT_PUBLISHED)),
        ("办理时限", limits(item)),
        ("办理条件", item.conditions),
        ("办理途径", item.how_to_apply),
        ("查询途径", item.how_to_ask),
        ("投诉渠道", item.complaints),
        ("设定依据", item.basis),
        ("办理流程", item.process),
        ("收费", item.fee),
    )
    return tuple((t(name), text) for name, text in told if text)


def limits(item: ServiceItem) -> str:
    """The promised and the statutory limit in one line."""
    if item.kind is ItemKind.IMMEDIATE:
        return t("即办，当日办结")
    if item.promised_days is None:
        return t(say.NOT_PUBLISHED)
    promised = fill(say.PROMISED, {"days": item.promised_days}) + (t("（示例）") if item.example_limits else "")
    return promised + (fill(say.STATUTORY, {"days": item.statutory_days}) if item.statutory_days else "")


def _form(material: Material) -> str:
    return f"{word(material.form)} {material.copies} 份" if material.copies else t("无需提交")


def _waiver(material: Material) -> str:
    return t("、").join(filter(None, (t("可以免交") if material.waivable else "", t("可以后补") if material.later else "")))
