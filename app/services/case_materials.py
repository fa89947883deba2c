"""Materials of a case as they are handed in: ticked with an event, also in the cases of the bundle that share them."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.cases import CaseEventKind
from app.services import case_bundles
from app.services.case_step import Step
from app.services.cases import event
from db.models import CaseMaterial


def tick(step: Step, lines: Sequence[CaseMaterial], state: str) -> None:
    """Set lines ``received``, ``checked``, ``waived`` or ``missing`` again, as one event of the case."""
    for line in lines:
        line.state, line.officer_id = state, step.actor.officer_id
        line.received_on = None if state == "missing" else step.on
    step.event(CaseEventKind.MATERIAL, "、".join(line.name for line in lines), codes=[line.code for line in lines], state=state)
    if state != "waived":  # what one item does without another may still ask for
        _hand_in_elsewhere(step, lines, state)


def _hand_in_elsewhere(step: Step, lines: Sequence[CaseMaterial], state: str) -> None:
    """What other cases of the bundle share with these lines is handed in with them."""
    for case, line in case_bundles.handed_in(step.unit, lines):
        kept = {"codes": [line.code], "state": state, "with": step.case.number}
        event(step.unit, case, CaseEventKind.MATERIAL, step.actor, step.now, on=step.on, text=line.name, data=kept)
