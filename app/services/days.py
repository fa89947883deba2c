"""The practice day: one working day of the station through the services, without a screen, from opening the counter to the return.

Each step does what an officer would do and then looks whether it came out right. The first step that does not stops the day; what
was written before stays, as in an office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from app.domain import periods
from app.domain.actor import Actor
from app.domain.assistance import ListKind
from app.domain.clock import at_station, business_date
from app.domain.documents import Document
from app.domain.errors import Refused, Surroundings, UserError
from app.domain.jobs_market import PushChannel
from app.domain.periods import PeriodKind
from app.domain.returns import CellKind
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import (
    assistance,
    audits,
    calendars,
    case_acts,
    cases,
    counters,
    day_people,
    duties,
    hires,
    inquiries,
    items,
    papers,
    profiles,
    queue,
    ratings,
    return_export,
    returns,
    service_lists,
    stations,
    visits,
)
from app.services.assistance import OpenForm
from app.services.hires import ReferralForm
from app.services.inquiries import InquiryForm
from app.services.papers import Wanted
from app.services.ratings import RatingForm
from app.services.service_lists import HandOverWay
from app.services.visits import VisitForm
from app.texts import day as say
from app.texts import sentence, t, word
from db.uow import Database

COUNTER, LINE, FORM = 1, "B", "QSR"

NOT_OF_THE_DAY = frozenset(
    {
        Document.APPOINTMENT,
        Document.APPROVAL_SLIP,
        Document.CHASER,
        Document.EXTENSION_NOTICE,
        Document.CASE_SHEET,
        Document.INQUIRY_REGISTER,
        Document.COMPLAINT_REGISTER,
        Document.MATERIAL_RECEIPT,
    }
    | {Document.PROXY_ACCEPTANCE, Document.PROXY_AUTHORISATION, Document.PROXY_SUSPENSION, Document.PROXY_RENEWAL}
    | {Document.PROXY_COMPLETION, Document.DESK_LIST, Document.WALL, Document.STAFF_BOARD, Document.GUIDE}
)
"""Papers of what this day does not do: it makes no appointment, asks no second person and lets no deadline come near."""
OPENS, BETWEEN = (8, 30), timedelta(minutes=6)
MOST_CALLS = 500
NEXT_VISIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DayStep:
    """A step of the day; ``text`` says why it is not ok."""

    name: str
    ok: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class DayReport:
    """The whole day: its date, its steps, the files it left, how long it took."""

    day: date
    steps: tuple[DayStep, ...]
    files: tuple[str, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every step came out right."""
        return all(step.ok for step in self.steps)


def run(db: Database, now: datetime, out: Path) -> DayReport:
    """Live through the last working day not after ``now``; refused in a real station."""
    if not stations.facts(db).practice:
        raise Refused("day.real_station")
    started = perf_counter()
    _make_folders(out)
    day = PracticeDay(db, now, out)
    steps = tuple(day.steps())
    return DayReport(day.date, steps, tuple(day.files), round(perf_counter() - started, 3))


def _make_folders(out: Path) -> None:
    try:
        (out / "papers").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Surroundings("print.not_writable", field="out", path=str(out)) from error


class PracticeDay:
    """What the steps hand to one another: the visitor's ticket, the person, the case, the list."""

    def __init__(self, db: Database, now: datetime, out: Path) -> None:
        self.db = db
        self.now = now
        self.out = out
        known = stations.actors(db)
        self.clerk: Actor = known.get("clerk1", known["practice"])
        self.head: Actor = known.get("head", known["practice"])
        with db.read("station.look", self.clerk) as session:
            self.calendar = calendars.of(session)
            self.month_rule = profiles.of(session).report_month
        today = business_date(now)
        self.date = today if self.calendar.is_working(today) else self.calendar.last_working_before(today)
        self.files: list[str] = []
        self.moment = now
        self.item = ""
        self.ticket = ""
        self.inquiry = ""
        self.person = 0
        self.case = ""
        self.list = 0

    def steps(self) -> tuple[DayStep, ...]:
        """Do them one after another; each has its own moment of the day, and none lies in the future."""
        acts = self._acts()
        done: list[DayStep] = []
        for place, (name, act) in enumerate(acts):
            self.moment = self._moment(place, len(acts))
            done.append(self._step(name, act, failed=any(not step.ok for step in done)))
        return tuple(done)

    def _moment(self, place: int, count: int) -> datetime:
        """The moment of a step: from half past eight on, or on a day that is not over yet the time up to now in equal parts."""
        wanted = at_station(self.date, *OPENS) + place * BETWEEN
        if at_station(self.date, *OPENS) + count * BETWEEN <= self.now:
            return wanted
        first = max(at_station(self.date), self.now - count * BETWEEN)
        return first + (self.now - first) * place / count

    def _step(self, name: str, act: Callable[[], None], *, failed: bool) -> DayStep:
        if failed:
            return DayStep(name, False, t(say.ERRORS["day.stopped"]))
        try:
            act()
        except UserError as error:
            return DayStep(name, False, sentence(error))
        return DayStep(name, True)

    def _acts(self) -> list[tuple[str, Callable[[], None]]]:
        named: Mapping[str, Callable[[], None]] = {
            "open": lambda: self._counter("open"),
            "take": self._take,
            "call": self._call,
            "serve": lambda: self._ticket("start"),
            "ask": self._ask,
            "person": self._register,
            "case": self._to_case,
            "notice": self._notice,
            "material": self._material,
            "accept": self._accept,
            "file": self._file,
            "points": self._points,
            "lists": self._lists,
            "hand_over": self._hand_over,
            "refer": self._refer,
            "visit": self._visit,
            "close": self._close,
            "finish": lambda: self._ticket("finish"),
            "rate": self._rate,
            "shut": lambda: self._counter("close"),
            "duties": self._duties,
        }
        acts = [(t(say.STEPS[key]), act) for key, act in named.items()]
        acts += [
            (f"{t(say.STEPS['print'])}{word(document)}", self._printer(document)) for document in Document if document not in NOT_OF_THE_DAY
        ]
        ends = {"workbook": self._workbook, "lineage": self._lineage, "chain": self._chain}
        return acts + [(t(say.STEPS[key]), act) for key, act in ends.items()]

    # the counter

    def _counter(self, verb: str) -> None:
        counters.change(self.db, self.clerk, self.moment, verb, COUNTER)

    def _take(self) -> None:
        self.item = self._item()
        self.ticket = queue.take(self.db, self.clerk, self.moment, LINE).ticket

    def _item(self) -> str:
        """A published item with a promised limit and material to hand in: something can be missing and a deadline can be counted."""
        for line in items.listing(self.db, self.clerk):
            if line.state == "published" and (line.promised_days or 0) > 1 and self._asks_material(line.code):
                return line.code
        raise Refused("day.no_item")

    def _asks_material(self, code: str) -> bool:
        return any(material.copies for material in items.guide(self.db, self.clerk, code).item.materials)

    def _call(self) -> None:
        """Whoever waits before goes first; the visitor's number comes in its turn."""
        for _ in range(MOST_CALLS):
            called = queue.call(self.db, self.clerk, self.moment, COUNTER, finish=True)
            if called.ticket == self.ticket:
                return
            if called.ticket is None:
                break
        raise Refused("day.not_called", ticket=self.ticket)

    def _ticket(self, verb: str) -> None:
        queue.act(self.db, self.clerk, self.moment, verb, self.ticket)

    def _ask(self) -> None:
        form = InquiryForm(t(say.TOPIC), t(say.ANSWER), ticket=self.ticket, item=self.item)
        self.inquiry = inquiries.record(self.db, self.clerk, self.moment, form).code

    def _register(self) -> None:
        self.person = day_people.new_person(self.db, self.clerk, self.moment)
        queue.set_person(self.db, self.clerk, self.moment, self.ticket, self.person)

    # the case

    def _to_case(self) -> None:
        made = inquiries.to_case(self.db, self.clerk, self.moment, self.inquiry, person_id=self.person)
        self.case = made.number

    def _codes(self) -> list[str]:
        return [line.code for line in cases.show(self.db, self.clerk, self.moment, self.case).materials]

    def _notice(self) -> None:
        case_acts.notice(self.db, self.clerk, self.moment, self.case, self._codes())

    def _material(self) -> None:
        case_acts.receive_material(self.db, self.clerk, self.moment, self.case, self._codes(), "checked")

    def _accept(self) -> None:
        """The deadline of the case is the one that a plain walk over the calendar counts."""
        facts = case_acts.accept(self.db, self.clerk, self.moment, self.case)
        view = cases.show(self.db, self.clerk, self.moment, self.case)
        counted = self.calendar.add_working_days(facts.accepted_on or self.date, view.promised_days or 0)
        if facts.deadline != counted:
            raise Refused("day.deadline", shown=str(facts.deadline), counted=counted.isoformat())

    def _close(self) -> None:
        case_acts.close(self.db, self.clerk, self.moment, self.case, t(say.OUTCOME))

    def _rate(self) -> None:
        ratings.give(self.db, self.clerk, self.moment, RatingForm(5, case=self.case, text=t(say.PRAISE)))

    # the person

    def _file(self) -> None:
        form = OpenForm(self.person, True, True, helper_id=self.clerk.officer_id)
        assistance.open_file(self.db, self.clerk, self.moment, form)

    def _points(self) -> None:
        cells = assistance.record_points(self.db, self.clerk, self.moment, self.person, day_people.findings(self.date))
        clear = sum(cell.clear for cell in cells)
        if clear < len(cells):
            raise Refused("day.points", clear=clear)

    def _lists(self) -> None:
        """Each of the three lists has a line: an empty one would prove nothing."""
        lines = day_people.offers(self.db, self.clerk, self.moment, self.person)
        made = service_lists.make(self.db, self.clerk, self.moment, self.person, lines)
        empty = tuple(kind for kind in ListKind if not made.of(kind))
        if empty:
            raise Refused("day.lists", missing=empty)
        self.list = made.id

    def _hand_over(self) -> None:
        service_lists.hand_over(self.db, self.clerk, self.moment, self.list, HandOverWay.COUNTER)

    def _refer(self) -> None:
        newest = service_lists.latest(self.db, self.clerk, self.moment, self.person)
        offered = newest.of(ListKind.JOBS)[0].record if newest else ""
        job = int(offered.removeprefix("job:"))
        hires.refer(self.db, self.clerk, self.moment, ReferralForm(self.person, job, channel=PushChannel.COUNTER))

    def _visit(self) -> None:
        form = VisitForm(
            VisitKind.PERSON,
            VisitWay.DOOR,
            VisitResult.MET_PERSON,
            person_id=self.person,
            findings=t(say.FINDING),
            next_on=self.date + NEXT_VISIT,
        )
        visits.record(self.db, self.clerk, self.moment, form)

    # the end of the day

    def _duties(self) -> None:
        duties.run(self.db, self.moment)

    @property
    def period(self) -> str:
        """The last quarter that has ended."""
        return periods.last_ended(PeriodKind.QUARTER, self.date, self.month_rule).code

    def _printer(self, document: Document) -> Callable[[], None]:
        return lambda: self._print(document)

    def _print(self, document: Document) -> None:
        """Every paper of what happened today; a file's name carries the paper's number and nothing of the person."""
        wanted = self._wanted(document)
        drawn = papers.draw(self.db, self.clerk, self.moment, wanted)
        made = papers.print_file(self.db, self.clerk, self.moment, wanted, self.out / "papers" / drawn.file_name)
        self.files.append(made.file)

    def _wanted(self, document: Document) -> Wanted:
        """The subject of a paper: the day had one of each."""
        return {
            Document.TICKET: Wanted(document.value, ticket=self.ticket, on=self.date),
            Document.INQUIRY: Wanted(document.value, inquiry=self.inquiry),
            Document.RATING_SLIP: Wanted(document.value, case=self.case, copies=2),
            Document.ONE_TIME_NOTICE: Wanted(document.value, case=self.case),
            Document.ACCEPTANCE: Wanted(document.value, case=self.case),
            Document.ASSISTANCE_FILE: Wanted(document.value, person=self.person),
            Document.SERVICE_LISTS: Wanted(document.value, person=self.person),
            Document.RETURN: Wanted(document.value, code=FORM, period=self.period),
        }[document]

    def _workbook(self) -> None:
        """The quarter's workbook, read back: every cell of it is what was written."""
        target = self.out / f"{FORM}-{self.period}.xlsx"
        made = return_export.export(self.db, self.head, self.moment, FORM, self.period, target)
        self.files.append(made.file)
        verdict = return_export.verify(self.db, self.head, target)
        if not verdict.ok:
            raise Refused("day.workbook", problems=len(verdict.problems))

    def _lineage(self) -> None:
        """A count that is not zero has exactly as many records behind it; a new station finds its first one in the running quarter."""
        running = periods.period_of(PeriodKind.QUARTER, self.date, self.month_rule).code
        for period in (self.period, running):
            cell = self._count_in(period)
            if cell is not None:
                return self._check_lineage(period, cell)
        raise Refused("day.no_figure", periods=(self.period, running))

    def _count_in(self, period: str) -> str | None:
        cells = returns.build(self.db, self.head, self.now, FORM, period).result.cells
        found = (key for key, cell in cells.items() if cell.kind is CellKind.COUNT and cell.measure and cell.value)
        return next(found, None)

    def _check_lineage(self, period: str, cell: str) -> None:
        explained = returns.explain(self.db, self.head, self.now, FORM, period, cell)
        if len(explained.records) != explained.value.value:
            raise Refused("day.lineage", cell=cell, value=explained.value.value, records=len(explained.records))

    def _chain(self) -> None:
        verdict = audits.verify(self.db, self.head)
        if not verdict.ok:
            raise Refused("day.chain", seq=verdict.broken_at)
