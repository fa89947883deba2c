"""Returns: fill a form from the records, open a figure down to the records behind it, and see what is due and what is frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.measures import MEASURES, Scope
from app.domain.periods import Period, PeriodKind
from app.domain.returns import CellValue, Figure, MeasureQuery, ReturnDefinition, ReturnResult, Value, behind, queries
from app.domain.returns_layout import column_title
from app.services import return_base, return_store
from app.services.return_base import Forms, Session, Setup, set_up, set_up_form
from app.services.return_records import BehindRecord, RecordList, chosen, columns, described
from app.services.return_store import Frozen
from app.texts import t
from db import measures, measures_many
from db import queries as named
from db.uow import Database

DRAFT, FROZEN = "draft", "frozen"
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that today's records would give otherwise than the frozen one; late entries are in today's figure."""

    cell: str
    frozen: Value
    today: Value


@dataclass(frozen=True, slots=True)
class LateLine:
    """Records dated inside the period and recorded after its cut-off: they enter the cumulative figures of the next return (迟录)."""

    measure: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return as the page shows it. ``last`` and ``year_before`` are the frozen values of those periods by cell, None without any.

    ``differences`` stand on a frozen return only; ``late`` lists what came in after the cut-off; ``reasons`` answer warnings by rule.
    ``newest`` stands on a version that a newer one took the place of: then the differences are those of the version after it.
    """

    definition: ReturnDefinition
    result: ReturnResult
    state: str
    version: int
    cut_off: datetime
    due: date
    overdue: bool
    working_days_left: int
    last: Mapping[str, Value] | None = None
    year_before: Mapping[str, Value] | None = None
    texts: Mapping[str, str] | None = None
    reasons: Mapping[str, str] | None = None
    missing_months: tuple[str, ...] = ()
    late: tuple[LateLine, ...] = ()
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    newest: int = 0

    @property
    def period(self) -> Period:
        """The period of the return."""
        return self.result.period


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Some records of one figure under the heads of their list; ``total`` counts all of them."""

    measure: str
    title: str
    record: str
    columns: tuple[str, ...]
    records: tuple[BehindRecord, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Today:
    """What today's records say about a frozen figure: which came in (late or changed) and which left."""

    value: Value
    added: tuple[BehindRecord, ...]
    removed: tuple[BehindRecord, ...]
    added_count: int
    removed_count: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and the records behind it; ``divisor`` lists those of a rate's divisor. ``more`` says that ``limit`` cut a list."""

    code: str
    period: str
    cell: str
    title: str
    value: CellValue
    measure: str
    tables: tuple[RecordTable, ...]
    divisor: tuple[RecordTable, ...]
    more: bool
    frozen: bool
    version: int = 0
    today: Today | None = None

    @property
    def records(self) -> tuple[BehindRecord, ...]:
        """Every record behind the figure, without those of a divisor."""
        return tuple(record for table in self.tables for record in table.records)


def build(
    db: Database,
    actor: Actor,
    now: datetime,
    code: str,
    period: str,
    *,
    known: Forms | None = None,
    draft: bool = False,
    version: int | None = None,
) -> ReturnView:
    """The return of a period: the frozen one beside what today's records would give, else (or with ``draft``) what they give now.

    ``version`` asks for one that is frozen; an older one stands beside the version after it. ``NotFound`` for a number there is not.
    """
    with db.read("return.build", actor) as session:
        setup = set_up(session, now, code, period, known)
        row = return_store.row_of(session, setup.definition.code, setup.period.code, version)
        if row is None or draft:
            return draft_view(session, setup, now, row.number if row else 0)
        frozen, newest = return_store.load(session, row), named.returns.last_number(session, row.code, row.period)
        return _older_view(session, frozen, newest, now) if frozen.version < newest else _frozen_view(session, frozen, now)


def draft_view(session: Session, setup: Setup, now: datetime, version: int = 0) -> ReturnView:
    """What the records give now; ``version`` is that of a frozen return it would correct."""
    return _view(session, setup, now, return_base.filled(session, setup), ReturnExtras(DRAFT, version, setup.frame.cut_off))


@dataclass(frozen=True, slots=True)
class ReturnExtras:
    """What a draft and a frozen return have each their own way."""

    state: str
    version: int
    cut_off: datetime
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


def _view(session: Session, setup: Setup, now: datetime, result: ReturnResult, extras: ReturnExtras) -> ReturnView:
    due = setup.period.due(setup.profile.grace_days)
    before = named.returns.latest(session, setup.definition.code, setup.period.year_before().code)
    return ReturnView(
        definition=setup.definition,
        result=result,
        state=extras.state,
        version=extras.version,
        cut_off=extras.cut_off,
        due=due,
        overdue=extras.state == DRAFT and setup.definition.handed_in and setup.period.overdue(business_date(now), setup.profile.grace_days),
        working_days_left=return_base.working_days_left(session, setup, now),
        last=setup.previous.values if setup.previous else None,
        year_before=return_base.frozen_values(session, before) if before else None,
        texts=setup.texts,
        reasons=reasons_of(setup.texts),
        missing_months=missing_months(setup.period, setup.texts),
        late=late_lines(session, setup, now, extras.cut_off),
        differences=extras.differences,
        notes=extras.notes or carried_notes(session, setup),
    )


def _frozen_view(session: Session, frozen: Frozen, now: datetime) -> ReturnView:
    setup = todays_setup(session, frozen, now)
    today = return_base.filled(session, setup)
    pairs = ((key, cell.value, today.cells[key].value) for key, cell in frozen.result.cells.items())
    differences = tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])
    extras = ReturnExtras(FROZEN, frozen.version, frozen.cut_off, differences, _notes_of(frozen))
    view = _view(session, setup, now, frozen.result, extras)
    return replace(view, reasons=_answered(frozen) | dict(view.reasons or {}))


def _older_view(session: Session, frozen: Frozen, newest: int, now: datetime) -> ReturnView:
    """A version that a newer one took the place of, as it was frozen: its own texts, and what the version after it says otherwise."""
    code, period = frozen.definition.code, frozen.period.code
    after = named.returns.latest(session, code, period, frozen.version + 1)
    newer = return_base.frozen_values(session, after) if after is not None else {}
    pairs = ((key, cell.value, newer.get(key)) for key, cell in frozen.result.cells.items())
    differences = tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])
    extras = ReturnExtras(FROZEN, frozen.version, frozen.cut_off, differences, _notes_of(frozen))
    texts = {part.title: part.text for part in frozen.narrative} | {f"month.{month}": text for month, text in frozen.months.items()}
    view = _view(session, todays_setup(session, frozen, now), now, frozen.result, extras)
    return replace(
        view, texts=texts, reasons=_answered(frozen), late=(), missing_months=missing_months(frozen.period, texts), newest=newest
    )


def _answered(frozen: Frozen) -> dict[str, str]:
    """Every warning of a frozen return is answered: by the reason that stands in its notes."""
    return {check.rule: t("见附注") for check in frozen.result.checks if not check.ok} if frozen.reason else {}


def _notes_of(frozen: Frozen) -> tuple[str, ...]:
    reason = (t("封存时写的原因：{reason}").format(reason=frozen.reason),) if frozen.reason else ()
    return (*frozen.notes, *reason)


def todays_setup(session: Session, frozen: Frozen, now: datetime) -> Setup:
    """What the same form over the same period is made against today: everything known by now counts, late entries too."""
    setup = set_up_form(session, now, frozen.loaded, frozen.period)
    return replace(setup, frame=replace(setup.frame, cut_off=return_base.known_until(session, now)))


def reasons_of(texts: Mapping[str, str]) -> dict[str, str]:
    """The reasons that answer warnings, by rule."""
    return {key.removeprefix("reason."): text for key, text in texts.items() if key.startswith("reason.")}


def missing_months(period: Period, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The months of a longer period without their tracking note (月跟踪)."""
    if period.kind is PeriodKind.MONTH:
        return ()
    return tuple(month.code for month in period.months() if not texts.get(f"month.{month.code}"))


def _flows(form: ReturnDefinition) -> tuple[MeasureQuery, ...]:
    """The flows that a form shows, each once and without its filters."""
    shown = {query.measure: None for query in queries(form) if Scope.LATE in MEASURES[query.measure].scopes}
    return tuple(MeasureQuery(measure, Scope.PERIOD) for measure in shown)


def late_lines(session: Session, setup: Setup, now: datetime, cut_off: datetime) -> tuple[LateLine, ...]:
    """What is dated inside the period and was recorded after its cut-off."""
    known, period = return_base.known_until(session, now), setup.period
    if known <= cut_off:
        return ()
    return _later(session, setup, (period.first_day, period.last_day), cut_off, known)


def _later(session: Session, setup: Setup, days: tuple[date, date], after: datetime, until: datetime) -> tuple[LateLine, ...]:
    since = setup.period.year_start if days[0] >= setup.period.year_start else days[0]
    counts = (
        (query.measure, measures.recorded_later(session, query.measure, days, since, after, until)) for query in _flows(setup.definition)
    )
    return tuple(LateLine(measure, t(MEASURES[measure].title), count) for measure, count in counts if count)


def carried_notes(session: Session, setup: Setup) -> tuple[str, ...]:
    """In the year's first period: what was entered late for the year before. It is in no figure of the new year, so it is said in words."""
    frame, period = setup.frame, setup.period
    if not period.opens_year or frame.last_cut_off is None or frame.runs_from_plan:
        return ()
    last = period.previous()
    lines = _later(session, setup, (last.year_start, last.last_day), frame.last_cut_off, frame.cut_off)
    words = t("、").join(f"{line.title} {line.count}" for line in lines)
    return (t("注：上年末期截止后补录的上年记录（{words}）不计入本年累计，计入计划期累计。").format(words=words),) if lines else ()


def explain(
    db: Database,
    actor: Actor,
    now: datetime,
    code: str,
    period: str,
    cell: str,
    limit: int | None = None,
    *,
    known: Forms | None = None,
    draft: bool = False,
    version: int | None = None,
) -> Explanation:
    """A figure and exactly the records behind it: of a frozen return the records it was frozen with, beside what today's would give."""
    with db.read("return.read", actor) as session:
        setup = set_up(session, now, code, period, known)
        row = return_store.row_of(session, setup.definition.code, setup.period.code, version)
        if row is None or draft:
            return _explain_draft(session, setup, cell, limit)
        return _explain_frozen(session, return_store.load(session, row), now, cell, limit)


def _explain_draft(session: Session, setup: Setup, cell: str, limit: int | None) -> Explanation:
    above, below = live_lists(session, setup, cell)
    return _explanation(session, setup.definition, setup.period, cell, cell_value(session, setup, cell), (above, below), limit)


def _explain_frozen(session: Session, frozen: Frozen, now: datetime, cell: str, limit: int | None) -> Explanation:
    frozen.definition.cell(cell)
    sides = return_store.lists(frozen, cell)
    made = _explanation(session, frozen.definition, frozen.period, cell, frozen.result.cells[cell], sides, limit)
    setup = todays_setup(session, frozen, now)
    return replace(made, frozen=True, version=frozen.version, today=_today(session, setup, cell, sides))


def cell_value(session: Session, setup: Setup, cell: str) -> CellValue:
    """One cell as the records give it now: only the figures that it is made of are asked for."""
    above, below = behind(setup.definition, cell)
    answers = dict.fromkeys(queries(setup.definition), Figure(0))
    answers |= {query: measures.figure(session, query, setup.frame) for query in (*above, *below)}
    return return_base.computed(setup, answers).cells[cell]


Sides = tuple[tuple[RecordList, ...], tuple[RecordList, ...]]


def live_lists(session: Session, setup: Setup, cell: str) -> Sides:
    """The records behind a cell as they are now."""
    above, below = behind(setup.definition, cell)
    return _read_lists(session, setup, above), _read_lists(session, setup, below)


def lists_of_all(session: Session, setup: Setup) -> Callable[[str], Sides]:
    """The records behind every cell as they are now, read together: what differs only in its filters shares one statement."""
    form = setup.definition
    found = measures_many.records(session, queries(form), setup.frame)

    def lists(cell: str) -> Sides:
        above, below = (tuple(RecordList(query.measure, found[query]) for query in side) for side in behind(form, cell))
        return above, below

    return lists


def _read_lists(session: Session, setup: Setup, asked: tuple[MeasureQuery, ...]) -> tuple[RecordList, ...]:
    return tuple(RecordList(query.measure, measures.records(session, query, setup.frame)) for query in asked)


def _explanation(
    session: Session, form: ReturnDefinition, period: Period, cell: str, value: CellValue, sides: Sides, limit: int | None
) -> Explanation:
    tables, divisor = (_tables(session, side, limit) for side in sides)
    more = any(len(table.records) < table.total for table in (*tables, *divisor))
    title = column_title(form.cell(cell).column, period)
    return Explanation(form.code, period.code, cell, title, value, value.measure or "", tables, divisor, more, frozen=False)


def _tables(session: Session, lists: tuple[RecordList, ...], limit: int | None) -> tuple[RecordTable, ...]:
    """The lists with their records; a limit holds for all of them together and keeps those recorded last."""
    tables, left = [], limit
    for some in lists:
        ids = chosen(some, left)
        left = None if left is None else left - len(ids)
        title = t(MEASURES[some.measure].title)
        tables.append(RecordTable(some.measure, title, some.record, columns(some.measure), described(session, some, ids), len(some.rows)))
    return tuple(tables)


def _today(session: Session, setup: Setup, cell: str, frozen: Sides) -> Today:
    """The records that today's run would add or leave out; at most ``MOST_NAMED`` of each are named."""
    value, live = cell_value(session, setup, cell), live_lists(session, setup, cell)
    added, removed = _left_over(live, frozen), _left_over(frozen, live)
    return Today(value.value, _named(session, added), _named(session, removed), _size(added), _size(removed))


def _left_over(some: Sides, others: Sides) -> tuple[RecordList, ...]:
    """What stands in the lists of ``some`` and not in the same lists of ``others``, an amount that changed included."""
    pairs = ((mine, other) for side, against in zip(some, others, strict=True) for mine, other in zip(side, against, strict=True))
    return tuple(RecordList(mine.measure, tuple(sorted(set(mine.rows) - set(other.rows)))) for mine, other in pairs)


def _named(session: Session, lists: tuple[RecordList, ...]) -> tuple[BehindRecord, ...]:
    return tuple(record for table in _tables(session, lists, MOST_NAMED) for record in table.records)


def _size(lists: tuple[RecordList, ...]) -> int:
    return sum(len(some.rows) for some in lists)
