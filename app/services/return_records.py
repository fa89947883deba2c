"""The records behind a figure as the station's people read them. Names stand here, in the house; ID and phone numbers nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.clock import station_time
from app.domain.measures import MEASURES, MeasureKind
from app.domain.returns_compute import minutes_text
from app.domain.returns_layout import LineageLabel
from app.services.return_base import Session
from app.texts import t, words
from app.texts.returns import RECORDS
from db import measures_records

Show = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class RecordList:
    """The records of one figure: the measure, and (id, amount) ascending by id."""

    measure: str
    rows: tuple[tuple[int, int], ...]

    @property
    def record(self) -> str:
        """The kind of record that the list holds."""
        return MEASURES[self.measure].record


@dataclass(frozen=True, slots=True)
class BehindRecord:
    """One record behind a figure. ``values`` stand under the columns of its list; ``opens`` names the page to open: ``visit:12``."""

    kind: str
    id: int
    number: str
    label: str
    amount: int
    day: date | None = None
    values: tuple[str, ...] = ()
    opens: str = ""


def _word(family: str) -> Callable[[str], str]:
    return lambda code: t(words().get(f"{family}.{code}", code))


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _text(name: str, show: Show = str) -> Show:
    return lambda row: show(getattr(row, name))


def _minute(name: str) -> Show:
    return lambda row: f"{station_time(moment):%H:%M}" if (moment := getattr(row, name)) else ""


def _number(row: Any) -> str:
    """What a record is called on paper; one without a number of its own is called by its place in the register."""
    return str(getattr(row, "number", None) or row.id)


_NAME, _DAY = _text("name"), _text("day", _day)
_COLUMNS: dict[str, tuple[tuple[str, Show], ...]] = {
    "station": (("站点", _NAME), ("建成日期", _DAY)),
    "officer": (("姓名", _NAME), ("职务", _text("duty")), ("身份", _text("identity")), ("到岗日期", _DAY)),
    "visit_person": (
        *(("姓名", _NAME), ("走访日期", _DAY), ("方式", _text("way", _word("VisitWay")))),
        *(("结果", _text("result", _word("VisitResult"))), ("走访人", _text("officer"))),
    ),
    "assistance_file": (("姓名", _NAME), ("档案编号", _number), ("建档日期", _DAY), ("状态", _text("state", _word("FileState")))),
    "service_list": (("姓名", _NAME), ("档案编号", _text("code")), ("第几版", _text("edition")), ("交付日期", _DAY)),
    "case": (
        *(("办件编号", _number), ("姓名", _NAME), ("事项", _text("item")), ("受理日期", _text("accepted_on", _day))),
        *(("截止日期", _text("deadline", _day)), ("办结日期", _text("closed_on", _day))),
    ),
    "enrolment": (("姓名", _NAME), ("课程", _text("course")), ("结业日期", _DAY), ("证书", _text("certificate"))),
    "drill": (
        *(("主题", _NAME), ("编号", _number), ("类别", _text("kind", _word("DrillKind")))),
        *(("日期", _DAY), ("人数", _text("headcount"))),
    ),
    "ticket": (
        *(("号票", _text("code")), ("日期", _DAY), ("业务", _text("line")), ("取号时间", _minute("taken_at"))),
        *(("结果", _text("state", _word("TicketState"))), ("结束时间", _minute("finished_at")), ("经办人", _text("officer"))),
    ),
    "rating": (
        *(("评价", _text("level", lambda level: _word("Level")(str(level)))), ("评价日期", _DAY)),
        *(("事项", _text("item")), ("办件或号票", lambda row: row.case_number or row.ticket or "")),
    ),
    "job": (
        *(("岗位", _NAME), ("单位", _text("employer")), ("类别", _text("kind", _word("JobKind")))),
        *(("人数", _text("headcount")), ("筹集日期", _DAY)),
    ),
    "referral": (
        *(("姓名", _NAME), ("岗位", _text("job")), ("单位", _text("employer")), ("推介日期", _DAY)),
        ("进展", _text("state", _word("ReferralState"))),
    ),
    "hire": (
        *(("姓名", _NAME), ("就业形式", _text("form", _word("StatusKind"))), ("就业日期", _DAY), ("单位", _text("employer"))),
        ("核实方式", _text("confirmed_how", _word("ConfirmedHow"))),
    ),
    "zero_employment_record": (
        *(("户主", _NAME), ("户号", _number), ("认定日期", _DAY), ("清零期限", _text("last_day", _day))),
        *(("清零日期", _text("cleared_on", _day)), ("退出日期", _text("exited_on", _day)), ("状态", _text("state", _word("ZeroState")))),
    ),
}
_NUMBERS: dict[str, Show] = {
    "service_list": lambda row: f"{row.code}-{row.edition}",
    "enrolment": lambda row: f"{row.code}-{row.id}",
    "ticket": lambda row: f"{_day(row.day)}-{row.code}",
    "rating": lambda row: str(row.id),
}
_OPENS = {
    "visit_person": "visit",
    "assistance_file": "person",
    "service_list": "person",
    "enrolment": "person",
    "referral": "person",
    "hire": "person",
    "zero_employment_record": "household",
}


def is_rank(measure: str) -> bool:
    """Whether the figure is the time of one of its records: the list shows each one's time, the longest first."""
    return MEASURES[measure].kind is MeasureKind.RANK


def columns(measure: str) -> tuple[str, ...]:
    """The heads of the list behind a measure."""
    heads = tuple(t(title) for title, _ in _COLUMNS[MEASURES[measure].record])
    return (heads[0], t("等候分钟"), *heads[1:]) if is_rank(measure) else heads


def number_of(record: str, row: Any) -> str:
    """The number a record of that kind is called by."""
    return _NUMBERS.get(record, _number)(row)


def described(session: Session, some: RecordList, wanted: Sequence[int] | None = None) -> tuple[BehindRecord, ...]:
    """The records of a list (or those ``wanted`` of it), the newest day first; one that is gone is still named by its number."""
    amounts = dict(some.rows)
    ids = list(amounts) if wanted is None else list(wanted)
    rows = measures_records.details(session, some.record, ids)
    found = [_described(some.record, rows[one], amounts[one]) if one in rows else _gone(some.record, one, amounts[one]) for one in ids]
    if is_rank(some.measure):
        return tuple(sorted(map(_timed, found), key=lambda each: (each.amount, each.id), reverse=True))
    return tuple(sorted(found, key=lambda each: (each.day or date.min, each.id), reverse=True))


def chosen(some: RecordList, most: int | None) -> list[int]:
    """The records that a limit keeps: those recorded last, of a rank those with the longest times."""
    rows = sorted(some.rows, key=lambda row: (row[1], row[0])) if is_rank(some.measure) else some.rows
    return [one for one, _ in reversed(rows)][:most]


def _timed(record: BehindRecord) -> BehindRecord:
    """The record with its time in minutes, as the list knows it: a frozen one keeps the time it was frozen with."""
    minutes = minutes_text(record.amount) or ""
    return replace(record, values=(record.values[0], minutes, *record.values[1:]), label=f"{record.label}　{minutes} {t('分钟')}")


def _described(record: str, row: Any, amount: int) -> BehindRecord:
    values = tuple(show(row) for _, show in _COLUMNS[record])
    opens = f"{_OPENS.get(record, record)}:{getattr(row, 'opens', row.id)}"
    return BehindRecord(record, row.id, number_of(record, row), "　".join(v for v in values if v), amount, row.day, values, opens)


def _gone(record: str, one: int, amount: int) -> BehindRecord:
    values = (t("（记录已清除）"), *("" for _ in _COLUMNS[record][1:]))
    return BehindRecord(record, one, str(one), f"{t(RECORDS[record])} {one}{values[0]}", amount, None, values)


def labels(
    session: Session, lists: Iterable[tuple[RecordList, bool]], known: dict[tuple[str, int], str], *, read: bool = True
) -> tuple[LineageLabel, ...]:
    """What a county may read of some records: kind and number. ``known`` keeps numbers read before; without ``read`` no more are read."""
    found: list[LineageLabel] = []
    for some, divisor in lists:
        if read:
            _learn(session, some, known)
        adds_up = MEASURES[some.measure].kind is not MeasureKind.COUNT
        for one, amount in some.rows:
            number = known.get((some.record, one), str(one))
            found.append(LineageLabel(some.record, number, amount if adds_up else None, divisor))
    return tuple(found)


def _learn(session: Session, some: RecordList, known: dict[tuple[str, int], str]) -> None:
    missing = [one for one, _ in some.rows if (some.record, one) not in known]
    rows: Mapping[int, Any] = measures_records.details(session, some.record, missing)
    known.update({(some.record, one): number_of(some.record, rows[one]) if one in rows else str(one) for one in missing})
