"""The slip of an appointment; what stands on it comes from the appointment, its item and the rules of the place."""

from __future__ import annotations

from datetime import timedelta

from app.domain.appointments import AppointmentRules, AppointmentState
from app.domain.clock import station_time
from app.domain.documents import AppointmentPaper
from app.domain.errors import NotFound, Refused
from app.domain.service_items import Material, ServiceItem, required_materials
from app.services import items, profiles
from app.services.appointments import rules_of
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import fill, t, word
from app.texts import papers as say
from db import queries
from db.models import Appointment
from db.models import ServiceItem as ItemRow


def appointment(desk: Desk, wanted: Wanted) -> Subject:
    """The slip of one that still stands. The officer's note stays off it: it may name somebody."""
    row = _booked(desk, wanted.appointment or "")
    item = _item(desk, row)
    at = station_time(row.at)
    paper = AppointmentPaper(
        desk.head(qr=row.code),  # the bare code: a scanner is a keyboard, and every check-in reads it as it is
        row.code,
        fill(say.APPOINTMENT_DAY, {"day": at.date().isoformat(), "weekday": t(say.WEEKDAYS)[at.weekday()]}),
        f"{at:%H:%M}",
        queries.prints.line_name(desk.session, row.line_id),
        item.name if item else "",
        tuple(_material(one) for one in required_materials(item)) if item else (),
        desk.station.address,
        desk.station.phone,
        _rules(rules_of(profiles.of(desk.session)), row),
    )
    return Subject(paper, row.code, f"appointment:{row.id}")


def _booked(desk: Desk, text: str) -> Appointment:
    code = text.strip().upper()
    row = queries.appointments.by_code(desk.session, code)
    if row is None:
        raise NotFound("queue.appointment_unknown", field="appointment", code=code)
    state = AppointmentState(row.state)
    if state is not AppointmentState.BOOKED:
        raise Refused("print.appointment_over", field="appointment", code=code, state=state)
    return row


def _item(desk: Desk, row: Appointment) -> ServiceItem | None:
    """The item as it is published now: that is what the visitor must bring on the day."""
    item = desk.session.get_one(ItemRow, row.item_id) if row.item_id else None
    if item is None or item.published_version_id is None:
        return None
    return items.value_of(queries.items.version(desk.session, item.published_version_id), item.code, basic=item.basic)


def _material(one: Material) -> str:
    return fill(say.APPOINTMENT_MATERIAL, {"name": one.name, "form": word(one.form), "copies": one.copies})


def _rules(rules: AppointmentRules, row: Appointment) -> tuple[str, ...]:
    at = station_time(row.at)
    opens, closes = at - timedelta(minutes=rules.early_minutes), at + timedelta(minutes=rules.late_minutes)
    until = at - timedelta(hours=rules.cancel_hours)
    return (
        fill(say.APPOINTMENT_CHECK_IN, {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}),
        t(say.APPOINTMENT_MISSED),
        fill(say.APPOINTMENT_CANCEL, {"moment": f"{until:%Y-%m-%d %H:%M}"}),
    )
