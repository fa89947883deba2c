"""Where a half-filled form is opened again: the search lists an officer's own by 草稿, or by what the form is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.clock import station_time
from app.services.drafts import DraftLine
from app.texts import t
from ui.desk.places import Ref
from ui.desk.ports import Hit

RECORDS: Mapping[str, tuple[str, str]] = {
    **{kind: ("people", kind) for kind in ("person", "household")},
    **{kind: ("cases", kind) for kind in ("case", "complaint", "rating", "rectification", "inquiry", "second")},
    **{kind: ("jobs", kind) for kind in ("job", "employer")},
    **{kind: ("queue", kind) for kind in ("appointment", "ticket")},
    "hardship_recognition": ("people", ""),
    "return": ("returns", "return"),
    "officer": ("settings", "people"),
    "service_item": ("settings", "items"),
    "bundle": ("settings", "bundles"),
    "lead": ("settings", "leads"),
    "norm": ("settings", "norms"),
    "post": ("settings", "posts"),
    "assignment": ("settings", "roster"),
    "deputy": ("settings", "deputies"),
    "desk": ("settings", "desks"),
    "line": ("settings", "lines"),
    "counter": ("settings", "counters"),
    "rule": ("settings", "profile"),
    "target": ("settings", "plan"),
}
"""The place that shows what a form is about, and what it is asked for there."""
FOR_PERSON: Mapping[str, tuple[str, str]] = {"case_new": ("cases", "new_case"), "visit": ("visits", "visit"), "book": ("queue", "book")}
"""Forms about a person that their place opens at once; all others stand on the person's page."""
_VOICES = Ref("voices")
NEW: Mapping[str, tuple[str, Ref]] = {
    "case_new": ("cases", Ref("new_case")),
    "person_new": ("people", Ref("new_person")),
    "inquiry_window": ("cases", Ref("press", (Ref("register"), "register.new"))),
    "inquiry_phone": ("cases", Ref("phone")),
    "complaint_new": ("cases", Ref("press", (_VOICES, "voices.new"))),
    "rating_slip": ("cases", Ref("press", (_VOICES, "voices.enter"))),
    "book": ("queue", Ref("press", (Ref("appointment"), "booked.new"))),
    "job_new": ("jobs", Ref("press", (None, "new"))),
    "policy_new": ("policies", Ref("press", (None, "new"))),
    "course_new": ("policies", Ref("press", (None, "new_course"))),
    "visit": ("visits", Ref("press", (None, "new"))),
    "visit_employer": ("visits", Ref("press", (None, "at_employer"))),
    "account": ("settings", Ref("press", (Ref("people"), "add"))),
    "assign": ("settings", Ref("press", (Ref("roster"), "add"))),
    "certificate": ("settings", Ref("press", (Ref("certificates"), "add"))),
    "counter": ("settings", Ref("press", (Ref("counters"), "add"))),
    "deputy": ("settings", Ref("press", (Ref("deputies"), "add"))),
    "desk_offer": ("settings", Ref("press", (Ref("desks"), "offer"))),
    "drill": ("settings", Ref("press", (Ref("drills"), "add"))),
    "hours": ("settings", Ref("press", (Ref("hours"), "change"))),
    "line": ("settings", Ref("press", (Ref("lines"), "add"))),
    "notice": ("settings", Ref("press", (Ref("notices"), "publish"))),
    "pause_reasons": ("settings", Ref("press", (Ref("counters"), "reasons"))),
    "post": ("settings", Ref("press", (Ref("posts"), "add"))),
    "station": ("settings", Ref("press", (Ref("station"), "change"))),
}
"""Forms about nothing that is there already: what opens them."""


def way(form: str, record: str) -> tuple[str, Ref]:
    """The place in which a form is opened again, and what it is asked for."""
    kind, _, key = record.partition(":")
    if kind not in RECORDS:
        return NEW.get(form, ("today", Ref("")))
    place, asked = FOR_PERSON.get(form, RECORDS[kind]) if kind == "person" else RECORDS[kind]
    if kind in ("ticket", "return"):
        first, _, last = key.partition(".")
        return place, Ref(asked, last if kind == "ticket" else (first, last))
    return place, Ref(asked, int(key) if key.isdecimal() else key)


def hits(lines: Sequence[DraftLine], today: date) -> tuple[Hit, ...]:
    """An officer's half-filled forms as the search shows them, the newest first."""
    return tuple(_hit(line, today) for line in lines)


def _hit(line: DraftLine, today: date) -> Hit:
    place, ref = way(line.form, line.record)
    at = station_time(line.updated_at)
    when = f"{at:%H:%M}" if at.date() == today else f"{at:%m-%d %H:%M}"
    return Hit(ref, place, t("草稿：{title}").format(title=line.title), icon="pencil-outline", right=when)
