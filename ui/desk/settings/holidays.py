"""The holiday tables in the settings: the years there are, and a file before it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.calendar import DayKind, DayReason, SpecialKind
from app.services import calendars
from app.services.holiday_tables import Change, Moves, YearTable
from app.services.recount import Move
from app.texts import t, word
from app.texts.today import weekday
from ui.desk.reading import Fact, Reading, Section
from ui.desk.settings.look import Looked
from ui.desk.settings.shown import Shown
from ui.kit.runs import Runs, bold, plain, with_icon
from ui.models.rows import Column, Group


def section(c: Any) -> Shown:
    """The years that have a table, day by day, the newest first."""
    calendar = calendars.current(c.db)
    rows: list[Any] = []
    for year in sorted(calendar.years, reverse=True):
        days = [(day, reason) for day, reason in sorted(calendar.special.items()) if day.year == year]
        rows += [Group(t("{year} 年").format(year=year), len(days)), *days]
    columns = (
        Column("day", t("日期"), lambda r: r[0].isoformat(), 7, 0),
        Column("week", t("星期"), lambda r: weekday(r[0]), 4, 1),
        Column("kind", t("类别"), lambda r: _day_kind(r[1]), 6, 0),
        Column("name", t("名称"), lambda r: r[1].name, 0, 1),
    )
    return Shown(rows=tuple(rows), columns=columns)


def _day_kind(reason: DayReason) -> Runs:
    return with_icon("briefcase-outline", t("补班"), "accent") if reason.kind is DayKind.MAKE_UP else plain(t("休息"))


# a file before it is taken


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that a file changes: what it was in the table, and what it will be (None: not in the table)."""

    day: date
    before: SpecialKind | None
    after: SpecialKind | None
    name: str


def looked(file: str, change: Change, moves: Moves) -> Looked:
    """Which days of which year change, and which deadlines of cases in hand move with them."""
    names = {day.day: day.name for table in change.tables for day in table.days}
    rows: list[Any] = []
    for year in change.years:
        days = _days(year, names)
        rows += [Group(t("{year} 年要改的日子").format(year=year.year), len(days)), *days]
    if moves.cases:
        rows += [Group(t("期限会变的办件"), moves.moved), *moves.cases]
    columns = (
        Column("what", t("改什么"), _what, 8, 0),
        Column("which", t("日期或编号"), lambda r: bold(_which(r)), 0, 1, least=9),
        Column("after", t("改为"), _after, 7, 0),
    )
    note = t("；").join(one.source for one in change.years if one.source)
    shown = Shown(rows=tuple(rows), columns=columns, read=lambda line: _reading(line, change, moves))
    several = t("导入这 {n} 年的安排").format(n=len(change.years))
    act = several if len(change.years) > 1 else t("导入 {year} 年的安排").format(year=change.years[0].year)
    return Looked(t("导入前先看：{file}").format(file=file), note, shown, _said(change, moves), act)


def _days(year: YearTable, names: dict[date, str]) -> list[DayChange]:
    gone, come = (dict(map(_split, lines)) for lines in (year.removed, year.added))
    return [DayChange(day, gone.get(day), come.get(day), names.get(day, "")) for day in sorted({*gone, *come})]


def _split(text: str) -> tuple[date, SpecialKind]:
    """``2027-01-01 off``, as the service names a day."""
    day, kind = text.split()
    return date.fromisoformat(day), SpecialKind(kind)


def _said(change: Change, moves: Moves) -> str:
    if not change.cases:
        return t("没有办件的期限会变。确认前什么都不写。")
    if not moves.moved:
        return t("在办 {n} 件算到这些日子，期限都不变。确认前什么都不写。").format(n=change.cases)
    said = t("在办 {n} 件里 {m} 件的期限会变：推迟 {later} 件，提前 {earlier} 件。确认前什么都不写。")
    return said.format(n=change.cases, m=moves.moved, later=moves.later, earlier=moves.earlier)


def _what(row: DayChange | Move) -> Runs:
    if isinstance(row, Move):
        later = row.after > row.before
        return with_icon("calendar-clock", t("推迟") if later else t("提前"), "fg_text" if later else "warn")
    if row.after is None:
        return with_icon("minus", t("取消"), "fg_secondary")
    return with_icon("plus", t("新增"), "accent") if row.before is None else with_icon("pencil-outline", t("改动"), "warn")


def _which(row: DayChange | Move) -> str:
    return row.number if isinstance(row, Move) else f"{row.day.isoformat()} {weekday(row.day)} {row.name}".rstrip()


def _after(row: DayChange | Move) -> str:
    return row.after.isoformat() if isinstance(row, Move) else _kind(row.after)


def _kind(kind: SpecialKind | None) -> str:
    return word(kind) if kind is not None else t("按平常")


def _reading(row: DayChange | Move, change: Change, moves: Moves) -> Reading:
    own = (Fact(t("原来"), row.before.isoformat() if isinstance(row, Move) else _kind(row.before)), Fact(t("改为"), _after(row)))
    return Reading(_which(row), _what(row), (Section("", own), Section(t("在办件的期限"), _ends(change, moves))))


def _ends(change: Change, moves: Moves) -> tuple[Fact, ...]:
    made = [Fact(t("要看的"), t("{n} 件").format(n=change.cases)), Fact(t("会变的"), t("{n} 件").format(n=moves.moved))]
    if moves.oldest is not None and moves.newest is not None:
        made += [Fact(t("最早的"), _from_to(moves.oldest)), Fact(t("最晚的"), _from_to(moves.newest))]
        listed = len(moves.cases) < moves.moved
        made += [Fact("", t("左边列出期限最近的 {n} 件").format(n=len(moves.cases)), "secondary")] if listed else []
    return tuple(made)


def _from_to(move: Move) -> str:
    return t("{number}：{before} 改为 {after}").format(number=move.number, before=move.before.isoformat(), after=move.after.isoformat())
