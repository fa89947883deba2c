"""One-to-one help (一对一帮办, 004 (九), (十), H1, I3): a person has one helper at a time, each from a day until a day."""

from __future__ import annotations

from datetime import date

from app.domain.errors import Overtaken, Refused


def check_helper(on: date, today: date, *, officer: int, present: int | None, since: date | None) -> None:
    """Another officer, from a day that is not to come and not before the present helper began."""
    if officer == present:
        raise Overtaken("helper.same", field="officer")
    check_day(on, today, since)


def check_day(on: date, today: date, since: date | None) -> None:
    """A helper changes or ends on a day that has come, not before it began."""
    if on > today:
        raise Refused("helper.future", field="on", day=on.isoformat())
    if since is not None and on < since:
        raise Refused("helper.before", field="on", day=on.isoformat(), since=since.isoformat())
