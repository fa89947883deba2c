"""The paper of what people say: the register of complaints and suggestions of a span of days (003 (九), B19)."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.complaints import ComplaintKind, ComplaintState
from app.domain.documents_office import OfficePaper, OfficeSheet, OfficeTable
from app.domain.errors import Refused
from app.services import complaints
from app.services.complaints import ComplaintLine
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import fill, t, word
from app.texts import papers as say
from app.texts.office import PIECES
from app.texts.papers import full_day_text
from db import queries

MOST = 2000
"""Lines of a register that is printed at once."""


def register(desk: Desk, wanted: Wanted) -> Subject:
    """Complaints and suggestions received in a span of days, the earliest first; one day where only its beginning is named."""
    since = wanted.since or desk.today
    until = wanted.until or since
    if until < since:
        raise Refused("print.register_span", field="until", since=since.isoformat(), until=until.isoformat())
    rows = queries.voices.complaints_between(desk.session, since, until, MOST + 1)
    if len(rows) > MOST:
        raise Refused("print.register_long", field="since", most=f"{MOST:,}")
    lines = list(map(complaints.lines_of(desk.session, rows, desk.today), rows))
    number = f"TSDJ{since:%Y%m%d}-{until:%Y%m%d}"
    span = fill(say.REGISTER_SPAN, {"since": full_day_text(since), "until": full_day_text(until)})
    columns = (t("编号和收到日期"), t("反映的情况"), t("谁反映、关于谁"), t("处理人和期限"), t("核实、答复、归档"))
    table = OfficeTable("", columns, (19, 26, 13, 19, 23), tuple(_row(line) for line in lines), numbered=True)
    signers = ((t("登记人（签字）"), ""), (t("负责人（签字）"), ""))
    sheet = OfficeSheet(t("投诉和意见建议登记簿"), subtitle=span, facts=((t("合计"), _sums(lines)),), tables=(table,), signers=signers)
    return Subject(OfficePaper(desk.head(number), (sheet,)), number, f"complaints:{since:%Y%m%d}{until:%Y%m%d}")


def _sums(lines: Sequence[ComplaintLine]) -> str:
    kinds = [(word(kind), sum(line.kind is kind for line in lines)) for kind in ComplaintKind]
    kinds += [(t("待答复"), sum(line.state is ComplaintState.OPEN for line in lines)), (t("逾期"), sum(line.overdue for line in lines))]
    return t("，").join(f"{name} {fill(PIECES, {'count': count})}" for name, count in kinds)


def _row(line: ComplaintLine) -> tuple[str, ...]:
    came = f"{line.code}\n{line.received_on} {word(line.channel)}"
    who = "\n".join(part for part in (line.visitor or t("没有留名"), line.about) if part)
    late = t("逾期") if line.overdue else ""
    handled = "\n".join(part for part in (line.handler or t("未指定"), fill(say.UNTIL_DAY, {"day": line.due_on}), late) if part)
    return (came, f"{word(line.kind)}{t('：')}{line.text}", who, handled, "\n".join(_done(line)))


def _done(line: ComplaintLine) -> list[str]:
    steps = ((line.verified_on, line.finding), (line.answered_on, f"{line.answered_by}{t('：')}{line.answer}"), (line.closed_on, t("归档")))
    return [f"{day} {text}" for day, text in steps if day]
