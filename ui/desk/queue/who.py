"""Who holds the ticket at the counter: found by name or number, or registered with as little as can be. Methods of the Queue page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PyQt6 import sip

from app.domain.clock import business_date
from app.domain.errors import Refused
from app.services import persons, queue, search
from app.services.persons import PersonForm
from app.texts import sentence, t
from ui.desk.queue.find import FindForm
from ui.desk.queue.forms import RegisterForm

FOUND = 4


def ask_who(page: Any) -> None:
    """Find the person who holds the ticket."""
    form = page._forms.get("find")
    if form is None:
        form = page._forms["find"] = FindForm()
        form.wanted.connect(page._find)
        form.picked.connect(lambda hit: page._set_person(hit.id))
        form.register.connect(page.ask_register)
        form.closed.connect(page.close_form)
    page.card.show_form(form)
    form.start()


def find(page: Any, text: str) -> None:
    """Look for what was typed."""
    context, form = page.desk.context, page._forms["find"]
    page.desk.jobs.read(
        page,
        lambda: search.find(context.db, context.actor, context.now(), text, FOUND).hits,
        form.show_hits,
        page._refused,
        slot="find",
    )


def ask_register(page: Any, text: str = "") -> None:
    """Register somebody new with as little as can be."""
    make = lambda: RegisterForm(lambda: business_date(page.desk.port.now()))  # noqa: E731 - one call, made where the form is
    form = page.open_form("register", make, page._register, keep=page.keep_of("register", t("新登记")))
    form.known.connect(page._set_person)
    form.fill(text)  # what was searched for comes before what was kept
    form.start()


def register(page: Any, values: Mapping[str, str]) -> None:
    """Register them and write them on the ticket; somebody who is there already is offered instead."""
    assert page.board is not None and page.board.present is not None
    context, ticket, form = page.desk.context, page.board.present.ticket, page._forms["register"]
    wanted = PersonForm(values["name"], id_number=values["id_number"] or None, phone=values["phone"] or None)

    def work() -> persons.PersonAdded | tuple[int, str]:
        try:
            added = persons.add(context.db, context.actor, context.now(), wanted)
        except Refused as error:
            if "existing" not in error.params:
                raise
            return int(str(error.params["existing"])), sentence(error)
        queue.set_person(context.db, context.actor, context.now(), ticket, added.id)
        return added

    def done(answer: persons.PersonAdded | tuple[int, str]) -> None:
        if isinstance(answer, tuple):
            form.exists(*answer)
        else:
            if not sip.isdeleted(form):
                form.done()
            page._person_set(answer.name, ticket)

    page.desk.jobs.write(page, work, done, form.refuse)


def set_person(page: Any, person_id: int) -> None:
    """Write a person on the ticket at the counter."""
    assert page.board is not None and page.board.present is not None
    context, ticket = page.desk.context, page.board.present.ticket
    page.desk.jobs.write(
        page,
        lambda: queue.set_person(context.db, context.actor, context.now(), ticket, person_id),
        lambda _moved: page._person_set("", ticket),
        page._refused,
    )


def person_set(page: Any, name: str, ticket: str) -> None:
    """Say so, and show the facts again."""
    form = page._forms.get("find")
    if form is not None:
        form.done()
    page.close_form()
    page.desk.say(t("{name}已记在 {ticket} 上").format(name=name or t("姓名"), ticket=ticket))
    page.desk.refresh()
    page.arrive()
