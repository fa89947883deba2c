"""The catalogue of service items and its versions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import AnyRow
from db.models import ItemVersion, ServiceItem


def item_by_code(session: Session, code: str) -> ServiceItem | None:
    """An item by its code."""
    return session.execute(select(ServiceItem).where(ServiceItem.code == code)).scalar_one_or_none()


def version(session: Session, version_id: int) -> ItemVersion:
    """One version of an item."""
    return session.get_one(ItemVersion, version_id)


def versions(session: Session, item_id: int) -> Sequence[ItemVersion]:
    """All versions of an item, newest first."""
    statement = select(ItemVersion).where(ItemVersion.item_id == item_id).order_by(ItemVersion.number.desc())
    return session.execute(statement).scalars().all()


def newest_draft(session: Session, item_id: int) -> ItemVersion | None:
    """The version being worked on, if there is one."""
    statement = select(ItemVersion).where(ItemVersion.item_id == item_id, ItemVersion.state == "draft")
    return session.execute(statement.order_by(ItemVersion.number.desc()).limit(1)).scalar_one_or_none()


def catalogue(session: Session) -> Sequence[AnyRow]:
    """Every item with the version that counts: the published one, else the newest."""
    newest = select(func.max(ItemVersion.number)).where(ItemVersion.item_id == ServiceItem.id).correlate(ServiceItem).scalar_subquery()
    statement = (
        select(ServiceItem, ItemVersion)
        .join(ItemVersion, ItemVersion.item_id == ServiceItem.id)
        .where(
            (ItemVersion.id == ServiceItem.published_version_id)
            | (ServiceItem.published_version_id.is_(None) & (ItemVersion.number == newest))
        )
        .order_by(ServiceItem.basic.desc(), ServiceItem.id)
    )
    return session.execute(statement).all()
