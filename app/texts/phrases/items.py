"""Phrases of service items."""

from __future__ import annotations

from app.domain.service_items import ItemKind

LIMIT_OPEN = "县级公布后填写"


def limit_text(kind: ItemKind, promised_days: int | None, statutory_days: int | None, *, example: bool = False) -> str:
    """The element 办理时限 as guides and papers print it."""
    if kind is ItemKind.IMMEDIATE:
        return "即时办结（当个工作日）"
    if promised_days is None:
        return LIMIT_OPEN
    law = f"（法定 {statutory_days} 个工作日）" if statutory_days else ""
    return f"承诺 {promised_days} 个工作日{law}" + ("（示例）" if example else "")
