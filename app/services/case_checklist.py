"""The materials check-list of a case, with what the version of the item it goes by says of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.cases import CaseEventKind
from app.domain.errors import Refused
from app.domain.notices import Lacking
from app.services.case_lines import MaterialLine
from db import queries
from db.models import Case, CaseMaterial, ItemVersion
from db.uow import ReadSession, Unit


def lines(session: ReadSession | Unit, case: Case) -> tuple[MaterialLine, ...]:
    """The check-list; a line that is asked for once in a bundle names the case it is handed in with."""
    rows = queries.cases.materials(session, case.id)
    under = queries.bundles.numbers_of_lines(session, [row.shared_id for row in rows if row.shared_id])
    asked, left_out = _asked(session, case), _left_out(session, case)
    return tuple(_line(row, under.get(row.shared_id or 0, ""), asked.get(row.code, {}), row.code in left_out) for row in rows)


def _line(row: CaseMaterial, under: str, asked: dict[str, Any], left_out: bool) -> MaterialLine:
    may = (bool(asked.get("waivable")), bool(asked.get("later")))
    return MaterialLine(row.id, row.code, row.name, row.form, row.copies, row.state, row.received_on, under, *may, row.due_on, left_out)


def _left_out(session: ReadSession | Unit, case: Case) -> frozenset[str]:
    """What the newest notice left out for its reason."""
    told = [row for row in queries.cases.events(session, case.id) if row.kind == CaseEventKind.NOTICED]
    return frozenset(told[-1].data.get("left_out", ())) if told else frozenset()


def check_waivable(session: ReadSession | Unit, case: Case, wanted: Sequence[CaseMaterial]) -> None:
    """Only what the item says may be waived is."""
    asked = _asked(session, case)
    held = next((line.name for line in wanted if not asked.get(line.code, {}).get("waivable")), None)
    if held is not None:
        raise Refused("case.material_not_waivable", field="codes", name=held)


def lacking(unit: Unit, case: Case) -> tuple[Lacking, ...]:
    """What is asked for and not there; without what the newest notice left out for its reason (the station looks it up itself)."""
    left_out, asked = _left_out(unit, case), _asked(unit, case)
    lines = (row for row in queries.cases.materials(unit, case.id) if row.state == "missing" and row.code not in left_out)
    return tuple(Lacking(row.code, row.name, bool(asked.get(row.code, {}).get("later"))) for row in lines)


def _asked(session: ReadSession | Unit, case: Case) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in session.get_one(ItemVersion, case.item_version_id).materials}
