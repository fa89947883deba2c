"""The sheets for the file at the wall: which days belong to that of the day, of the week from Monday, of the month; each has a key."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from app.texts import t

Span = tuple[date, date]


def day_of(today: date) -> Span:
    """The day alone."""
    return today, today


def week_of(today: date) -> Span:
    """Monday to Sunday."""
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def month_of(today: date) -> Span:
    """The whole month."""
    return today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])


SHEETS = {"print": (t("办件日报"), day_of), "print_week": (t("办件周报"), week_of), "print_month": (t("办件月报"), month_of)}
"""By the act of the key."""
