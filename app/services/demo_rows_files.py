"""Assistance files, service lists, households and visits of the made-up past as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain import visits as visit_rules
from app.domain.assistance import FileStage, FileState, LineAnswer, Point, ServiceKind, ServiceMode, stage_reached
from app.domain.clock import business_date
from app.domain.deadlines import clearing_last_day
from app.domain.demo_more_facts import FileFact, HomeFact, Later, VisitFact
from app.domain.demo_world import World
from app.domain.households import ZeroState
from app.domain.late_entries import LateKind
from app.domain.visits import VisitResult, VisitWay
from app.services import point_texts
from app.services.demo_book import Book, Row, noon
from app.services.households import HEAD
from app.services.service_lists import _MODES as LIST_MODES
from app.services.service_lists import HandOverWay
from app.services.visits import _MODES as VISIT_MODES
from db import models as m

WISHED = ("occupations", "kinds")


def wish_of(acts: Sequence[Later]) -> dict[str, Any]:
    """The occupations and kinds wished for last."""
    wish = next((act.values for act in reversed(acts) if act.verb == "wish"), {})
    return {name: list(wish[name]) for name in WISHED if name in wish}


class Files:
    """Writes the assistance files with all that hangs on them."""

    def __init__(self, book: Book, world: World) -> None:
        self.book, self.world = book, world
        made = [(act.at, place, n) for place, fact in enumerate(world.files, 1) for n, act in enumerate(fact.acts) if act.verb == "make"]
        self.lists = {(place, n): number for number, (_, place, n) in enumerate(sorted(made), 1)}

    def write(self) -> None:
        """All files in order."""
        for place, fact in enumerate(self.world.files, 1):
            _FileRun(self, place, fact).write()
            self.book.breathe()


class _FileRun:
    """One file, act by act."""

    def __init__(self, files: Files, place: int, fact: FileFact) -> None:
        self.files, self.book, self.place, self.fact = files, files.book, place, fact
        self.row: Row = {}
        self.points: dict[str, dict[str, Any]] = {}
        self.stages: list[FileStage] = []
        self.list_row: Row = {}
        self.lines: list[Row] = []

    def write(self) -> None:
        """Play the acts, then hand the file and its wish over."""
        for n, act in enumerate(self.fact.acts):
            getattr(self, f"_{act.verb}")(act, n)
        self._end_list()
        self.book.add(m.AssistanceFile, self.row)
        wish = next((act for act in reversed(self.fact.acts) if act.verb == "wish"), None)
        if wish is not None:
            values = {name: list(value) if isinstance(value, tuple) else value for name, value in wish.values.items()}
            saved = {"updated_on": business_date(wish.at), "version": sum(map(_wishes, self.fact.acts))}
            first = next(act for act in self.fact.acts if _wishes(act))
            self.book.add_at(m.JobWish, first.at, {"person_id": self.fact.person, **values, **saved})

    def _officer(self, act: Later) -> int | None:
        return self.book.names.officer(act.officer)

    def _points(self, act: Later, _n: int) -> None:
        for point, facts in act.values["findings"]:
            self._finding(act, point, facts)

    def _finding(self, act: Later, point: str, facts: Mapping[str, Any]) -> None:
        whole = self.points[point] = {**self.points.get(point, {}), **facts}
        row = {"person_id": self.fact.person, "point": point, "facts": whole, "summary": point_texts.summary(Point(point), whole)}
        row |= {"method": act.values["method"], "checked_on": act.at.date(), "officer_id": self._officer(act), "recorded_at": act.at}
        self.book.add_at(m.FivePoints, act.at, {**row, "version": 1})

    def _wish(self, _act: Later, _n: int) -> None:
        """The newest wish is written with the file."""

    def _open(self, act: Later, _n: int) -> None:
        self._finding(act, Point.INTENTION.value, {"willing": True, "able": True})
        day = act.at.date()
        number = self.book.number("file", str(day.year))
        self.row = {
            "code": f"D{day.year}-{number:05d}",
            "person_id": self.fact.person,
            "state": FileState.OPEN.value,
            "stage": FileStage.COLLECT.value,
            "willing": True,
            "able": True,
            "helper_id": self.book.names.officer(act.values["helper"]),
            "opened_on": day,
            "closed_on": None,
            "closed_reason": "",
            "late_entry": False,
            "recorded_at": act.at,
            "version": 1,
        }
        self._stage(act, FileStage.COLLECT)

    def _stage(self, act: Later, stage: FileStage, text: str = "") -> None:
        self.stages.append(stage)
        self._saved(stage=stage_reached(self.stages).value)
        row = {"file_id": self.place, "stage": stage.value, "happened_on": act.at.date(), "text": text}
        self.book.add_at(m.FileStep, act.at, {**row, "officer_id": self._officer(act), "recorded_at": act.at})

    def _saved(self, **changed: Any) -> None:
        """The file, unless nothing of it changed."""
        fresh = {name: value for name, value in changed.items() if self.row[name] != value}
        self.row |= fresh | {"version": self.row["version"] + bool(fresh)}

    def _make(self, act: Later, n: int) -> None:
        self._end_list()
        row: Row = {"id": self.files.lists[self.place, n], "file_id": self.place, "person_id": self.fact.person, "number": 1}
        row["number"] = sum(other.verb == "make" for other in self.fact.acts[: n + 1])
        row |= {"made_on": act.at.date(), "handed_over_on": None, "handed_over_how": "", "officer_id": self._officer(act)}
        self.list_row = {**row, "recorded_at": act.at, "handed_over_recorded_at": None, "version": 1}
        self.lines = [_line(row["id"], position, line) for position, line in enumerate(act.values["lines"], 1)]

    def _end_list(self) -> None:
        """The list before is as it will stay."""
        if self.list_row:
            self.book.put(m.ServiceList, self.list_row)
            for line in self.lines:
                self.book.add_at(m.ServiceListLine, self.list_row["recorded_at"], line)
        self.list_row, self.lines = {}, []

    def _hand_over(self, act: Later, _n: int) -> None:
        how, day = HandOverWay(act.values["how"]), act.at.date()
        self.list_row |= {"handed_over_on": day, "handed_over_how": how.value, "handed_over_recorded_at": act.at, "version": 2}
        titles = "、".join(line["title"] for line in self.lines)
        record = f"service_list:{self.list_row['id']}"
        mode = LIST_MODES[how].value
        self.book.service(self.fact.person, ServiceKind.LIST.value, day, act.at, record, self._officer(act), mode, titles)
        self._stage(act, FileStage.CONNECT)

    def _answer(self, act: Later, _n: int) -> None:
        line = self.lines[act.values["position"] - 1]
        line |= {"answer": act.values["answer"], "answered_on": act.at.date()}
        line |= {"answer_reason": act.values["reason"], "appointed_on": act.values["appointed_on"], "version": line["version"] + 1}

    def _service(self, act: Later, _n: int) -> None:
        kind, mode, text = (act.values[name] for name in ("kind", "mode", "text"))
        self.book.service(self.fact.person, kind, act.at.date(), act.at, "", self._officer(act), mode, text)
        if mode == ServiceMode.TAILORED.value:
            self._stage(act, FileStage.TAILOR, text)

    def _step(self, act: Later, _n: int) -> None:
        self._stage(act, FileStage(act.values["stage"]), act.values["text"])

    def _close(self, act: Later, _n: int) -> None:
        self._saved(state=FileState.CLOSED.value, closed_on=act.at.date(), closed_reason=act.values["reason"])


def _wishes(act: Later) -> bool:
    """Whether an act says what work is wished for: the wish itself, or a finding of the intention that names it."""
    return act.verb == "wish" or any(point == Point.INTENTION and {*WISHED} & {*found} for point, found in act.values.get("findings", ()))


def _line(list_id: int, position: int, line: tuple[Any, ...]) -> Row:
    kind, title, record, detail, reasons = line
    row = {"list_id": list_id, "kind": kind, "position": position, "title": title, "detail": detail, "reasons": list(reasons)}
    return {
        **row,
        "record": record,
        "answer": LineAnswer.PENDING.value,
        "answered_on": None,
        "answer_reason": "",
        "appointed_on": None,
        "version": 1,
    }


# households


def write_households(book: Book, world: World) -> None:
    """The households with their members; the register itself follows when the hires are known."""
    for place, fact in enumerate(world.homes, 1):
        day = business_date(fact.at)
        code = f"H{day.year}-{book.number('household', str(day.year)):05d}"
        row = {"code": code, "head_id": fact.head, "address": fact.address, "grid_id": fact.grid, "recorded_at": fact.at, "version": 1}
        book.add(m.Household, row)
        for person, relation in ((fact.head, HEAD), *fact.members):
            book.add(
                m.HouseholdMember,
                {"household_id": place, "person_id": person, "relation": relation, "since": day, "until": None, "version": 1},
            )


def write_register(book: Book, world: World, hires: Mapping[tuple[str, int], int]) -> None:
    """The register of households without anyone in work."""
    for place, fact in enumerate(world.homes, 1):
        number, end = book.add(m.ZeroEmploymentRecord, _register_row(book, place, fact, hires)), fact.end
        if end and end.verb == "clear":
            entry = (f"zero_employment_record:{number}", end.values["started_on"], end.at, book.names.officer(end.officer))
            book.entered_late(LateKind.CLEARING, *entry, end.values["late"], household=place)


def _register_row(book: Book, place: int, fact: HomeFact, hires: Mapping[tuple[str, int], int]) -> Row:
    profile, end = book.profile, fact.end
    cleared = end if end and end.verb == "clear" else None
    exited = end if end and end.verb == "exit" else None
    return {
        "household_id": place,
        "state": (ZeroState.CLEARED if cleared else ZeroState.EXITED if exited else ZeroState.RECOGNISED).value,
        "recognised_on": fact.on,
        "recognised_by": fact.recognised_by,
        "last_day": clearing_last_day(fact.on, book.calendar, profile.zero_family_count, roll=profile.zero_family_roll),
        "cleared_on": cleared.values["started_on"] if cleared else None,
        "cleared_person_id": cleared.values["person"] if cleared else None,
        "hire_id": hires["home", place] if cleared else None,
        "exited_on": exited.values["on"] if exited else None,
        "exit_kind": exited.values["kind"] if exited else "",
        "reason": exited.values["reason"] if exited else "",
        "late_entry": fact.on < business_date(fact.at),
        "officer_id": book.names.officer(fact.officer),
        "recorded_at": fact.at,
        "cleared_recorded_at": cleared.at if cleared else None,
        "exited_recorded_at": exited.at if exited else None,
        "version": 2 if end else 1,
    }


# visits


def write_visits(book: Book, world: World) -> None:
    """The visits with those who were met."""
    for fact in world.visits:
        today = business_date(fact.at)
        number = book.number("visit", str(fact.on))
        visit = book.add(m.Visit, _visit_row(book, fact, number, today))
        if fact.kind != "employer":
            _met(book, fact, visit)
        whose = {"person": fact.person, "household": fact.household, "employer": fact.employer}[fact.kind]
        assert whose is not None, "every visit is to somebody"
        officer = book.names.officer(fact.officer)
        book.entered_late(LateKind.VISIT, f"visit:{visit}", fact.on, fact.at, officer, fact.late, **{fact.kind: whose})
        book.breathe()


def _visit_row(book: Book, fact: VisitFact, number: int, today: date) -> Row:
    late = visit_rules.is_late_entry(fact.on, today)
    return {
        "code": f"Z{fact.on:%Y%m%d}-{number:03d}",
        "kind": fact.kind,
        "way": fact.way,
        "person_id": fact.person,
        "household_id": fact.household,
        "employer_id": fact.employer,
        "happened_on": fact.on,
        "happened_at": noon(fact.on, fact.at, today),
        "result": fact.result,
        "findings": fact.findings,
        "needs": fact.needs,
        "services": list(fact.services),
        "next_on": fact.next_on,
        "officer_id": book.names.officer(fact.officer),
        "second_officer_id": book.names.officer(fact.second),
        "late_entry": late,
        "late_reason": fact.late if late else "",
        "recorded_at": fact.at,
        "version": 1,
    }


def _met(book: Book, fact: VisitFact, visit: int) -> None:
    met = dict(fact.met)
    if fact.kind == "person" and fact.result == VisitResult.MET_PERSON and fact.person is not None:
        met.setdefault(fact.person, "本人")
    way, result, officer = VisitWay(fact.way), VisitResult(fact.result), book.names.officer(fact.officer)
    counted, followed = visit_rules.counts_as_meeting(way, result), visit_rules.is_followed_up(result)
    for person, relation in met.items():
        if counted:
            row = {"visit_id": visit, "person_id": person, "met_on": fact.on, "relation": relation, "recorded_at": fact.at}
            book.add(m.VisitPerson, row)
        if followed:
            text, mode = fact.findings or fact.needs, VISIT_MODES[way].value
            book.service(person, ServiceKind.VISIT.value, fact.on, fact.at, f"visit:{visit}", officer, mode, text)
