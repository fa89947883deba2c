"""What waits for a second person, and the bundle a case belongs to: the line below the facts."""

from __future__ import annotations

from app.domain.cases import OPEN_CASE, CaseAction, CaseState
from app.domain.second_person import SecondStep
from app.services.case_bundles import Bundle
from app.services.case_seconds import Waiting
from app.services.cases import CaseView
from app.texts import t, word
from ui.kit.runs import Run, Runs


def runs(view: CaseView) -> Runs:
    """待上级确认 with what, who and why; 一件事 with how far it is."""
    told = [(t("待上级确认"), _waiting(one), "warn") for one in view.waiting]
    if view.bundle is not None:
        told.append((t("一件事"), _bundle(view.bundle), "fg_text"))
    return tuple(run for name, value, tone in told for run in (Run(f"{name} ", False, "fg_secondary"), Run(f"{value}　 ", True, tone)))


def _waiting(one: Waiting) -> str:
    step, day, days = word(SecondStep(one.step)), one.data.get("on"), one.data.get("days")
    if day:
        step = t("{step}（{day} {act}）").format(step=step, day=day, act=word(CaseAction(one.data["act"])))
    if days:
        step = t("{step} {n} 个工作日").format(step=step, n=days)
    return t("{step}，{asker}：{reason}").format(step=step, asker=one.asker, reason=one.reason)


def _bundle(bundle: Bundle) -> str:
    done = sum(CaseState(state) not in OPEN_CASE for _, _, state in bundle.cases)
    state = t("办理中") if bundle.open else t("已办结")
    return t("{number}：{state}，{n} 个办件已办完 {m} 个").format(number=bundle.number, state=state, n=len(bundle.cases), m=done)
