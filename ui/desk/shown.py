"""How values of the services look in the frame: hits of the search, the person at the counter, the tag of a case."""

from __future__ import annotations

from datetime import date

from app.domain.clock import station_time
from app.domain.persons import Gender, StatusKind
from app.services.person_pages import CaseChip, DraftChip, PersonPanel
from app.services.search import Hit as Found
from app.services.search import HitKind
from app.services.serving import Present
from app.texts import t, word
from app.texts import today as say
from ui.desk.half_filled import way
from ui.desk.ports import CurrentPerson, Draft, Hit, HitGroup, OpenCase, Ref
from ui.kit.status import Tag

GROUPS = {
    "persons": t("人员"),
    "tickets": t("号票"),
    "cases": t("办件"),
    "items": t("事项"),
    "jobs": t("岗位与单位"),
    "policies": t("政策"),
    "commands": t("命令"),
}
_PLACES = {
    HitKind.PERSON: ("people", "account-outline"),
    HitKind.TICKET: ("queue", "ticket-confirmation-outline"),
    HitKind.CASE: ("cases", "folder-outline"),
    HitKind.ITEM: ("settings", "format-list-bulleted"),
    HitKind.JOB: ("jobs", "briefcase-outline"),
    HitKind.EMPLOYER: ("jobs", "office-building-outline"),
    HitKind.POLICY: ("policies", "book-open-outline"),
}
_BY_KEY = frozenset({HitKind.CASE, HitKind.TICKET, HitKind.ITEM})
_STATES = {
    "received": "received",
    "noticed": "received",
    "accepted": "running",
    "paused": "paused",
    "decided": "running",
    "closed": "done",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "void": "void",
}
_LIGHTS = {"overdue": "overdue", "due_today": "due_today", "near": "near", "paused": "paused"}
TONES = {"overdue": "danger", "due_today": "danger", "near": "warn"}
MARKS = 2


def case_tag(state: str, light: str) -> Tag:
    """The tag of a case by its light, else by its state."""
    return Tag(_LIGHTS.get(light) or _STATES.get(state, "running"))


def chip_left(chip: CaseChip) -> str:
    """How much time a case has, in words; a standing clock says so."""
    if chip.deadline is None:
        return t("未受理")
    return t("停表") if chip.remaining_days is None else say.left_working(chip.remaining_days)


def open_case(chip: CaseChip) -> OpenCase:
    """The panel's card of the nearest case."""
    tip = f"{chip.deadline:%Y-%m-%d} {say.weekday(chip.deadline)}" if chip.deadline else ""
    tag = case_tag(chip.state, chip.light)
    return OpenCase(chip.item_name, tag, chip_left(chip), TONES.get(chip.light, "fg_text"), Ref("case", chip.number), tip)


def hit(found: Found) -> Hit:
    """A line of the search palette."""
    place, icon = _PLACES[found.kind]
    key: object = found.key if found.kind in _BY_KEY else found.id
    chip = found.case
    tag = case_tag(chip.state, chip.light) if chip is not None and chip.light in TONES else None
    return Hit(
        *(Ref(found.kind.value, key), place, found.title, found.reading, found.marks),
        second=" ".join(filter(None, (found.second, found.key if found.kind is HitKind.CASE else ""))),
        right=chip_left(chip) if chip is not None and tag is None else found.right,
        icon=icon,
        tag=tag,
        person_id=found.person_id,
    )


def group(code: str, hits: tuple[Hit, ...]) -> HitGroup:
    """A group of hits under its title; the window calls persons by the place they stand in."""
    return HitGroup(code, GROUPS[code], hits)


def about(gender: Gender, age: int | None) -> str:
    """女・48 岁."""
    years = t("{age} 岁").format(age=age) if age is not None else ""
    return "・".join(filter(None, (word(gender), years)))


def _marks(panel: PersonPanel) -> tuple[str, ...]:
    status = (word(StatusKind(panel.status)),) if panel.status else ()
    return (*status, *(tag for tag in panel.tags if not any(tag.startswith(word_) for word_ in status)))[:MARKS]


def _day(day: date, today: date) -> str:
    return t("今天") if day == today else f"{day:%m-%d}"


def _draft(draft: DraftChip, person_id: int, today: date) -> Draft:
    place, ref = way(draft.form, f"person:{person_id}")
    return Draft(draft.title, _day(station_time(draft.updated_at).date(), today), ref, place)


def nobody_known(present: Present) -> CurrentPerson:
    """A ticket whose holder is not known."""
    return CurrentPerson(ticket=present.ticket, since=present.since)


def current(present: Present, panel: PersonPanel, today: date, *, can_reveal: bool) -> CurrentPerson:
    """The panel of the person being served."""
    draft = panel.drafts[0] if panel.drafts else None
    kept = station_time(draft.updated_at) if draft else None
    saved = t("草稿 {n} 份，{time} 已自动保存").format(n=len(panel.drafts), time=f"{kept:%H:%M}") if kept else ""
    return CurrentPerson(
        ticket=present.ticket,
        since=present.since,
        person_id=panel.id,
        name=panel.name,
        facts=about(panel.gender, panel.age),
        masked_id=panel.id_number_masked,
        can_reveal=can_reveal and bool(panel.id_number_masked),
        marks=_marks(panel),
        points=panel.clear,
        missing=word(panel.first_missing) if panel.first_missing is not None else "",
        open_cases=panel.open_cases,
        overdue=panel.overdue_cases,
        last_visit=panel.last_visit.isoformat() if panel.last_visit else "",
        case=open_case(panel.next_case) if panel.next_case is not None else None,
        draft=_draft(draft, panel.id, today) if draft else None,
        saved=saved,
    )
