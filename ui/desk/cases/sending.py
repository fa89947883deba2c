"""送上级确认: what an officer may not decide themselves is prepared in words and waits for the second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from app.domain.complaints import ComplaintState
from app.domain.ratings import AppealAction, AppealState, RectificationStep
from app.domain.second_person import SecondStep
from app.services import prepared, seconds
from app.services.complaints import ComplaintLine
from app.services.rating_pages import RatingView
from app.services.seconds import SecondLine
from app.texts import t, word
from ui.desk.cases import voice_forms as forms
from ui.desk.page import Desk
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section

if TYPE_CHECKING:
    from ui.desk.cases.voices import VoicesPage

ICON = "account-arrow-up-outline"


def waits(c: Any, desk: Desk, records: Sequence[str], read: Reading) -> Reading:
    """The reading, with what of it waits for its second person (待上级确认) at its head and the way to where that is decided."""
    found = seconds.of_records(c.db, c.actor, c.now(), records)
    if not found:
        return read
    facts = tuple(Fact(word(one.step), t("{asker}：{said}").format(asker=one.asker, said=one.reason), "warn") for one in found)
    go = tuple(Do(_way(one), partial(desk.go, "cases", Ref("second", one.id)), "account-clock-outline") for one in found)
    return replace(read, sections=(Section(t("待上级确认"), facts), *read.sections), acts=(*read.acts, *go))


def _way(one: SecondLine) -> str:
    return t("去确认") if one.mine else t("去登记签批单") if one.paper else t("看待确认的事")


def of_complaint(page: VoicesPage, line: ComplaintLine, direct: frozenset[SecondStep], *, own: bool) -> tuple[Do, ...]:
    """The answer of a complaint about an officer, and its filing, where this officer may not."""
    if line.waiting not in (None, SecondStep.LATE_ENTRY):
        return ()
    if line.state is ComplaintState.OPEN and line.about_id is not None and (own or SecondStep.COMPLAINT not in direct):
        title, about = t("{code}・答复").format(code=line.code), f"complaint:{line.code}"
        form = lambda: forms.FewWords(title, t("送上级确认"), t("怎么答复"), about=about, step="answer")  # noqa: E731
        write = lambda c, v: prepared.answer(c.db, c.actor, c.now(), line.code, v["text"])  # noqa: E731
        return (Do(t("送上级答复"), lambda: page.send(form(), write), ICON),)
    if line.state is ComplaintState.ANSWERED and (own or SecondStep.COMPLAINT_CLOSE not in direct):
        return (Do(t("送上级归档"), lambda: page.send_at_once(lambda c: prepared.file_complaint(c.db, c.actor, c.now(), line.code)), ICON),)
    return ()


def of_rating(page: VoicesPage, view: RatingView, direct: frozenset[SecondStep], *, me: int | None) -> tuple[Do, ...]:
    """The decision on an appeal, and the supervision of a rectification, where this officer may not."""
    own, acts = view.line.officer_id == me, []
    appeal, opened, key = view.appeal, view.rectification, view.line.id
    concerned = {view.line.officer_id, appeal.asker_id if appeal else None}
    asked = appeal is not None and appeal.state is AppealState.ASKED and view.line.waiting is None
    if asked and (SecondStep.APPEAL not in direct or me in concerned):
        write = lambda c, v: prepared.appeal(c.db, c.actor, c.now(), key, AppealAction(v["answer"]), v["text"])  # noqa: E731
        acts.append(Do(t("申诉送上级决定"), lambda: page.send(forms.decision_form(f"rating:{key}", t("送上级确认")), write), ICON))
    supervise = opened is not None and opened.next_step is RectificationStep.SUPERVISE and opened.waiting is None
    if opened is not None and opened.state == "open" and supervise and (own or SecondStep.SUPERVISION not in direct):
        number = opened.id
        send = lambda c: prepared.supervision(c.db, c.actor, c.now(), number)  # noqa: E731
        acts.append(Do(t("送上级监督办结"), lambda: page.send_at_once(send), ICON))
    return tuple(acts)
