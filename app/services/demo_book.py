"""The rows of a made-up past, table by table with their ids, handed on in pieces that hold the write lock for moments only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import heappop, heappush
from operator import itemgetter
from typing import Any

from app.domain.calendar import Calendar
from app.domain.clock import at_station, business_date
from app.domain.late_entries import LateKind, LateState
from app.domain.profiles import RuleProfile
from app.domain.second_person import SecondStep
from app.domain.service_items import ServiceItem
from db import models as m
from db.base import Base
from db.batch_writer import rows_at_once
from db.vault import Vault

Row = dict[str, Any]
_Written = tuple[datetime, int, tuple[Any, ...], datetime | None]
"""A row without its number: when it was written, its order in that moment, its values, when it was deleted again."""
Write = Callable[[type[Base], Sequence[Row]], None]
PutAway = Callable[[bytes], tuple[str, bytes | None]]
"""What seals a file and keeps it; its digest, and the bytes that its row keeps."""

ORDER: tuple[type[Base], ...] = (
    *(m.Grid, m.Person, m.EmploymentStatus, m.PersonGroup, m.HardshipRecognition, m.FivePoints, m.JobWish),
    *(m.Household, m.HouseholdMember, m.Employer, m.Job, m.Policy, m.Course, m.Enrolment, m.AssistanceFile, m.FileStep),
    *(m.ServiceList, m.ServiceListLine, m.Ticket, m.LinePass, m.Inquiry, m.Case, m.CaseEvent, m.CaseMaterial, m.OneTimeNotice, m.HandOver),
    *(
        m.Attachment,
        m.Proxy,
        m.Extension,
        m.Approval,
        m.Chaser,
        m.RatedMark,
        m.Rating,
        m.RatingInvitation,
        m.Rectification,
        m.AccountabilityRecord,
        m.Visit,
        m.VisitPerson,
        m.Referral,
    ),
    *(m.Hire, m.ZeroEmploymentRecord, m.ServiceRecord, m.Appointment, m.DutyProduct, m.NumberSeries),
)
"""Tables in the order in which their rows can be written: what is pointed at comes first."""

EMPTY: Mapping[type[Base], Row] = {
    m.Inquiry: {"told_where": "", "result": "", "handled_on": None, "offered_to": None, "offered_at": None}
    | {"taken_over_at": None, "handler_absent": False},
    m.Case: {"origin": ""},
    m.CaseMaterial: {"shared_id": None, "due_on": None},
    m.HandOver: {"desk_id": None},
    m.Approval: {"signer_name": "", "signer_duty": "", "signed_on": None, "attachment_id": None},
    m.Chaser: {"seen_at": None},
    m.AccountabilityRecord: {"stated_at": None, "measure": "", "decided_at": None, "correct_by": None, "correction": ""}
    | {"corrected_on": None, "corrected_at": None, "closed_by": None, "closed_at": None, "closing": ""},
}
"""Columns as they are born; a row of the past may say them, and need not."""

_BY_ID, _BY_MOMENT = itemgetter("id"), itemgetter(0, 1)
HIRED, AT_HOME = 10_000_000, 20_000_000
"""Among what was written in one second starts of work come last but for what is told of households, behind every day as an ordinal."""
PENDING = 6000
"""Rows kept back before they are handed on."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What a case copies from its item."""

    item_id: int
    version_id: int
    item: ServiceItem


@dataclass(frozen=True, slots=True)
class Names:
    """The ids behind the names that facts use."""

    officers: Mapping[str, int]
    heads: Sequence[int]
    lines: Mapping[str, int]
    counters: Mapping[int, int]
    items: Mapping[str, ItemRow]
    line_names: Mapping[str, str]

    def officer(self, login: str | None) -> int | None:
        """The id of an officer, None for none."""
        return self.officers[login] if login else None


class Book:
    """Collects rows; each table numbers its own."""

    def __init__(self, write: Write, put_away: PutAway, vault: Vault, names: Names, calendar: Calendar, profile: RuleProfile) -> None:
        self.vault, self.names, self.calendar, self.profile = vault, names, calendar, profile
        self.put_away = put_away
        self._write = write
        self._rows: dict[type[Base], list[Row]] = defaultdict(list)
        self._by_moment: defaultdict[type[Base], list[_Written]] = defaultdict(list)
        self._names: dict[type[Base], tuple[str, ...]] = {}
        self._pending = 0
        self.ids: Counter[type[Base]] = Counter()
        self.series: Counter[tuple[str, str]] = Counter()
        self.served: defaultdict[int, list[tuple[date, datetime]]] = defaultdict(list)
        self.hired: frozenset[int] = frozenset()

    def add(self, model: type[Base], row: Row) -> int:
        """Keep a row and number it."""
        self.ids[model] += 1
        row.update(_whole(model, row), id=self.ids[model])
        self.put(model, row)
        return self.ids[model]

    def add_at(self, model: type[Base], at: datetime, row: Row, order: int = 0, gone: datetime | None = None) -> None:
        """Keep a row that nothing points at; it is numbered at the end, by the moment in which it was written.

        What was written in one second comes by its ``order``, then as it was handed in. What was ``gone`` again at a later moment is not
        written, and left its number free or to the next one.
        """
        whole = _whole(model, row)
        names = self._names.setdefault(model, tuple(whole))
        assert names == tuple(whole), f"columns of {model.__tablename__}"
        self._by_moment[model].append((at, order, tuple(whole.values()), gone))

    def put(self, model: type[Base], row: Row) -> None:
        """Keep a row whose key it has already."""
        self._rows[model].append(row)
        self._pending += 1

    def number(self, kind: str, scope: str) -> int:
        """The next number of a series."""
        self.series[kind, scope] += 1
        return self.series[kind, scope]

    def service(
        self, person: int, kind: str, on: date, at: datetime, record: str, officer: int | None, mode: str = "", text: str = ""
    ) -> None:
        """A recorded service to a person, and the memory of it for those who were hired."""
        if person in self.hired:
            self.served[person].append((on, at))
        values = {"person_id": person, "kind": kind, "happened_on": on, "record": record, "mode": mode, "text": text}
        self.add_at(m.ServiceRecord, at, {**values, "officer_id": officer, "recorded_at": at})

    def served_between(self, person: int, first: date, last: date, before: datetime) -> bool:
        """Whether a service was recorded to a person in a span, as known at a moment."""
        return any(first <= on <= last and at <= before for on, at in self.served[person])

    def entered_late(self, kind: LateKind, record: str, on: date, at: datetime, officer: int | None, reason: str, **owner: int) -> None:
        """The row of a late entry that nobody else had to confirm; one of the same day is none."""
        if on >= business_date(at):
            return
        data = {"late": kind.value, "day": on.isoformat(), "frozen": False, **owner}
        row = {"record": record, "step": SecondStep.LATE_ENTRY.value, "asked_by": officer, "asked_at": at, "state": LateState.NOTED.value}
        self.add_at(m.Approval, at, {**row, "decided_by": None, "decided_at": None, "reason": reason, "data": data, "version": 1})

    def breathe(self) -> None:
        """Hand the rows on when enough have come together; called between records, never inside one."""
        if self._pending >= PENDING:
            self.flush()

    def flush(self) -> None:
        """Hand all rows on, in the order of the tables and in pieces."""
        for model in ORDER:
            rows = self._rows.pop(model, [])
            if rows and "id" in rows[0]:
                rows.sort(key=_BY_ID)  # the trail names a batch by its first and its last id
            assert not rows or rows[0].keys() == set(model.__table__.c.keys()), f"columns of {model.__tablename__}"
            size = rows_at_once(model)
            for start in range(0, len(rows), size):
                self._write(model, rows[start : start + size])
        assert not self._rows, "a table without a place in the order"
        self._pending = 0

    def number_by_moment(self) -> None:
        """Number what nothing points at in the order in which it was written, and hand it on table by table."""
        for model in ORDER:
            rows = self._by_moment.pop(model, [])
            rows.sort(key=_BY_MOMENT)
            for number, values in _numbered(rows):
                self.put(model, {**dict(zip(self._names[model], values, strict=True)), "id": number})
                self.breathe()

    def write_series(self) -> None:
        """The numbers drawn, so that numbering goes on behind them."""
        for (kind, scope), value in sorted(self.series.items()):
            self.put(m.NumberSeries, {"kind": kind, "scope": scope, "value": value})


def _numbered(rows: Iterable[_Written]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows that stayed with their numbers, each one more than the highest that was there in its moment."""
    highest, free, leaving = 0, set[int](), list[tuple[datetime, int]]()
    for at, _, values, gone in rows:
        while leaving and leaving[0][0] <= at:
            free.add(heappop(leaving)[1])
        while highest in free:
            highest -= 1
        highest += 1
        free.discard(highest)
        if gone is None:
            yield highest, values
        else:
            heappush(leaving, (gone, highest))


def _whole(model: type[Base], row: Row) -> Row:
    """A row with the columns that it need not say."""
    return {**EMPTY[model], **row} if model in EMPTY else row


def noon(day: date, now: datetime, today: date) -> datetime:
    """When something of a day happened: now if it was today, else at noon."""
    return now if day == today else at_station(day, 12)
