"""What officers did in a span of days; one statement gives a figure's number for all officers and the records behind it of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from app.domain.cases import OPEN_CASE, CaseState
from app.domain.figures import Figure
from db.models import Case, Drill, DrillPerson, Employer, Household, Inquiry, Person, Rating, Visit, VisitPerson
from db.queries.voices import left_out

C, Q, G, V, M, D, DP = (one.__table__.c for one in (Case, Inquiry, Rating, Visit, VisitPerson, Drill, DrillPerson))
GOOD_FROM = 3
_OPEN = tuple(state.value for state in OPEN_CASE)


class _Of:
    """How a figure is read: whose a record is, which ones, and what its line says."""

    def __init__(
        self,
        kind: str,
        officer: Any,
        day: ColumnElement[Any],
        line: tuple[Any, Any, Any],
        *,
        only: Callable[[date, date], tuple[Any, ...]] = lambda _first, _last: (),
        dated: bool = True,
        source: Any = None,
    ) -> None:
        self.kind, self.officer, self.day, self.line = kind, officer, day, line
        self.only, self.dated = only, dated
        self.source = officer.table if source is None else source

    def _where(self, statement: Any, first: date, last: date) -> Any:
        span = (self.day.between(first, last),) if self.dated else ()
        return statement.select_from(self.source).where(*span, *self.only(first, last))

    def counts(self, session: Session, first: date, last: date) -> dict[int, int]:
        """The figure of every officer who has any."""
        statement: Any = select(self.officer.label("officer"), func.count().label("n"))
        rows = session.execute(self._where(statement, first, last).group_by(self.officer)).all()
        return {row.officer: row.n for row in rows if row.officer is not None}

    def records(self, session: Session, officer_id: int, first: date, last: date, limit: int) -> Sequence[Row[Any]]:
        """The records behind one officer's figure."""
        key, number, title = self.line
        columns = (key.label("key"), number.label("number"), title.label("title"), self.day.label("day"))
        statement = self._where(select(*columns), first, last).where(self.officer == officer_id)
        rows: Sequence[Row[Any]] = session.execute(statement.order_by(self.day, key).limit(limit)).all()
        return rows


def _person_of_case() -> Any:
    return select(Person.name).where(Person.id == C.person_id).correlate(Case.__table__).scalar_subquery()


def _whom() -> Any:
    """The person, the household's head or the employer of a visit."""
    person = select(Person.name).where(Person.id == V.person_id).correlate(Visit.__table__).scalar_subquery()
    employer = select(Employer.name).where(Employer.id == V.employer_id).correlate(Visit.__table__).scalar_subquery()
    head = select(Person.name).join(Household, Household.head_id == Person.id).where(Household.id == V.household_id)
    return func.coalesce(employer, person, head.correlate(Visit.__table__).scalar_subquery(), "")


_CASE = (C.id, C.number, C.item_name + "・" + _person_of_case())
_CLOSED = C.state == CaseState.CLOSED.value
_RATED = func.coalesce(select(C.number).where(C.id == G.case_id).correlate(Rating.__table__).scalar_subquery(), "")
_MET_NAME = select(Person.name).where(Person.id == M.person_id).correlate(VisitPerson.__table__).scalar_subquery()

_MET = VisitPerson.__table__.join(Visit.__table__, M.visit_id == V.id)
_TAUGHT = DrillPerson.__table__.join(Drill.__table__, DP.drill_id == D.id)

FIGURES: Mapping[Figure, _Of] = {
    Figure.RECEIVED: _Of("case", C.first_officer_id, C.received_on, _CASE, only=lambda _a, _b: (C.state != CaseState.VOID.value,)),
    Figure.CLOSED: _Of("case", C.officer_id, C.closed_on, _CASE, only=lambda _a, _b: (_CLOSED,)),
    Figure.ON_TIME: _Of("case", C.officer_id, C.closed_on, _CASE, only=lambda _a, _b: (_CLOSED, C.closed_on <= C.deadline)),
    Figure.OVERDUE: _Of("case", C.officer_id, C.closed_on, _CASE, only=lambda _a, _b: (_CLOSED, C.closed_on > C.deadline)),
    Figure.OPEN: _Of(
        "case", C.officer_id, C.received_on, _CASE, only=lambda _a, last: (C.state.in_(_OPEN), C.received_on <= last), dated=False
    ),
    Figure.INQUIRIES: _Of("inquiry", Q.first_officer_id, Q.business_date, (Q.id, Q.code, Q.topic)),
    Figure.RATINGS: _Of("rating", G.officer_id, G.rated_on, (G.id, _RATED, G.text), only=lambda _a, _b: (~left_out(),)),
    Figure.GOOD: _Of("rating", G.officer_id, G.rated_on, (G.id, _RATED, G.text), only=lambda _a, _b: (~left_out(), G.level >= GOOD_FROM)),
    Figure.VISITS: _Of("visit", V.officer_id, V.happened_on, (V.id, V.code, _whom())),
    Figure.MET: _Of("visit", V.officer_id, M.met_on, (V.id, V.code, _MET_NAME), source=_MET),
    Figure.TRAINING: _Of("drill", DP.officer_id, D.held_on, (D.id, D.code, D.topic), source=_TAUGHT),
}
