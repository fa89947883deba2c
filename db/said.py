"""Calls that are being said or were heard, one row a call (working data): claimed by whoever is first, kept for two days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from db.models import SaidCall
from db.once import insert_once
from db.uow import Unit


def claim(unit: Unit, key: str, voice: str, now: datetime) -> bool:
    """Put a claim down; False where there is one."""
    return insert_once(unit, SaidCall, key=key, voice=voice, heard=False, at=now)


def held(unit: Unit, key: str) -> SaidCall | None:
    """The claim of a call, which nobody else changes meanwhile; None where it was given back."""
    return unit.execute(select(SaidCall).where(SaidCall.key == key).with_for_update()).scalar_one_or_none()


def give_back(unit: Unit, key: str) -> None:
    """Take a claim away."""
    unit.execute(delete(SaidCall).where(SaidCall.key == key), execution_options={"synchronize_session": False})


def forget(unit: Unit, before: datetime, most: int) -> int:
    """Remove some of the rows put down before a moment; the answer counts them."""
    old = list(unit.execute(select(SaidCall.key).where(SaidCall.at < before).order_by(SaidCall.at).limit(most)).scalars())
    unit.execute(delete(SaidCall).where(SaidCall.key.in_(old)), execution_options={"synchronize_session": False})
    return len(old)
