"""The ten places of the desk, in the order of Alt+1 … Alt+0, and how a record in one of them is named."""

from __future__ import annotations

from dataclasses import dataclass

from app.texts import t


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the navigation; its page lies in ``ui.desk.<code>.page``. ``read`` is what an account must be allowed to look at it."""

    code: str
    word: str
    icon: str
    key: str
    read: str = ""


PLACES: tuple[Place, ...] = (
    Place("today", t("今日"), "calendar-check", "1"),
    Place("queue", t("叫号"), "bullhorn-outline", "2", "queue.read"),
    Place("cases", t("办件"), "folder-outline", "3", "case.read"),
    Place("people", t("人员"), "account-group-outline", "4", "person.read"),
    Place("jobs", t("岗位"), "briefcase-outline", "5", "job.read"),
    Place("policies", t("政策"), "book-open-outline", "6", "policy.read"),
    Place("visits", t("走访"), "walk", "7", "visit.read"),
    Place("returns", t("报表"), "chart-box-outline", "8", "return.read"),
    Place("prints", t("打印"), "printer-outline", "9", "print.read"),
    Place("settings", t("设置"), "cog-outline", "0"),
)
CODES = tuple(place.code for place in PLACES)


def place(code: str) -> Place:
    """The place of a code."""
    return PLACES[CODES.index(code)]


@dataclass(frozen=True, slots=True)
class Ref:
    """A record a page can open (``case``, 17), or something it can begin (``new_case``, the person's id)."""

    kind: str
    key: object = None
