"""An acceptance with everything handed in, for tests of what comes after it."""

from __future__ import annotations

from app.services import case_acts, cases


def accept_complete(db, actor, now, number: str, **more):
    """The facts of the case in hand; all that is missing is received with it."""
    here = [line.code for line in cases.show(db, actor, now, number).materials if line.state == "missing"]
    return case_acts.accept(db, actor, now, number, here=here, **more)
