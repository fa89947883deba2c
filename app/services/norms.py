"""The five institutional systems and the service norm: shipped, published anew in editions, shown at the counter, printed for the wall."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from app.domain import norms as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.norms import Edition, NormCode
from db import queries
from db.models import Norm
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

PUBLISHED = "published"


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(resources.files("app").joinpath("data/norms.toml").read_text(encoding="utf-8"))


def editions_in(session: ReadSession | Unit, code: NormCode) -> tuple[Edition, ...]:
    """Every edition of a text, the shipped one first."""
    opened = business_date(queries.station.the_station(session).created_at)
    own = (
        Edition(code, row.number, row.title, row.text, row.effective_on, row.source) for row in queries.norms.editions(session, code.value)
    )
    return (rules.parse_norms(_shipped(), opened)[code], *own)


def current_in(session: ReadSession | Unit, code: NormCode, day: date) -> Edition:
    """The edition that holds on a day; before the station's first day the shipped one."""
    known = editions_in(session, code)
    return rules.in_force(known, day) or known[0]


def current(db: Database, actor: Actor, now: datetime) -> tuple[Edition, ...]:
    """What holds today, in the order of the wall."""
    with db.read("norm.read", actor) as session:
        return tuple(current_in(session, code, business_date(now)) for code in NormCode)


def editions(db: Database, actor: Actor, code: NormCode) -> tuple[Edition, ...]:
    """Every edition of one text, the oldest first."""
    with db.read("norm.read", actor) as session:
        return editions_in(session, code)


@dataclass(frozen=True, slots=True)
class EditionForm:
    """What an edition says besides its text; without a title it keeps the one before, without a day it holds from today."""

    title: str = ""
    effective: date | None = None
    source: str = ""


def publish(db: Database, actor: Actor, now: datetime, code: NormCode, text: str, form: EditionForm = EditionForm()) -> Edition:
    """Publish the next edition of a text; it takes effect on its day, and the earlier ones stay readable."""
    with db.write("norm.publish", actor, now) as unit:
        one_at_a_time(unit, "norm", code.value)
        known = editions_in(unit, code)
        title = form.title.strip() or known[-1].title
        rules.check_edition(title, text)
        row = Norm(
            code=code.value,
            number=max(one.number for one in known) + 1,
            title=title,
            text=text.strip(),
            source=form.source.strip(),
            effective_on=form.effective or business_date(now),
            state=PUBLISHED,
            published_at=now,
            published_by=actor.officer_id,
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return editions_in(unit, code)[-1]


def text_of(path: str | Path) -> str:
    """The text of a file on this machine."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound("norm.file_missing", field="file", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise Refused("norm.file_unreadable", field="file", path=Path(path).name) from error
