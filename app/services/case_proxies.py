"""The authorisations of a case as they are shown: the newest counts, the earlier ones stay readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.documents import Document
from app.domain.proxies import ProxyState
from db import queries
from db.models import Officer, Proxy
from db.uow import ReadSession, Unit

PAPERS: dict[ProxyState, tuple[Document, ...]] = {
    ProxyState.DRAWN: (Document.PROXY_AUTHORISATION,),
    ProxyState.SIGNED: (Document.PROXY_ACCEPTANCE, Document.PROXY_AUTHORISATION),
    ProxyState.SUSPENDED: (Document.PROXY_SUSPENSION, Document.PROXY_ACCEPTANCE),
    ProxyState.ENDED: (Document.PROXY_COMPLETION, Document.PROXY_ACCEPTANCE),
}
"""Which papers the newest authorisation of a case has, the likeliest first; a renewal has its own form of the authorisation."""


@dataclass(frozen=True, slots=True)
class ProxyLine:
    """An authorisation: its items, by whom, from when until when, and how far it is."""

    code: str
    number: int
    state: ProxyState
    items: tuple[str, ...]
    agent: str
    agent_id: int
    reason: str
    powers: str
    starts_on: date
    ends_on: date | None
    signed_on: date | None
    suspended_on: date | None
    suspended_reason: str
    ended_on: date | None
    outcome: str
    told_on: date | None
    told_how: str

    @property
    def papers(self) -> tuple[Document, ...]:
        """The papers it has now."""
        found = PAPERS.get(self.state, ())
        swapped = {Document.PROXY_AUTHORISATION: Document.PROXY_RENEWAL} if self.number > 1 else {}
        return tuple(swapped.get(one, one) for one in found)


def newest(session: ReadSession | Unit, case_id: int) -> ProxyLine | None:
    """The authorisation of a case that counts."""
    row = queries.voices.newest_proxy(session, case_id)
    return line_of(session, row) if row is not None else None


def line_of(session: ReadSession | Unit, row: Proxy) -> ProxyLine:
    """An authorisation as it is shown."""
    return ProxyLine(
        row.code,
        row.number,
        ProxyState(row.state),
        tuple(row.items),
        session.get_one(Officer, row.agent_id).name,
        row.agent_id,
        row.reason,
        row.powers,
        row.starts_on,
        row.ends_on,
        row.signed_on,
        row.suspended_on,
        row.suspended_reason,
        row.ended_on,
        row.outcome,
        row.told_on,
        row.told_how,
    )


def drawn_on(row: Proxy) -> date:
    """The day an authorisation was written: it stands in the code; the span it is for may begin later."""
    return date(int(row.code[2:6]), int(row.code[6:8]), int(row.code[8:10]))
