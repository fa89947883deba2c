"""Phrases of service items."""

from __future__ import annotations

from app.domain.service_items import ItemKind
from app.texts import t, word

LIMIT_OPEN = "县级公布后填写"


def limit_text(kind: ItemKind, promised_days: int | None, statutory_days: int | None, *, example: bool = False) -> str:
    """The element 办理时限 as guides and papers print it."""
    if kind is ItemKind.IMMEDIATE:
        return "即时办结（当个工作日）"
    if promised_days is None:
        return LIMIT_OPEN
    law = f"（法定 {statutory_days} 个工作日）" if statutory_days else ""
    return f"承诺 {promised_days} 个工作日{law}" + ("（示例）" if example else "")


def limit_line(kind: ItemKind, promised_days: int | None, statutory_days: int | None) -> str:
    """Kind and limit beside an item's name on the screen; an item whose limit the place has not set shows its kind alone."""
    if promised_days:
        statutory = t("，法定 {n} 个").format(n=statutory_days) if statutory_days else ""
        return t("{kind}，承诺 {n} 个工作日").format(kind=word(kind), n=promised_days) + statutory
    return t("{kind}，当日办结").format(kind=word(kind)) if kind is ItemKind.IMMEDIATE else word(kind)
