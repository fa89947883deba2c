"""One error road of the windows: any exception becomes a ``Failure`` with one sentence; where it is shown is the caller's choice.

A ``UserError`` is a rule or the surroundings: its sentence stands beside the field. A ``Conflict`` offers to reload. Anything else is a
bug: logged with an error number, told in one sentence, the work kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.errors import Conflict, UserError
from app.texts import errors, sentence, t

if TYPE_CHECKING:
    from ui.kit.fields import Field
    from ui.kit.states import FailureStrip


class Kind(StrEnum):
    """Which of the three kinds a failure is."""

    USER = "user"
    CONFLICT = "conflict"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, ready to be shown."""

    kind: Kind
    sentence: str
    code: str = ""
    field: str | None = None
    number: str = ""


def explain(error: BaseException) -> Failure:
    """Turn an exception into a failure; a bug is logged here, once, under a number without personal data."""
    if isinstance(error, UserError):
        kind = Kind.CONFLICT if isinstance(error, Conflict) else Kind.USER
        return Failure(kind, sentence(error), error.code, error.field)
    from app.log import bug  # logging costs 20 ms, which the first paint need not wait for

    number = bug(error)
    return Failure(Kind.BUG, t(errors()["ui.bug"]).format(number=number), "ui.bug", None, number)


def face_of(failure: Failure) -> str:
    """How a list shows that it could not be read: nothing is wrong where the account may not see it."""
    return "barred" if failure.code == "action.not_allowed" else "failed"


def show(
    failure: Failure, strip: FailureStrip, fields: Mapping[str, Field] | None = None, reload: Callable[[], object] | None = None
) -> None:
    """Put the sentence beside the field it names, else into the strip; a conflict brings the offer to reload.

    The field gets the cursor, so that the officer can go on typing.
    """
    place = (fields or {}).get(failure.field or "")
    if place is not None:
        strip.clear()
        place.error(failure.sentence)
        place.focus()
        return
    offer = failure.kind is Kind.CONFLICT and reload is not None
    title = {Kind.CONFLICT: t("别人刚改过"), Kind.BUG: t("程序出了错")}.get(failure.kind, t("没有办成"))
    strip.tell(title, failure.sentence, t("重新读取") if offer else "", reload if offer else None)
