"""送上级确认: what an officer may not decide themselves is prepared in words and waits for the second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.complaints import ComplaintState
from app.domain.ratings import AppealAction, AppealState, RectificationStep
from app.services import prepared, seconds
from app.services.complaints import ComplaintLine
from app.services.rating_pages import RatingView
from app.texts import t, word
from ui.desk.cases import voice_forms as forms
from ui.desk.reading import Do, Fact, Reading, Section

if TYPE_CHECKING:
    from ui.desk.cases.voices import VoicesPage

ICON = "account-arrow-up-outline"


def waits(c: Any, records: Sequence[str], read: Reading) -> Reading:
    """The reading, with what of it waits for its second person (待上级确认) at its head."""
    found = seconds.of_records(c.db, c.actor, records)
    if not found:
        return read
    facts = tuple(Fact(word(step), t("{asker}：{said}").format(asker=asker, said=said), "warn") for step, asker, said in found)
    return replace(read, sections=(Section(t("待上级确认"), facts), *read.sections))


def of_complaint(page: VoicesPage, line: ComplaintLine, *, own: bool) -> tuple[Do, ...]:
    """The answer of a complaint about this officer, and its filing where this officer may not."""
    if line.state is ComplaintState.OPEN and own:
        form = lambda: forms.FewWords(t("{code}・答复").format(code=line.code), t("送上级确认"), t("怎么答复"))  # noqa: E731
        write = lambda c, v: prepared.answer(c.db, c.actor, c.now(), line.code, v["text"])  # noqa: E731
        return (Do(t("送上级答复"), lambda: page.send(form(), write), ICON),)
    if line.state is ComplaintState.ANSWERED and (own or not page.may("complaint.close")):
        return (Do(t("送上级归档"), lambda: page.send_at_once(lambda c: prepared.file_complaint(c.db, c.actor, c.now(), line.code)), ICON),)
    return ()


def of_rating(page: VoicesPage, view: RatingView, *, me: int | None) -> tuple[Do, ...]:
    """The decision on an appeal, and the supervision of a rectification, where this officer may not."""
    own, acts = view.line.officer_id == me, []
    appeal, opened, key = view.appeal, view.rectification, view.line.id
    if appeal is not None and appeal.state is AppealState.ASKED and (own or not page.may("rating.appeal_decide")):
        write = lambda c, v: prepared.appeal(c.db, c.actor, c.now(), key, AppealAction(v["answer"]), v["text"])  # noqa: E731
        acts.append(Do(t("申诉送上级决定"), lambda: page.send(forms.decision_form(t("送上级确认")), write), ICON))
    supervise = opened is not None and opened.state == "open" and opened.next_step is RectificationStep.SUPERVISE
    if opened is not None and supervise and (own or not page.may("rectification.supervise")):
        number = opened.id
        send = lambda c: prepared.supervision(c.db, c.actor, c.now(), number)  # noqa: E731
        acts.append(Do(t("送上级监督办结"), lambda: page.send_at_once(send), ICON))
    return tuple(acts)
