"""Acting for a person (帮办代办): the authorisation is written, printed, signed; suspended, renewed, ended; each step told to the person.

Every act stands in the time line of the case too. What the person did not sign, nobody does for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import proxies as rules
from app.domain.actor import Actor
from app.domain.cases import CaseAction, CaseEventKind, CaseState
from app.domain.documents import Document
from app.domain.errors import NotFound, Refused
from app.domain.proxies import ProxyAction, ProxyState, ToldHow
from app.services import case_scans
from app.services.attachments import Copy
from app.services.case_proxies import ProxyLine, drawn_on, line_of
from app.services.case_step import Step, begin
from app.texts import fill, t, word
from app.texts import proxies as say
from db import counters as numbers
from db import queries
from db.models import Proxy
from db.uow import Database


@dataclass(frozen=True, slots=True)
class ProxyForm:
    """What an authorisation says. Without items it is the case's own; without an agent whoever holds the case acts for the person."""

    items: Sequence[str] = ()
    reason: str = ""
    powers: str = ""
    starts: date | None = None
    until: date | None = None
    agent: str | None = None


def draw(db: Database, actor: Actor, now: datetime, number: str, form: ProxyForm) -> ProxyLine:
    """Write the authorisation of a case, to be printed and signed; until then the case is not accepted."""
    with db.write("proxy.draw", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.PROXY)
        last = queries.voices.newest_proxy(unit, step.case.id)
        rules.check_fresh(ProxyState(last.state) if last else None)
        row = _written(step, form, (last.number if last else 0) + 1)
        step.case.proxy, step.case.authorised_on = True, None
        step.event(CaseEventKind.PROXY, _items_text(row), code=row.code, proxy="drawn")
        return line_of(unit, row)


def _written(step: Step, form: ProxyForm, number: int) -> Proxy:
    items = rules.check_items(form.items or (step.case.item_name,))
    for field, text in (("reason", form.reason), ("powers", form.powers)):
        rules.check_bounded(text, field)
    starts = form.starts or step.today
    rules.check_span(starts, form.until, step.today)
    row = Proxy(
        code=rules.proxy_code(step.today, numbers.next_number(step.unit, "proxy", str(step.today))),
        case_id=step.case.id,
        number=number,
        agent_id=_agent(step, form.agent),
        items=list(items),
        reason=form.reason.strip(),
        powers=form.powers.strip() or t(say.NO_POWERS),
        starts_on=starts,
        ends_on=form.until,
        state=ProxyState.DRAWN.value,
    )
    step.unit.add(row)
    step.unit.flush()
    return row


def _agent(step: Step, login: str | None) -> int:
    if not login:
        return step.case.officer_id
    officer = queries.station.officer_by_login(step.unit, login)
    if officer is None or officer.ended_on is not None:
        raise NotFound("officer.unknown", field="agent", login=login)
    return officer.id


def _items_text(row: Proxy) -> str:
    return t("、").join(row.items)


def sign(db: Database, actor: Actor, now: datetime, number: str, *, on: date | None = None, attachment_id: Copy = None) -> ProxyLine:
    """Record the person's signature on the printed authorisation; the case may be accepted from then on (B5)."""
    with db.write("proxy.sign", actor, now) as unit:
        step = begin(unit, actor, now, number)
        row, after = _moved(step, ProxyAction.SIGN)
        day = on or step.today
        kept = case_scans.kept(step, attachment_id)
        rules.check_signed(day, drawn_on(row), step.today, printed=_was_printed(step, row), scanned=kept is not None)
        row.state, row.signed_on, row.attachment_id = after.value, day, kept
        step.case.proxy, step.case.authorised_on = True, step.case.authorised_on or day
        step.event(CaseEventKind.AUTHORISED, _items_text(row), code=row.code)
        return line_of(unit, row)


_FORMS = (Document.PROXY_AUTHORISATION.value, Document.PROXY_RENEWAL.value)


def _was_printed(step: Step, row: Proxy) -> bool:
    return queries.voices.was_printed(step.unit, f"cases:{step.case.id}", row.code, _FORMS)


def suspend(db: Database, actor: Actor, now: datetime, number: str, reason: str, *, on: date | None = None) -> ProxyLine:
    """Stop acting for the person for a while; a renewal goes on."""
    with db.write("proxy.suspend", actor, now) as unit:
        step = begin(unit, actor, now, number)
        row, after = _moved(step, ProxyAction.SUSPEND, reason)
        day = on or step.today
        rules.check_day(day, row.signed_on, step.today)
        row.state, row.suspended_on, row.suspended_reason = after.value, day, reason.strip()
        step.event(CaseEventKind.PROXY, reason, code=row.code, proxy="suspended")
        return line_of(unit, row)


def renew(db: Database, actor: Actor, now: datetime, number: str, form: ProxyForm) -> ProxyLine:
    """Write the authorisation that takes the place of one that was suspended or has run out; it is signed anew."""
    with db.write("proxy.renew", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.PROXY)
        row, after = _moved(step, ProxyAction.RENEW)
        row.state = after.value
        fresh = _written(step, _continued(row, form), row.number + 1)
        step.event(CaseEventKind.PROXY, _items_text(fresh), code=fresh.code, proxy="renewed")
        return line_of(unit, fresh)


def _continued(row: Proxy, form: ProxyForm) -> ProxyForm:
    """What a renewal does not say stays as it was."""
    return ProxyForm(form.items or row.items, form.reason or row.reason, form.powers or row.powers, form.starts, form.until, form.agent)


def tell(db: Database, actor: Actor, now: datetime, number: str, text: str, how: ToldHow, *, on: date | None = None) -> ProxyLine:
    """A step was done for the person, and they were told."""
    with db.write("proxy.step", actor, now) as unit:
        step = begin(unit, actor, now, number)
        row = queries.voices.newest_proxy(unit, step.case.id)
        rules.check_acting(ProxyState(row.state) if row else None, row.ends_on if row else None, step.today)
        assert row is not None
        if not text.strip():
            raise Refused("proxy.told", field="text")
        day = on or step.today
        rules.check_day(day, row.signed_on, step.today)
        said = fill(say.STEP_TOLD, {"text": text.strip(), "how": how})
        Step(unit, step.case, actor, now, day).event(CaseEventKind.PROXY, said, code=row.code, proxy="step")
        return line_of(unit, row)


def end(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    outcome: str,
    *,
    told: date | None = None,
    how: ToldHow | None = None,
) -> ProxyLine:
    """End the proxy handling with its outcome, told to the person; while the case goes on that is a termination: they go on alone."""
    with db.write("proxy.end", actor, now) as unit:
        step = begin(unit, actor, now, number)
        row, after = _moved(step, ProxyAction.END, outcome)
        terminated = rules.is_termination(CaseState(step.case.state))
        day = told or step.today
        rules.check_day(day, row.signed_on, step.today, "told_on")
        row.state, row.ended_on = after.value, step.today
        row.outcome = fill(say.TERMINATED, {"text": outcome.strip()}) if terminated else outcome.strip()
        row.told_on, row.told_how = day, (how or ToldHow.FACE).value
        if terminated:
            step.case.proxy = False
        step.event(CaseEventKind.PROXY, _ending(row), code=row.code, proxy="ended")
        return line_of(unit, row)


def _ending(row: Proxy) -> str:
    return fill(say.STEP_TOLD, {"text": row.outcome, "how": word(ToldHow(row.told_how))})


def _moved(step: Step, action: ProxyAction, reason: str = "-") -> tuple[Proxy, ProxyState]:
    """The newest authorisation and the state the action leads it to."""
    row = queries.voices.newest_proxy(step.unit, step.case.id)
    after = rules.check_proxy(ProxyState(row.state) if row else None, action, reason)
    assert row is not None
    return row, after


def brought(step: Step, signed_on: date, attachment_id: int | None) -> None:
    """An authorisation that the person brought signed, for the case's own item, its copy kept; a written one that waits is it."""
    row = queries.voices.newest_proxy(step.unit, step.case.id)
    written = row is not None and ProxyState(row.state) is ProxyState.DRAWN
    rules.check_brought(printed=written and row is not None and _was_printed(step, row), scanned=attachment_id is not None)
    if row is None or ProxyState(row.state) not in rules.LIVE:
        row = _written(step, ProxyForm(), (row.number if row else 0) + 1)
    row.state, row.signed_on, row.attachment_id = ProxyState.SIGNED.value, signed_on, attachment_id or row.attachment_id
    row.starts_on = min(row.starts_on, signed_on)


def of_case(db: Database, actor: Actor, number: str) -> tuple[ProxyLine, ...]:
    """Every authorisation of a case, the first first."""
    from app.services.cases import found

    with db.read("case.read", actor) as session:
        rows = queries.voices.proxies(session, found(session, number).id)
        return tuple(line_of(session, row) for row in rows)
