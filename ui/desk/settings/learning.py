"""Training, certificates and figures of the officers in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.clock import business_date
from app.domain.figures import Figure
from app.services import figures, qualifications, service_modes
from app.services.certificate_lines import CertificateLine
from app.services.figures import FigureLine
from app.services.qualifications import DrillLine
from app.texts import t, word
from ui.desk.settings.shown import Shown
from ui.kit.runs import Runs, bold, with_icon
from ui.models.rows import Column


def drills(c: Any) -> Shown:
    """Drills, contests and classes, the newest first."""
    columns = (
        Column("day", t("日期"), lambda r: r.held_on.isoformat(), 7, 0),
        Column("kind", t("类别"), lambda r: word(r.kind), 6, 0),
        Column("level", t("级别"), lambda r: word(r.level), 4, 1),
        Column("topic", t("主题"), lambda r: bold(r.topic), 0, 1, tip=lambda r: r.topic, least=12),
        Column("people", t("人数"), lambda r: str(r.headcount), 3, 1, right=True),
        Column("scores", t("本站人员（成绩、名次）"), _scores, 14, 2),
    )
    return Shown(rows=qualifications.drills(c.db, c.actor), columns=columns, empty=t("还没有登记练兵、比武和培训"))


def _scores(line: DrillLine) -> str:
    return t("、").join(f"{name} {score} {place}".strip() for name, score, place in line.people)


def certificates(c: Any) -> Shown:
    """Certificates, those that expire first in front, those put aside last."""
    columns = (
        Column("state", t("状态"), _certificate_state, 6, 0),
        Column("officer", t("姓名"), lambda r: bold(r.officer), 6, 0),
        Column("name", t("证书"), lambda r: r.name, 0, 1, tip=lambda r: r.issuer, least=12),
        Column("kind", t("类别"), lambda r: word(r.kind), 8, 2),
        Column("level", t("等级"), lambda r: r.level, 5, 2),
        Column("expires", t("到期"), lambda r: r.expires_on.isoformat() if r.expires_on else t("长期"), 7, 0),
    )
    rows = sorted(qualifications.certificates(c.db, c.actor, c.now()), key=lambda one: one.ended_on is not None)
    return Shown(rows=tuple(rows), columns=columns, empty=t("还没有登记证书，到期前会提醒"))


def _certificate_state(line: CertificateLine) -> Runs:
    if line.ended_on is not None:
        return with_icon("minus", t("不再使用"), "fg_secondary")
    if not line.holds:
        return with_icon("alert-octagon", t("已过期"), "danger")
    return with_icon("timer-sand", t("快到期"), "warn") if line.soon else with_icon("check-circle", t("有效"), "ok")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An officer's figures with the days they are of, so that their records are of the same days."""

    line: FigureLine
    first: date
    last: date

    @property
    def login(self) -> str:
        """Whose."""
        return self.line.login


def of_officers(c: Any, first: date | None = None, last: date | None = None) -> Shown:
    """The year's figures, or those of some days: everybody's for the head, one's own for others."""
    until = last or business_date(c.now())
    since = first or until.replace(month=1, day=1)
    columns = (
        Column("officer", t("姓名"), lambda r: bold(r.line.officer), 6, 0),
        _figure(Figure.CLOSED),
        Column("on_time_rate", t("按时率"), lambda r: _percent(r.line.on_time_rate), 4, 0, right=True),
        *(_figure(figure) for figure in (Figure.OPEN, Figure.RATINGS)),
        Column("good_rate", t("满意率"), lambda r: _percent(r.line.good_rate), 4, 0, right=True),
        *(_figure(figure) for figure in (Figure.VISITS, Figure.INQUIRIES)),
        *(_figure(figure, 2) for figure in (Figure.RECEIVED, Figure.OVERDUE, Figure.MET, Figure.TRAINING)),
    )
    lines = figures.of_all(c.db, c.actor, c.now(), since, until)
    span = t("{since} 至 {until}").format(since=since, until=until)
    return Shown(rows=tuple(FigureRow(line, since, until) for line in lines), columns=columns, note=span)


def _number(figure: Figure) -> Any:
    return lambda row: f"{row.line.figures[figure]:,}"


def _figure(figure: Figure, rank: int = 0) -> Column:
    return Column(figure.value, word(figure), _number(figure), 4, rank, right=True)


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.0%}"


def modes(c: Any, first: date, last: date) -> Shown:
    """The services of a span of days by the way they were given: at the counter, at home, booked, from afar (B12, B13)."""
    found = service_modes.counted(c.db, c.actor, first, last)
    columns = (
        Column("mode", t("服务方式"), lambda r: bold(word(r[0])), 10, 0),
        Column("count", t("次数"), lambda r: f"{r[1]:,}", 6, 0, right=True),
        Column("share", t("占比"), lambda r: _percent(r[1] / found.total if found.total else None), 0, 1, right=True),
    )
    note = t("{since} 至 {until}，共 {n} 次").format(since=first, until=last, n=f"{found.total:,}")
    return Shown(rows=tuple(found.modes.items()), columns=columns, note=note)


def records(c: Any, row: FigureRow, figure: Figure) -> Shown:
    """The records behind a figure."""
    rows = figures.records(c.db, c.actor, c.now(), row.login, figure, row.first, row.last)
    columns = (
        Column("day", t("日期"), lambda r: r.day.isoformat(), 7, 0),
        Column("number", t("编号"), lambda r: bold(r.number), 10, 0),
        Column("title", t("内容"), lambda r: r.title, 0, 1, tip=lambda r: r.title, least=8),
    )
    return Shown(rows=rows, columns=columns)
