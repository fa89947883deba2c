"""The mornings of the made-up past on which the timed duties ran, and what they left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.accountability import LeadKind, LeadState, overdue_lead
from app.domain.calendar import Calendar
from app.domain.clock import at_station
from app.domain.demo_facts import Span, TicketFact
from app.domain.demo_load import office_days_of
from app.domain.demo_more_facts import RatingFact
from app.domain.demo_visitors import DUTY_CLOCK
from app.services.demo_book import HIRED, Book, Row
from app.texts import fill, t
from app.texts.cases import LEAD_RULES
from app.texts.duties import RUN_TEXT
from db import models as m
from db.queries.duties import RUN


@dataclass(slots=True)
class Morning:
    """One run of the duties and what it counted."""

    at: datetime
    day: date
    tickets: int = 0
    hand_overs: int = 0
    clocks: int = 0
    chasers: int = 0
    leads: int = 0


class Mornings:
    """All runs, the oldest first."""

    def __init__(self, span: Span, calendar: Calendar) -> None:
        self.calendar = calendar
        days = [Morning(at_station(day, *DUTY_CLOCK), day) for day in office_days_of(span, calendar)]
        self.days = [morning for morning in days if morning.at <= span.now]
        self.moments = [morning.at for morning in self.days]
        self._reach = {morning.day: calendar.next_working_day(morning.day) + timedelta(days=1) for morning in self.days}

    def reach(self, morning: Morning) -> date:
        """The last deadline a run looks at."""
        return self._reach[morning.day]

    def count_tickets(self, tickets: Sequence[TicketFact]) -> None:
        """The tickets each run closed."""
        by_moment = dict(zip(self.moments, self.days, strict=True))
        for fact in tickets:
            if fact.acts and fact.acts[-1].verb == "expire":
                by_moment[fact.acts[-1].at].tickets += 1

    def rating_leads(self, book: Book, late: Sequence[tuple[RatingFact, int, Row]]) -> None:
        """A lead for every bad rating that was not fed back by its last day; one without a name leads to no case."""
        for fact, place, row in late:
            done = row["fed_back_on"] or row["closed_on"]
            morning = next((one for one in self.days if one.day > row["due_on"]), None)
            if morning is None:
                continue
            known = done if done is not None and done < morning.day else None
            product = overdue_lead(LeadKind.BAD_RATING_UNHANDLED, row["due_on"], known, morning.day)
            if product is not None:
                morning.leads += 1
                record = f"rectification:{place}"
                officer = row["officer_id"] or book.names.heads[0]
                case = None if fact.anonymous else fact.case
                lead = lead_row(LeadKind.BAD_RATING_UNHANDLED, record, case, officer, product.due_on, morning.at)
                book.add_at(m.AccountabilityRecord, morning.at, lead, HIRED)

    def write(self, book: Book) -> None:
        """One line for each run."""
        for one in self.days:
            counts = {name: getattr(one, name) for name in ("tickets", "hand_overs", "clocks", "chasers", "leads")}
            row = {"kind": RUN, "subject": "station", "step": "", "due_on": one.day, "written_at": one.at, "text": fill(RUN_TEXT, counts)}
            book.put(m.DutyProduct, row)


def lead_row(kind: LeadKind, record: str, case: int | None, officer: int, due: date, at: datetime) -> Row:
    """An accountability lead as it was raised."""
    return {
        "kind": kind.value,
        "record": record,
        "case_id": case,
        "officer_id": officer,
        "rule": t(LEAD_RULES[kind]),
        "fell_due_on": due,
        "written_at": at,
        "state": LeadState.RAISED.value,
        "statement": "",
        "decision": "",
        "decided_by": None,
        "closed_on": None,
        "version": 1,
    }
