"""Dates as the desk writes them."""

from __future__ import annotations

from datetime import date, datetime

from app.texts import t

WEEKDAYS = "一二三四五六日"


def weekday(day: date) -> str:
    """周五."""
    return t("周") + WEEKDAYS[day.weekday()]


def moment_words(moment: datetime) -> str:
    """2026-10-09 周五 14:05."""
    return f"{moment:%Y-%m-%d} {weekday(moment)} {moment:%H:%M}"
