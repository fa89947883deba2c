"""Plays a made-up past through the services, act by act in the order of time: what the batch writer's rows are compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from app.domain.assistance import CloseReason, FileStage, LineAnswer, ListKind, ListLine, Point, ServiceKind, ServiceMode
from app.domain.clock import at_station
from app.domain.demo_facts import CaseAct, GroupFact, PersonFact, TicketAct, TicketFact
from app.domain.demo_more_facts import FileFact, HomeFact, Later, ReferralFact
from app.domain.demo_world import World
from app.domain.employers import EmployerKind, SurveyWay
from app.domain.findings import CheckMethod
from app.domain.households import ExitKind
from app.domain.inquiries import InquiryChannel, InquiryOutcome
from app.domain.jobs_market import ConfirmedHow, JobKind, JobSource, Pay, PushChannel, ReferralState, WelfareKind
from app.domain.persons import DataSource, Gender, IdKind, StatusKind
from app.domain.policies import PolicyKind, PolicyLevel
from app.domain.proxies import ToldHow
from app.domain.queueing import ticket_code
from app.domain.ratings import RatingChannel, RectificationStep
from app.domain.training import CourseKind
from app.domain.visits import EmployerService, VisitKind, VisitResult, VisitWay
from app.services import (
    appointments,
    assistance,
    attachments,
    calendars,
    case_acts,
    cases,
    counters,
    courses,
    demo,
    duties,
    employers,
    hires,
    household_ends,
    households,
    inquiries,
    jobs,
    persons,
    policies,
    proxies,
    queue,
    ratings,
    rectifications,
    service_lists,
    stations,
    statuses,
    visits,
)
from app.services.appointments import AppointmentForm
from app.services.demo_duties import Mornings
from app.services.demo_rows_counter import APPOINTMENTS_BY
from app.services.demo_rows_people import write_grids
from app.services.demo_scans import signed_copy
from app.settings import Settings

Act = Callable[[], object]
Event = tuple[datetime, int, Act]


class Player:
    """Turns facts into calls of the services."""

    def __init__(self, db, now: datetime, settings: Settings, world: World) -> None:
        self.db, self.now, self.settings, self.world = db, now, settings, world
        self.actors = stations.actors(db)
        self.ids = {login: actor.officer_id for login, actor in self.actors.items()}
        self.hardships: dict[int, int] = {}
        self.lists: dict[int, Any] = {}
        self.numbers: dict[int, str] = {}
        self.rectifications: dict[int, int] = {}
        self._order = 0

    def play(self) -> None:
        """Everything, oldest first."""
        writer = demo.Writer(self.db, self.now, self.settings)
        write_grids(writer.book, self.world)
        writer.book.flush()
        for _, _, act in sorted(self._events(), key=lambda event: event[:2]):
            act()

    def _at(self, at: datetime, act: Callable[..., object], *values: object, **named: object) -> Event:
        self._order += 1
        return at, self._order, partial(act, *values, **named)

    def _events(self) -> Iterator[Event]:
        """All acts; those of one second follow each other as the writer writes their kinds."""
        world = self.world
        with self.db.read("demo.make", demo.SYSTEM) as session:
            calendar = calendars.of(session)
        for morning in Mornings(world.span, calendar).days:
            yield self._at(morning.at, duties.run, self.db, morning.at)
            evening = at_station(morning.day, *demo.COUNTERS_CLOSE)
            if evening <= world.span.now:
                for number in (1, 2):
                    yield self._at(evening, counters.change, self.db, self.actors["clerk1"], evening, "close", number)
        for place, person in enumerate(world.persons, 1):
            yield from self._person(place, person)
        yield from self._market()
        for file in world.files:
            yield from self._file(file)
        for visit in world.visits:
            yield self._at(visit.at, self._visit, visit)
        for place, fact in enumerate(world.referrals, 1):
            yield from self._referral(place, fact)
        for ticket in world.tickets:
            yield self._at(ticket.at, self._take, ticket)
            for act in ticket.acts:
                yield self._at(act.at, self._ticket, ticket, act)
        for booked in sorted(world.appointments, key=lambda one: one.made_at):
            form = AppointmentForm(booked.person, booked.at, booked.line, booked.item, booked.note)
            yield self._at(booked.made_at, appointments.make, self.db, self.actors[APPOINTMENTS_BY], booked.made_at, form)
        yield from self._cases()
        yield from self._hires()
        for place, home in enumerate(world.homes, 1):
            yield from self._home(place, home)

    # persons

    def _person(self, place: int, fact: PersonFact) -> Iterator[Event]:
        yield self._at(fact.at, self._register, place, fact)
        for one in fact.statuses[1:]:
            if not one.follows:
                form = statuses.StatusForm(StatusKind(one.status), one.since, one.reason, one.employer, DataSource(one.source))
                yield self._at(one.at, statuses.put, self.db, self.actors[one.officer], one.at, place, form)
        for group in fact.groups:
            if group.at > fact.at:
                yield self._at(group.at, self._group, place, group)
        if fact.hardship is not None:
            yield self._at(fact.hardship.at, self._apply, place, fact)
            if fact.hardship.decided_at is not None:
                yield self._at(fact.hardship.decided_at, self._decide, place, fact)

    def _register(self, place: int, fact: PersonFact) -> None:
        first = fact.statuses[0]
        same = ("name", "id_number", "birth_date", "phone", "ethnicity", "education", "marital", "address", "resident", "hukou")
        form = persons.PersonForm(
            **{name: getattr(fact, name) for name in (*same, "skill", "skill_level", "bank_account", "disability", "health")},
            id_kind=IdKind(fact.id_kind),
            gender=Gender(fact.gender),
            grid_id=fact.grid,
            helper_id=self.ids[fact.helper] if fact.helper else None,
            status=StatusKind(first.status),
            status_since=first.since,
            groups=tuple(group.group for group in fact.groups if group.at == fact.at),
            source=DataSource(fact.source),
        )
        actor = self.actors[fact.officer]
        if first.reason or first.employer:  # the registration form asks for neither
            form = persons.replace(form, status=None, groups=())
        assert persons.add(self.db, actor, fact.at, form).id == place
        if form.status is None:
            status = statuses.StatusForm(StatusKind(first.status), first.since, first.reason, first.employer, DataSource(first.source))
            statuses.put(self.db, actor, fact.at, place, status)
            for group in fact.groups:
                if group.at == fact.at:
                    self._group(place, group)

    def _group(self, place: int, group: GroupFact) -> None:
        form = statuses.GroupForm(group.group, group.since, source=DataSource(group.source))
        statuses.add_group(self.db, self.actors[group.officer], group.at, place, form)

    def _apply(self, place: int, fact: PersonFact) -> None:
        asked = fact.hardship
        line = statuses.apply_hardship(self.db, self.actors[asked.officer], asked.at, place, asked.category, asked.applied_on)
        self.hardships[place] = line.id

    def _decide(self, place: int, fact: PersonFact) -> None:
        asked, row = fact.hardship, self.hardships[place]
        actor = self.actors[asked.decided_by]
        if asked.recognised_on:
            statuses.recognise_hardship(self.db, actor, asked.decided_at, row, asked.recognised_on, "县级人力资源社会保障部门")
        else:
            statuses.refuse_hardship(self.db, actor, asked.decided_at, row, asked.refused_on, asked.reason)

    def _home(self, place: int, fact: HomeFact) -> Iterator[Event]:
        form = households.HouseholdForm(fact.head, fact.members, fact.address, fact.grid)
        recognised = households.RecogniseForm(form, fact.on, fact.recognised_by)
        yield self._at(fact.at, households.recognise, self.db, self.actors[fact.officer], fact.at, recognised)
        if fact.end is not None:
            yield self._at(fact.end.at, self._end_home, place, fact.end)

    def _end_home(self, place: int, end: Later) -> None:
        actor, values = self.actors[end.officer], end.values
        if end.verb == "exit":
            form = households.ExitForm(ExitKind(values["kind"]), values["on"], values["reason"])
            household_ends.leave(self.db, actor, end.at, place, form)
            return
        how = ConfirmedHow(values["how"])
        work = StatusKind(values["form"])
        clear = households.ClearForm(values["person"], None, values["started_on"], values["employer"], work, how, values["late"])
        household_ends.clear(self.db, actor, end.at, place, clear)

    # the labour market

    def _market(self) -> Iterator[Event]:
        world = self.world
        for fact in world.employers:
            form = employers.EmployerForm(**fact.values | {"kind": EmployerKind(fact.values["kind"])})
            yield self._at(fact.at, employers.add, self.db, self.actors[fact.officer], fact.at, form)
        for place, fact in enumerate(world.jobs, 1):
            yield self._at(fact.at, jobs.add, self.db, self.actors[fact.officer], fact.at, _job(fact))
            if fact.closed is not None:
                actor, at = self.actors[fact.closed.officer], fact.closed.at
                yield self._at(at, jobs.close, self.db, actor, at, place, fact.closed.values["reason"])
        for fact in world.policies:
            changed = {"level": PolicyLevel(fact.values["level"]), "kind": PolicyKind(fact.values["kind"])}
            yield self._at(fact.at, policies.add, self.db, self.actors[fact.officer], fact.at, policies.PolicyForm(**fact.values | changed))
        for fact in world.courses:
            form = courses.CourseForm(**fact.values | {"kind": CourseKind(fact.values["kind"])})
            yield self._at(fact.at, courses.add, self.db, self.actors[fact.officer], fact.at, form)
        for fact in world.enrolments:
            yield self._at(fact.at, courses.enrol, self.db, self.actors[fact.officer], fact.at, fact.course, fact.person)
            if fact.end is not None:
                act = courses.leave if fact.end.verb == "leave" else courses.finish
                actor, at = self.actors[fact.end.officer], fact.end.at
                values = {name: value for name, value in fact.end.values.items() if name != "on"}  # the course's last day, by itself
                yield self._at(at, act, self.db, actor, at, fact.course, fact.person, **values)

    def _referral(self, place: int, fact: ReferralFact) -> Iterator[Event]:
        form = hires.ReferralForm(fact.person, fact.job, channel=PushChannel(fact.channel))
        yield self._at(fact.at, hires.refer, self.db, self.actors[fact.officer], fact.at, form)
        for act in fact.acts:
            if act.verb != "hire":
                moved = ReferralState(act.verb)
                yield self._at(act.at, hires.move, self.db, self.actors[act.officer], act.at, place, moved, **act.values)

    def _hires(self) -> Iterator[Event]:
        """By the place of the person, as the writer orders what their new statuses bring."""
        for place, fact in sorted(enumerate(self.world.referrals, 1), key=lambda one: one[1].person):
            for act in fact.acts:
                if act.verb == "hire":
                    yield self._at(act.at, self._hire, place, act)

    def _hire(self, place: int, act: Later) -> None:
        values = act.values
        how, work = ConfirmedHow(values["how"]), StatusKind(values["form"])
        why = {"reason": values["reason"], "late_reason": values["late"]}
        hire = hires.HireForm(values["started_on"], how, referral_id=place, form=work, **why)
        hires.hire(self.db, self.actors[act.officer], act.at, hire)

    # assistance and visits

    def _file(self, fact: FileFact) -> Iterator[Event]:
        for act in fact.acts:
            yield self._at(act.at, getattr(self, f"_file_{act.verb}"), fact.person, act.at, self.actors[act.officer], dict(act.values))

    def _file_points(self, person, at, actor, values) -> None:
        method = CheckMethod(values["method"])
        found = [assistance.Finding(Point(point), facts, method, at.date()) for point, facts in values["findings"]]
        assistance.record_points(self.db, actor, at, person, found)

    def _file_wish(self, person, at, actor, values) -> None:
        assistance.put_wish(self.db, actor, at, person, assistance.WishForm(**values))

    def _file_open(self, person, at, actor, values) -> None:
        helper = self.ids[values["helper"]] if values["helper"] else None
        form = assistance.OpenForm(person, True, True, helper, CheckMethod(values["method"]))
        assistance.open_file(self.db, actor, at, form)

    def _file_make(self, person, at, actor, values) -> None:
        lines = [ListLine(ListKind(kind), title, record, detail, reasons) for kind, title, record, detail, reasons in values["lines"]]
        self.lists[person] = service_lists.make(self.db, actor, at, person, lines)

    def _file_hand_over(self, person, at, actor, values) -> None:
        service_lists.hand_over(self.db, actor, at, self.lists[person].id, service_lists.HandOverWay(values["how"]))

    def _file_answer(self, person, at, actor, values) -> None:
        line = self.lists[person].lines[values["position"] - 1]
        form = service_lists.AnswerForm(LineAnswer(values["answer"]), at.date(), values["reason"], values["appointed_on"])
        service_lists.answer(self.db, actor, at, line.id, form)

    def _file_service(self, person, at, actor, values) -> None:
        form = assistance.ServiceForm(ServiceKind(values["kind"]), ServiceMode(values["mode"]), at.date(), values["text"])
        assistance.record_service(self.db, actor, at, person, form)

    def _file_step(self, person, at, actor, values) -> None:
        form = assistance.StepForm(FileStage(values["stage"]), at.date(), values["text"])
        assistance.step(self.db, actor, at, person, form)

    def _file_close(self, person, at, actor, values) -> None:
        assistance.close_file(self.db, actor, at, person, CloseReason(values["reason"]), at.date(), values["text"])

    def _visit(self, fact) -> None:
        form = visits.VisitForm(
            VisitKind(fact.kind),
            VisitWay(fact.way),
            VisitResult(fact.result),
            fact.person,
            fact.household,
            fact.employer,
            fact.on,
            fact.met,
            fact.findings,
            fact.needs,
            tuple(EmployerService(code) for code in fact.services),
            fact.next_on,
            self.ids[fact.second] if fact.second else None,
            fact.late,
        )
        visits.record(self.db, self.actors[fact.officer], fact.at, form)

    # the counter

    def _take(self, fact: TicketFact) -> None:
        taken = queue.take(self.db, self.actors["clerk1"], fact.at, fact.line, priority=fact.priority, person_id=fact.person)
        assert taken.ticket == ticket_code(fact.line, fact.number)

    def _ticket(self, fact: TicketFact, act: TicketAct) -> None:
        code = ticket_code(fact.line, fact.number)
        if act.verb == "expire":
            return  # the morning's duties do it
        actor = self.actors[act.officer]
        if act.verb == "call":
            called = queue.call(self.db, actor, act.at, act.counter)
            assert called.ticket == code, (called, code, act.at)
        elif act.verb == "transfer":
            queue.transfer(self.db, actor, act.at, code, to_line=act.to)
        else:
            queue.act(self.db, actor, act.at, act.verb, code)

    def _cases(self) -> Iterator[Event]:
        world = self.world
        for place, fact in enumerate(world.cases, 1):
            yield self._at(fact.at, self._open_case, place, fact)
            for act in fact.acts:
                yield self._at(act.at, self._case, place, act)
        for fact in world.inquiries:
            yield self._at(fact.at, self._inquiry, fact)
        for place, fact in enumerate(world.ratings, 1):
            yield self._at(fact.at, self._rate, place, fact)
            for step in fact.steps:
                yield self._at(step.at, self._step, place, step)

    def _open_case(self, place: int, fact) -> None:
        ticket = self.world.tickets[fact.ticket - 1] if fact.ticket else None
        code = ticket_code(ticket.line, ticket.number) if ticket else None
        form = cases.CaseForm(fact.item, fact.person, code, fact.received, fact.late_reason, fact.channel, fact.proxy)
        form = replace(form, mode=ServiceMode(fact.mode) if fact.mode else None)
        opened = cases.open_case(self.db, self.actors[fact.officer], fact.at, form)
        assert opened.id == place
        self.numbers[place] = opened.number

    def _case(self, place: int, act: CaseAct) -> None:
        number, actor, details = self.numbers[place], self.actors[act.officer], dict(act.details)
        if act.verb == "tell":
            proxies.tell(self.db, actor, act.at, number, act.text, ToldHow(details["how"]))
            return
        verb = getattr(case_acts, {"material": "receive_material"}.get(act.verb, act.verb))
        values = {
            "notice": ([details.get("codes")], {"reason": act.text}),
            "material": ([details.get("codes")], {}),
            "authorise": ([], {"attachment_id": self._copy(actor, act.at, number) if act.verb == "authorise" else None}),
            "extend": ([details.get("days"), act.text], {}),
            "hand_over": ([details.get("to"), act.text], {}),
            "pause": ([act.text], {name: details.get(name) for name in ("kind", "until", "evidence")}),
            "approve": ([], {"refused": details.get("refused", False), "reason": act.text}),
        }
        plain = [act.text] if act.verb in ("refuse", "withdraw", "ask_void", "decide", "close") else []
        positional, named = values.get(act.verb, (plain, {}))
        verb(self.db, actor, act.at, number, *positional, **named)
        if act.verb == "close" and self.world.cases[place - 1].proxy:
            proxies.end(self.db, actor, act.at, number, act.text, how=ToldHow.PHONE)

    def _copy(self, actor, at: datetime, number: str) -> int:
        """The signed copy without which no authorisation is taken that was brought."""
        copy = signed_copy(cases.show(self.db, actor, at, number).facts.id, number)
        return attachments.add(self.db, actor, at, self.settings, copy).id

    def _inquiry(self, fact) -> None:
        ticket, values = self.world.tickets[fact.ticket - 1] if fact.ticket else None, fact.values
        form = inquiries.InquiryForm(
            topic=values["topic"],
            answer=values["answer"],
            outcome=InquiryOutcome.ANSWERED,
            channel=InquiryChannel.WINDOW if ticket else InquiryChannel.PHONE,
            ticket=ticket_code(ticket.line, ticket.number) if ticket else "",
            visitor=values["visitor"],
            item=values["item"],
        )
        inquiries.record(self.db, self.actors[fact.officer], fact.at, form)

    def _rate(self, place: int, fact) -> None:
        ticket = self.world.tickets[fact.ticket - 1] if fact.ticket else None
        form = ratings.RatingForm(
            fact.level,
            case=self.numbers[fact.case] if fact.case else "",
            ticket=ticket_code(ticket.line, ticket.number) if ticket else "",
            on=ticket.day if ticket else None,
            text=fact.text,
            anonymous=fact.anonymous,
            channel=RatingChannel(fact.channel),
        )
        rated = ratings.give(self.db, self.actors["clerk1"], fact.at, form)
        self.rectifications[place] = rated.rectification_id

    def _step(self, place: int, step: Later) -> None:
        row, actor = self.rectifications[place], self.actors[step.officer]
        if step.verb == "supervise":
            rectifications.supervise(self.db, actor, step.at, row)
        else:
            rectifications.step(self.db, actor, step.at, row, RectificationStep(step.verb), step.values["text"])


def _job(fact) -> jobs.JobForm:
    low, high = fact.values["pay"]
    welfare = fact.values["welfare_kind"]
    changed = {
        "kind": JobKind(fact.values["kind"]),
        "pay": Pay(low, high),
        "welfare_kind": WelfareKind(welfare) if welfare else None,
        "source": JobSource(fact.values["source"]),
        "survey_way": SurveyWay(fact.values["survey_way"]),
    }
    return jobs.JobForm(fact.employer, **fact.values | changed)
