"""A pause asked for by an officer and approved by the head, for tests of what follows from one."""

from __future__ import annotations

from app.domain.cases import SecondStep
from app.services import case_acts


def paused(db, cast, actor, now, number: str, reason: str, **facts):
    """The facts of the case whose clock stands."""
    case_acts.pause(db, actor, now, number, reason, **{"evidence": "公示照片 2 张"} | facts)
    return case_acts.approve(db, cast.head, now, number, expected=SecondStep.PAUSE)
