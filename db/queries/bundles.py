"""Bundles: the row of an opened one, its cases by item, its materials."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.models import Case, CaseBundle, CaseMaterial, ServiceItem

M, C = CaseMaterial.__table__.c, Case.__table__.c


def by_number(session: Session, number: str) -> CaseBundle | None:
    """An opened bundle; none for a number that was only typed."""
    return session.execute(select(CaseBundle).where(CaseBundle.number == number)).scalar_one_or_none()


def items_by_state(session: Session, number: str) -> Sequence[Row[Any]]:
    """Id, state, item code and name of the cases under a number."""
    statement: Any = select(C.id, C.state, C.item_name, ServiceItem.code).join(ServiceItem, ServiceItem.id == C.item_id)
    return session.execute(statement.where(C.bundle == number).order_by(C.id)).all()


def material_lines(session: Session, number: str) -> Sequence[Row[Any]]:
    """The lines of all check-lists of a bundle, in the order of its cases."""
    columns = (M.id, M.code, M.name, M.form, M.copies, M.state, M.shared_id, C.number)
    statement: Any = select(*columns).join(Case, C.id == M.case_id)
    return session.execute(statement.where(C.bundle == number).order_by(C.id, M.id)).all()


def shared_with(session: Session, line: CaseMaterial) -> Sequence[CaseMaterial]:
    """The lines of other cases that are handed in together with a line."""
    root = line.shared_id or line.id
    statement = select(CaseMaterial).where((M.id == root) | (M.shared_id == root), M.case_id != line.case_id)
    return session.execute(statement.order_by(M.id)).scalars().all()


def numbers_of_lines(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The case of each of these lines."""
    if not ids:
        return {}
    rows = session.execute(select(M.id, C.number).join(Case, C.id == M.case_id).where(M.id.in_(ids))).all()
    return {row.id: row.number for row in rows}
