"""What a form says after a late entry that waits for its second person."""

from __future__ import annotations

from datetime import date

from app.domain.late_entries import LateKind
from app.texts import t, word


def waits_words(kind: LateKind, on: date) -> str:
    """That nothing is recorded yet, and for whom it waits."""
    said = t("{day} 的{kind}补录超过三个工作日，待上级确认；确认以前没有记入。")
    return said.format(day=on.isoformat(), kind=word(kind))
