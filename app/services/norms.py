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


def _editions(session: ReadSession | Unit) -> dict[NormCode, list[Edition]]:
    """Every edition of every text, the shipped one first."""
    opened = business_date(queries.station.the_station(session).created_at)
    known = {code: [shipped] for code, shipped in rules.parse_norms(_shipped(), opened).items()}
    for row in queries.norms.editions(session):
        code = NormCode(row.code)
        known[code].append(Edition(code, row.number, row.title, row.text, row.effective_on, row.source))
    return known


def current_in(session: ReadSession | Unit, day: date) -> dict[NormCode, Edition]:
    """The edition of each text that holds on a day, in the order of the wall; before the station's first day the shipped one."""
    known = _editions(session)
    return {code: rules.in_force(known[code], day) or known[code][0] for code in NormCode}


def current(db: Database, actor: Actor, now: datetime) -> tuple[Edition, ...]:
    """What holds today, in the order of the wall."""
    with db.read("norm.read", actor) as session:
        return tuple(current_in(session, business_date(now)).values())


def editions(db: Database, actor: Actor, code: NormCode) -> tuple[Edition, ...]:
    """Every edition of one text, the oldest first."""
    with db.read("norm.read", actor) as session:
        return tuple(_editions(session)[code])


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
        known = _editions(unit)[code]
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
        return _editions(unit)[code][-1]


def text_of(path: str | Path) -> str:
    """The text of a file on this machine."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound("norm.file_missing", field="file", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise Refused("norm.file_unreadable", field="file", path=Path(path).name) from error
