"""The result of a visit in the words of whom it was for."""

from __future__ import annotations

from app.domain.visits import VisitKind, VisitResult
from app.texts import word

OF_EMPLOYER: dict[VisitResult, str] = {
    VisitResult.MET_PERSON: "见到单位的人",
    VisitResult.REFUSED: "拒访",
    VisitResult.NOBODY_HOME: "没有见到人",
}
"""The results of a visit to an employer in its own words."""

OF_HOUSEHOLD: dict[VisitResult, str] = {
    VisitResult.MET_PERSON: "见到户主",
    VisitResult.MET_FAMILY: "见到家里人",
    VisitResult.REFUSED: "拒访",
    VisitResult.NOBODY_HOME: "无人在家或无人接听",
}
"""The same for a household."""


def result_word(kind: VisitKind, result: VisitResult) -> str:
    """Whom the visitor met, in the words of the kind of visit."""
    own = {VisitKind.EMPLOYER: OF_EMPLOYER, VisitKind.HOUSEHOLD: OF_HOUSEHOLD}.get(kind, {})
    return own.get(result) or word(result)
