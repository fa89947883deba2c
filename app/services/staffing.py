"""Whether the station has the people the rules ask for, by which identity they serve and how they came (N1, N2, N3, N13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.actor import Actor, Role
from app.domain.qualifications import OPENLY, Recruitment
from app.services import profiles
from db import queries
from db.models import Officer
from db.uow import Database


@dataclass(frozen=True, slots=True)
class Staffing:
    """The specialists on a day, how many there have to be, and since when there are too few; counts by identity and by recruitment.

    ``openly`` counts the officers recruited openly by the year in which they began.
    """

    on: date
    specialists: int
    full_time: int
    needed: int
    enough: bool
    short_since: date | None
    identities: Mapping[str, int]
    openly: Mapping[int, int]


def read(db: Database, actor: Actor, on: date) -> Staffing:
    """How the station is staffed on a day."""
    with db.read("roster.read", actor) as session:
        profile = profiles.of(session)
        staff = [one for one in queries.station.officers(session) if {Role.COUNTER.value, Role.HEAD.value} & set(one.roles)]
        serving = [one for one in staff if _serves(one, on)]
        counted = [one for one in serving if one.full_time or not profile.staff_full_time]
        enough = len(counted) >= profile.staff_minimum
        open_years = Counter(one.started_on.year for one in staff if one.recruitment and Recruitment(one.recruitment) in OPENLY)
        return Staffing(
            *(on, len(serving), sum(one.full_time for one in serving), profile.staff_minimum, enough),
            None if enough else _short_since(staff, on, full_time=profile.staff_full_time, least=profile.staff_minimum),
            dict(Counter(one.identity for one in serving)),
            dict(open_years),
        )


def _serves(one: Officer, on: date) -> bool:
    return one.specialist and one.started_on <= on and (one.ended_on is None or one.ended_on > on)


def _short_since(staff: list[Officer], on: date, *, full_time: bool, least: int) -> date | None:
    """The day from which there have been too few without a break; None where there never were enough."""
    wanted = [one for one in staff if one.full_time or not full_time]
    days = sorted({one.ended_on for one in wanted if one.ended_on is not None and one.ended_on <= on}, reverse=True)
    since = None
    for day in days:
        if sum(_serves(one, day) for one in wanted) >= least:
            break
        since = day
    return since
