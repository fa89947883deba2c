"""Cases of the made-up past as rows: every act with its events, the deadline by the real clock, what the mornings' duties made of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.domain import cases as rules
from app.domain.accountability import ClockFacts, LeadKind, Product, ProductKind, products_due
from app.domain.assistance import case_mode
from app.domain.calendar import ONE_DAY, Calendar
from app.domain.cases import CaseEventKind, CaseState, ClockEvent, replay
from app.domain.deadlines import ClockTerms, DeadlineResult, PauseKind, SupplementRule, deadline_of
from app.domain.demo_facts import CaseAct, CaseFact
from app.domain.demo_world import World
from app.domain.late_entries import LateKind, is_far_back
from app.domain.proxies import ProxyState, ToldHow, proxy_code
from app.domain.second_person import SecondStep
from app.domain.service_items import ItemKind, required_materials
from app.services.attachments import row_of
from app.services.case_clock import CLOCK_KINDS
from app.services.demo_book import Book, Row, noon
from app.services.demo_duties import Morning, Mornings, lead_row
from app.services.demo_scans import signed_copy
from app.texts import fill, t
from app.texts.proxies import NO_POWERS, STEP_TOLD
from db import models as m

DERIVED = ("deadline", "paused", "deadline_warning", "extension_days", "statutory_deadline")
NOT_YET = ("accepted_on", "accepted_recorded_at", "statutory_deadline", "decided_on", "closed_on", "closed_recorded_at")


@dataclass(slots=True)
class Clock:
    """The real clock of the cases, asked once for equal terms."""

    calendar: Calendar
    known: dict[Any, DeadlineResult] = field(default_factory=dict)

    def result(self, terms: ClockTerms, today: date) -> DeadlineResult:
        """The deadline of some terms as of a day; without pauses the day does not matter."""
        key = (terms, today if terms.pauses else None)
        if key not in self.known:
            self.known[key] = deadline_of(terms, self.calendar, today)
        return self.known[key]


class Cases:
    """Writes the cases; ``holders`` says who holds each at the end."""

    def __init__(self, book: Book, world: World, mornings: Mornings) -> None:
        self.book, self.world, self.mornings = book, world, mornings
        self.clock = Clock(book.calendar)
        self.holders: dict[int, int] = {}
        signed = [(act.at, place) for place, fact in enumerate(world.cases, 1) for act in fact.acts if act.verb == "authorise"]
        self.authorised = {place: proxy_code(at.date(), book.number("proxy", str(at.date()))) for at, place in sorted(signed)}
        self.scans = {place: number for number, (_, place) in enumerate(sorted(signed), 1)}
        told = [(act.at, place, n) for place, fact in enumerate(world.cases, 1) for n, act in enumerate(fact.acts) if act.verb == "notice"]
        self.serials = {(place, n): (at, book.number("notice", str(at.date()))) for at, place, n in sorted(told)}

    def write(self) -> None:
        """All cases in order."""
        for place, fact in enumerate(self.world.cases, 1):
            run = CaseRun(self, place, fact)
            run.play()
            self.holders[place] = run.row["officer_id"]
            self.book.breathe()


class CaseRun:
    """One case from its opening on; a method for each act of the services, writing what that act writes."""

    def __init__(self, cases: Cases, place: int, fact: CaseFact) -> None:
        self.cases, self.book, self.place, self.fact = cases, cases.book, place, fact
        self.names, self.calendar = self.book.names, self.book.calendar
        self.at, self.today = fact.at, fact.at.date()
        self.events: list[ClockEvent] = []
        self.leads: set[tuple[str, date]] = set()
        self.chasers: list[Row] = []  # nobody has read them: they follow the case
        self.approval: Row = {}
        self.extension: Row = {}
        self.extended_at = fact.at
        self.hand_over: Row = {}
        self.proxy: Row = {}
        self.row = self._opened()
        self.materials = self._materials()

    # opening

    def _opened(self) -> Row:
        fact, known = self.fact, self.names.items[self.fact.item]
        item, received = known.item, fact.received or self.today
        number = rules.case_number(received, self.book.number("case", str(received)))
        nothing: Row = dict.fromkeys(NOT_YET)
        officer = self.names.officers[fact.officer]
        first = self.cases.world.tickets[fact.ticket - 1].acts if fact.ticket else ()
        first_officer = next((self.names.officers[act.officer] for act in first if act.verb == "call"), officer)
        return {
            "number": number,
            "item_id": known.item_id,
            "item_version_id": known.version_id,
            "item_name": item.name,
            "item_kind": item.kind.value if item.kind else "",
            "person_id": fact.person,
            "ticket_id": fact.ticket,
            "state": CaseState.RECEIVED.value,
            "channel": fact.channel,
            "mode": fact.mode,
            "first_officer_id": first_officer,
            "officer_id": officer,
            "received_on": received,
            "received_at": noon(received, fact.at, self.today),
            "recorded_at": fact.at,
            "promised_days": 0 if item.kind is ItemKind.IMMEDIATE else item.promised_days,
            "statutory_days": item.statutory_days,
            "supplement_rule": self.book.profile.supplement.value,
            "extension_days": 0,
            "deadline": date.max,
            "deadline_warning": "",
            "paused": False,
            **nothing,
            "outcome": "",
            "reason": "",
            "late_entry": received < self.today,
            "late_reason": fact.late_reason,
            "proxy": fact.proxy,
            "authorised_on": None,
            "bundle": "",
            "version": 1,
        }

    def _materials(self) -> dict[str, Row]:
        item = self.names.items[self.fact.item].item
        return {
            one.code: {
                "case_id": self.place,
                "code": one.code,
                "name": one.name,
                "form": one.form.value,
                "copies": one.copies,
                "state": "missing",
                "received_on": None,
                "officer_id": None,
                "version": 1,
            }
            for one in required_materials(item)
        }

    def play(self) -> None:
        """The opening, the acts and the mornings between them; then all rows."""
        officer = self.names.officers[self.fact.officer]
        self._event(CaseEventKind.RECEIVED, officer, self.fact.late_reason, on=self.row["received_on"])
        if self.row["first_officer_id"] != officer:
            self._event(CaseEventKind.TAKEN_OVER, officer, before=self.row["first_officer_id"])
        received = self.row["received_on"]
        if is_far_back(received, self.today, self.calendar):
            late = {"late": LateKind.RECEIPT.value, "day": received.isoformat(), "frozen": False}
            self._ask(SecondStep.LATE_ENTRY, officer, self.fact.late_reason, **late)
        else:
            self.book.entered_late(LateKind.RECEIPT, f"cases:{self.place}", received, self.at, officer, self.fact.late_reason)
        for n, act in enumerate(self.fact.acts):
            self._mornings(act.at)
            self.at, self.today = act.at, act.at.date()
            getattr(self, f"_{act.verb}")(act, self.names.officers[act.officer], n)
            self._recompute()
            self._take_back()
            if act.verb in ("accept", "close"):
                self._lead_if_overdue()
        self._mornings(None)
        self._hand_in()

    def _hand_in(self) -> None:
        """The case itself and the slips that may still have changed."""
        self.book.add(m.Case, self.row)
        for material in self.materials.values():
            self.book.add(m.CaseMaterial, material)
        for chaser in self.chasers:
            self.book.add_at(m.Chaser, chaser["written_at"], chaser, chaser["fell_due_on"].toordinal())
        for model, row, column in ((m.Approval, self.approval, "asked_at"), (m.HandOver, self.hand_over, "offered_at")):
            if row:
                self.book.add_at(model, row[column], row)
        if self.extension:
            self.book.add_at(m.Extension, self.extended_at, self.extension)

    def _event(
        self, kind: CaseEventKind, officer: int | None, text: str = "", *, on: date | None = None, approver: int | None = None, **data: Any
    ) -> None:
        day = on or self.today
        row: Row = {"case_id": self.place, "kind": kind.value, "happened_on": day, "happened_at": noon(day, self.at, self.today)}
        row |= {"recorded_at": self.at, "officer_id": officer, "approver_id": approver, "text": text, "data": data}
        self.book.add_at(m.CaseEvent, self.at, row, day.toordinal() if kind is CaseEventKind.CHASED else 0)

    def _tick(self, kind: CaseEventKind, on: date, **values: Any) -> None:
        """Tell the clock."""
        if kind in CLOCK_KINDS:
            self.events.append(ClockEvent(kind, on, len(self.events) + 1, **values))

    def _recompute(self) -> None:
        """Derive the stored deadline anew, as every act of the services does."""
        row = self.row
        if row["accepted_on"] is None:
            return
        terms = replay(self.events, row["promised_days"] or 0, SupplementRule(row["supplement_rule"]))
        assert terms is not None
        before = [row[name] for name in DERIVED]
        found = self.cases.clock.result(terms, self.today)
        row |= {
            "deadline": found.deadline,
            "paused": found.standing,
            "deadline_warning": found.warning or "",
            "extension_days": terms.extension,
        }
        if row["statutory_days"]:
            legal = ClockTerms(terms.accepted, row["statutory_days"], terms.pauses, terms.supplement, terms.extension)
            row["statutory_deadline"] = self.cases.clock.result(legal, self.today).deadline
        self._saved(before != [row[name] for name in DERIVED])

    def _saved(self, times: int = 1) -> None:
        """The case is saved before the next question is asked, so one act may save it more than once."""
        self.row["version"] += times

    # acts, named as in the facts

    def _material(self, act: CaseAct, officer: int, _n: int) -> None:
        codes = act.details["codes"]
        for code in codes:
            self.materials[code] |= {"state": "received", "received_on": self.today, "officer_id": officer, "version": 2}
        names = "、".join(self.materials[code]["name"] for code in codes)
        self._event(CaseEventKind.MATERIAL, officer, names, codes=list(codes), state="received")

    def _authorise(self, _act: CaseAct, officer: int, _n: int) -> None:
        self.row |= {"proxy": True, "authorised_on": self.today}
        self._saved()
        self.proxy = self._proxy()
        form, scan = signed_copy(self.place, self.row["number"]), self.proxy["attachment_id"]
        file = row_of(form, *self.book.put_away(form.data), officer, self.at)
        self.book.put(m.Attachment, {**file, "id": scan, "removed": False, "removed_reason": ""})
        self.book.put(m.Proxy, self.proxy)
        self._event(CaseEventKind.AUTHORISED, officer)

    def _proxy(self) -> Row:
        """The authorisation that was brought signed, for the case's own item."""
        never: Row = dict.fromkeys(("ends_on", "suspended_on", "ended_on", "told_on"))
        unsaid: Row = dict.fromkeys(("reason", "suspended_reason", "outcome", "told_how"), "")
        about: Row = {"code": self.cases.authorised[self.place], "case_id": self.place, "number": 1, "agent_id": self.row["officer_id"]}
        about["id"] = about["attachment_id"] = self.cases.scans[self.place]
        said: Row = {"items": [self.row["item_name"]], "powers": t(NO_POWERS), "starts_on": self.today, "signed_on": self.today}
        return {**about, **said, **never, **unsaid, "state": ProxyState.SIGNED.value, "version": 2}

    def _tell(self, act: CaseAct, officer: int, _n: int) -> None:
        """A step that was done for the person."""
        said = fill(STEP_TOLD, {"text": act.text, "how": ToldHow(act.details["how"])})
        self._event(CaseEventKind.PROXY, officer, said, code=self.proxy["code"], proxy="step")

    def _proxy_told(self, act: CaseAct, officer: int) -> None:
        """Whoever was acted for is told the outcome by telephone as the case closes, which ends the authorisation."""
        outcome, how = act.text or self.row["outcome"], ToldHow.PHONE
        self.proxy |= {"state": ProxyState.ENDED.value, "ended_on": self.today, "outcome": outcome, "told_on": self.today}
        self.proxy |= {"told_how": how.value, "version": 3}
        self._event(CaseEventKind.PROXY, officer, fill(STEP_TOLD, {"text": outcome, "how": how}), code=self.proxy["code"], proxy="ended")

    def _notice(self, act: CaseAct, officer: int, n: int) -> None:
        _, serial = self.cases.serials[self.place, n]
        missing = list(act.details["codes"])
        row = {
            "code": f"GZ{self.today:%Y%m%d}-{serial:03d}",
            "case_id": self.place,
            "number": 1,
            "issued_on": self.today,
            "missing": missing,
        }
        self.book.add_at(
            m.OneTimeNotice, self.at, {**row, "reason": act.text, "officer_id": officer, "approver_id": None, "recorded_at": self.at}
        )
        self.row["state"] = CaseState.NOTICED.value
        self._saved()
        self.noticed = self.today
        self._event(CaseEventKind.NOTICED, officer, act.text, missing=missing, number=1, code=row["code"])

    noticed: date | None = None

    def _accept(self, act: CaseAct, officer: int, _n: int) -> None:
        row, profile, start = self.row, self.book.profile, self.today
        if profile.receipt_counts_without_notice:
            start = rules.clock_start(row["received_on"], self.noticed, start, self.calendar, profile.notice_days)
        row |= {"state": CaseState.ACCEPTED.value, "accepted_on": start, "accepted_recorded_at": self.at}
        self._saved()
        self._event(CaseEventKind.ACCEPTED, officer, act.text, on=start, entered=self.today.isoformat())
        self._tick(CaseEventKind.ACCEPTED, start)
        mode = case_mode(row["mode"], row["channel"], proxy=row["proxy"], booked=False)
        self.book.service(row["person_id"], "case", start, self.at, f"cases:{self.place}", officer, mode.value)

    def _refuse(self, act: CaseAct, officer: int, _n: int) -> None:
        self.row |= {"state": CaseState.REFUSED.value, "reason": act.text}
        self._saved(2)
        self._event(CaseEventKind.REFUSED, officer, act.text)

    def _withdraw(self, act: CaseAct, officer: int, _n: int) -> None:
        self.row |= {"state": CaseState.WITHDRAWN.value, "reason": act.text}
        self._saved(2)
        self._event(CaseEventKind.WITHDRAWN, officer, act.text)

    def _pause(self, act: CaseAct, officer: int, _n: int) -> None:
        until = act.details["until"]
        facts = {"pause": act.details["kind"].value, "evidence": act.details["evidence"], "attachment": None}
        facts["until"] = until.isoformat() if until else None
        self._ask(SecondStep.PAUSE, officer, act.text, act="pause", on=self.today.isoformat(), **facts)

    def _pause_decided(self, officer: int, _refused: bool) -> None:
        """Approved on the day it was asked for."""
        asked, until = self.approval, self.approval["data"]["until"]
        self.row["state"] = CaseState.PAUSED.value
        self._saved()
        facts = {name: asked["data"][name] for name in ("pause", "evidence", "attachment", "until")}
        self._event(CaseEventKind.PAUSED, asked["asked_by"], asked["reason"], approver=officer, **facts)
        kind, ends = PauseKind(facts["pause"]), date.fromisoformat(until) if until else None
        self._tick(CaseEventKind.PAUSED, self.today, pause=kind, until=ends)

    def _resume(self, act: CaseAct, officer: int, _n: int) -> None:
        self.row["state"] = CaseState.ACCEPTED.value
        self._saved()
        self._event(CaseEventKind.RESUMED, officer, act.text)
        self._tick(CaseEventKind.RESUMED, self.today)

    def _decide(self, act: CaseAct, officer: int, _n: int) -> None:
        self.row |= {"state": CaseState.DECIDED.value, "decided_on": self.today, "outcome": act.text}
        self._saved()
        self._event(CaseEventKind.DECIDED, officer, act.text)

    def _close(self, act: CaseAct, officer: int, _n: int) -> None:
        row = self.row
        row |= {"state": CaseState.CLOSED.value, "decided_on": row["decided_on"] or self.today, "closed_on": self.today}
        row |= {"closed_recorded_at": self.at, "outcome": act.text or row["outcome"]}
        self._saved(2)
        self._event(CaseEventKind.CLOSED, officer, act.text)
        self._tick(CaseEventKind.CLOSED, self.today)
        if self.proxy:
            self._proxy_told(act, officer)

    def _hand_over(self, act: CaseAct, officer: int, _n: int) -> None:
        to = act.details["to"]
        row = {
            "case_id": self.place,
            "from_officer_id": self.row["officer_id"],
            "to_officer_id": self.names.officers[to],
            "offered_at": self.at,
        }
        self.hand_over = {**row, "answered_at": None, "state": "offered", "reason": act.text, "version": 1}
        self._event(CaseEventKind.HAND_OVER_OFFERED, officer, act.text, to=to)

    def _take_over(self, _act: CaseAct, officer: int, _n: int) -> None:
        self.hand_over |= {"state": "accepted", "answered_at": self.at, "version": 2}
        self._saved()
        self._event(CaseEventKind.TAKEN_OVER, officer, self.hand_over["reason"], before=self.row["officer_id"])
        self.row["officer_id"] = officer
        for chaser in self.chasers:
            chaser["officer_id"] = officer

    # steps that need a second person

    def _ask(self, step: SecondStep, officer: int, reason: str, **data: Any) -> None:
        row = {"record": f"cases:{self.place}", "step": step.value, "asked_by": officer, "asked_at": self.at, "state": "asked"}
        if self.approval:
            self.book.add_at(m.Approval, self.approval["asked_at"], self.approval)
        self.approval = {**row, "decided_by": None, "decided_at": None, "reason": reason, "data": data, "version": 1}

    def _extend(self, act: CaseAct, officer: int, _n: int) -> None:
        days = act.details["days"]
        self._ask(SecondStep.EXTENSION, officer, act.text, days=days)
        row = {"case_id": self.place, "asked_on": self.today, "asked_by": officer, "days": days, "reason": act.text, "state": "asked"}
        self.extended_at = self.at
        self.extension = {**row, "approver_id": None, "approved_on": None, "told_on": None, "version": 1}
        self._event(CaseEventKind.EXTENSION_ASKED, officer, act.text, days=days)

    def _ask_void(self, act: CaseAct, officer: int, _n: int) -> None:
        self._ask(SecondStep.VOID, officer, act.text)

    def _approve(self, act: CaseAct, officer: int, _n: int) -> None:
        refused = bool(act.details.get("refused"))
        asked = self.approval
        asked |= {"state": "refused" if refused else "approved", "decided_by": officer, "decided_at": self.at, "version": 2}
        {
            SecondStep.EXTENSION: self._extension_decided,
            SecondStep.LATE_ENTRY: self._late_entry_decided,
            SecondStep.PAUSE: self._pause_decided,
            SecondStep.VOID: self._void_decided,
        }[SecondStep(asked["step"])](officer, refused)

    def _extension_decided(self, officer: int, refused: bool) -> None:
        asked, days = self.approval, self.extension["days"]
        self.extension |= {"state": asked["state"], "approver_id": officer, "approved_on": self.today, "version": 2}
        kind = CaseEventKind.EXTENSION_REFUSED if refused else CaseEventKind.EXTENDED
        self._event(kind, officer, asked["reason"], approver=officer, days=days)
        self._tick(kind, self.today, days=days)

    def _late_entry_decided(self, officer: int, refused: bool) -> None:
        self._event(CaseEventKind.APPROVED, officer, self.approval["reason"], approver=officer, step="late_entry", refused=refused)

    def _void_decided(self, officer: int, _refused: bool) -> None:
        reason = self.approval["reason"]
        self.row |= {"state": CaseState.VOID.value, "reason": reason}
        self._saved(2)
        self._event(CaseEventKind.VOIDED, officer, reason, approver=officer)

    # what time brings

    _morning = -1

    def _mornings(self, until: datetime | None) -> None:
        """The mornings between two acts; after the last act as many as there were while the case could still be looked at."""
        if self.row["accepted_on"] is None or CaseState(self.row["state"]) not in (*rules.CLOCK_RUNS, CaseState.CLOSED):
            return
        mornings = self.cases.mornings
        if self._morning < 0:
            self._morning = bisect_right(mornings.moments, self.row["accepted_recorded_at"])
        after = 0
        while self._morning < len(mornings.moments) and (until is None or mornings.moments[self._morning] <= until):
            self._one_morning(mornings.days[self._morning])
            self._morning += 1
            after += self.row["closed_on"] is not None
            if after:
                return

    def _one_morning(self, morning: Morning) -> None:
        row = self.row
        self.at, self.today = morning.at, morning.day
        if row["closed_on"] is None and (row["paused"] or row["state"] == CaseState.PAUSED):
            before = row["deadline"], row["paused"]
            self._recompute()
            if (row["deadline"], row["paused"]) != before:
                self._take_back()
                morning.clocks += 1
        if row["deadline"] <= self.cases.mornings.reach(morning):
            for product in self._due(morning.day):
                self._product(product, morning)

    def _take_back(self) -> None:
        """What chases the case for a day that is none by its deadline any more: nobody has read it."""
        row = self.row
        if row["accepted_on"] is None or CaseState(row["state"]) not in rules.CLOCK_RUNS or not self.chasers:
            return
        right = {(str(one.step), one.due_on) for one in products_due(self._facts(), self.calendar, date.max)}
        gone = [one for one in self.chasers if one["fell_due_on"] >= row["accepted_on"] and (one["step"], one["fell_due_on"]) not in right]
        for chaser in gone:
            self.chasers.remove(chaser)
            self.leads.discard((chaser["step"], chaser["fell_due_on"]))
            self.book.add_at(m.Chaser, chaser["written_at"], chaser, chaser["fell_due_on"].toordinal(), self.at)
            self._event(CaseEventKind.CHASER_WITHDRAWN, None, step=chaser["step"], day=chaser["fell_due_on"].isoformat())

    def _due(self, today: date) -> Sequence[Product]:
        found = products_due(self._facts(), self.calendar, today)
        return [one for one in found if (str(one.step), one.due_on) not in self.leads]

    def _facts(self) -> ClockFacts:
        row = self.row
        limit = (row["promised_days"] or 0) + row["extension_days"]
        recorded = row["accepted_recorded_at"].date()
        return ClockFacts(row["accepted_on"], recorded, limit, row["deadline"], row["closed_on"], row["paused"])

    def _product(self, product: Product, morning: Morning) -> None:
        step, day = str(product.step), product.due_on
        self.leads.add((step, day))
        if product.kind is ProductKind.LEAD:
            morning.leads += 1
            self._lead(day)
            return
        morning.chasers += 1
        row = {"case_id": self.place, "step": step, "officer_id": self.row["officer_id"], "fell_due_on": day, "written_at": self.at}
        self.chasers.append(row)
        self._event(CaseEventKind.CHASED, None, on=day, step=step)

    def _lead_if_overdue(self) -> None:
        """The same lead when acceptance or closing brings it to light."""
        row = self.row
        due = row["deadline"] + ONE_DAY if row["deadline"] < date.max else date.max
        if (row["closed_on"] or self.today) > row["deadline"] and (LeadKind.OVERDUE.value, due) not in self.leads:
            self.leads.add((LeadKind.OVERDUE.value, due))
            self._lead(due)

    def _lead(self, due: date) -> None:
        row = lead_row(LeadKind.OVERDUE, f"cases:{self.place}", self.place, self.row["officer_id"], due, self.at)
        self.book.add_at(m.AccountabilityRecord, self.at, row, due.toordinal())
