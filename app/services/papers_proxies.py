"""The five papers of proxy handling (帮办代办), each of the newest authorisation of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.cases import CaseEventKind
from app.domain.documents import Document, ReceivedMaterial
from app.domain.documents_cases import ProxyPaper, ProxyStep
from app.domain.errors import Refused
from app.domain.proxies import ProxyState, ToldHow
from app.domain.service_items import MaterialForm
from app.services import cases
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import fill, t, word
from app.texts import proxies as say
from app.texts.papers import full_day_text
from db import queries
from db.models import Case, Person, Proxy

S = ProxyState
STATES = {
    Document.PROXY_ACCEPTANCE: frozenset({S.SIGNED, S.SUSPENDED, S.ENDED}),
    Document.PROXY_AUTHORISATION: frozenset({S.DRAWN, S.SIGNED, S.SUSPENDED, S.ENDED}),
    Document.PROXY_SUSPENSION: frozenset({S.SUSPENDED}),
    Document.PROXY_RENEWAL: frozenset({S.DRAWN, S.SIGNED, S.SUSPENDED, S.ENDED}),
    Document.PROXY_COMPLETION: frozenset({S.ENDED}),
}
"""In which states of the newest authorisation a paper is drawn."""


def _maker(document: Document) -> Callable[[Desk, Wanted], Subject]:
    def make(desk: Desk, wanted: Wanted) -> Subject:
        case = cases.found(desk.session, wanted.case or "")
        rows = queries.voices.proxies(desk.session, case.id)
        if not rows:
            raise Refused("print.no_proxy", field="case", number=case.number)
        row, earlier = rows[-1], rows[-2] if len(rows) > 1 else None
        _check(document, case, row, earlier)
        return Subject(_paper(desk, document, case, row, earlier), row.code, f"cases:{case.id}")

    return make


def _check(document: Document, case: Case, row: Proxy, earlier: Proxy | None) -> None:
    """A renewal is the form of the second authorisation and every later one."""
    fits = {Document.PROXY_RENEWAL: earlier is not None, Document.PROXY_AUTHORISATION: earlier is None}.get(document, True)
    state = ProxyState(row.state)
    if not fits or state not in STATES[document]:
        raise Refused("print.proxy_state", field="case", number=case.number, state=state, document=document)


def _paper(desk: Desk, document: Document, case: Case, row: Proxy, earlier: Proxy | None) -> ProxyPaper:
    person = desk.session.get_one(Person, case.person_id)
    id_kind, id_number, phone = desk.full(person)
    agent = queries.prints.officer(desk.session, row.agent_id)
    return ProxyPaper(
        desk.head(row.code, case.number, f"SD1:C:{case.number}"),
        document,
        case.item_name,
        tuple(row.items),
        person.name,
        id_kind,
        id_number,
        phone,
        person.address,
        desk.name(row.agent_id),
        agent.duty if agent else "",
        desk.phone(row.agent_id),
        desk.station.name,
        row.powers,
        row.reason,
        _span(row),
        t(say.FREE),
        t(say.POWERS_LIMIT),
        desk.station.supervision_phone,
        row.signed_on,
        case.deadline if case.accepted_on else None,
        _materials(desk, case),
        **_earlier(row, earlier),
        steps=_steps(desk, case),
        ended_on=row.ended_on,
        outcome=row.outcome,
        told=_told(row),
    )


def _span(row: Proxy) -> str:
    starts = full_day_text(row.starts_on)
    if row.ends_on is None:
        return fill(say.UNTIL_DONE, {"starts": starts})
    return fill(say.FROM_TO, {"starts": starts, "ends": full_day_text(row.ends_on)})


def _earlier(row: Proxy, earlier: Proxy | None) -> dict[str, Any]:
    """The suspension of this one; of a renewal that of the one before."""
    stopped = row if row.suspended_on else earlier
    facts = {"earlier": earlier.code if earlier else ""}
    return facts | {"stopped_on": stopped.suspended_on if stopped else None, "stopped": stopped.suspended_reason if stopped else ""}


def _materials(desk: Desk, case: Case) -> tuple[ReceivedMaterial, ...]:
    rows = (row for row in queries.cases.materials(desk.session, case.id) if row.state in ("received", "checked"))
    return tuple(ReceivedMaterial(row.name, row.copies, word(MaterialForm(row.form)) if row.form else "") for row in rows)


def _steps(desk: Desk, case: Case) -> tuple[ProxyStep, ...]:
    """What was done and told, in its order."""
    events = (one for one in queries.cases.events(desk.session, case.id) if one.kind == CaseEventKind.PROXY)
    return tuple(ProxyStep(one.happened_on, one.text, desk.name(one.officer_id)) for one in events if one.data.get("proxy") == "step")


def _told(row: Proxy) -> str:
    if row.told_on is None:
        return ""
    return f"{full_day_text(row.told_on)} {word(ToldHow(row.told_how))}"


MAKERS = {document: _maker(document) for document in STATES}
