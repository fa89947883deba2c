"""What a form says after a late entry that waits for its second person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.domain.households import ExitKind
from app.domain.jobs_market import ConfirmedHow
from app.domain.late_entries import LateKind
from app.domain.visits import VisitResult, VisitWay
from app.texts import t, word


def waits_words(kind: LateKind, on: date) -> str:
    """That nothing is recorded yet, and for whom it waits."""
    said = t("{day} 的{kind}补录超过三个工作日，待上级确认；确认以前没有记入，在“办件—待确认和补录”里看。")
    return said.format(day=on.isoformat(), kind=word(kind))


def prepared_facts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What somebody who confirms a late entry should read of its form."""
    form = data.get("form")
    for name, (title, kind) in _SHOWN.items():
        value = form.get(name) if isinstance(form, Mapping) else None
        if value:
            yield t(title), word(kind(value)) if kind else str(value)
    if isinstance(form, Mapping) and data.get("late") == LateKind.EXIT:
        yield t("退出情形"), word(ExitKind(form["kind"]))
    if "missing" in data:
        yield t("材料"), t("、").join(str(one) for one in data["missing"])


_SHOWN: Mapping[str, tuple[str, Any]] = {
    "way": ("方式", VisitWay),
    "result": ("结果", VisitResult),
    "findings": ("了解到的情况", None),
    "needs": ("有什么需求", None),
    "employer": ("单位", None),
    "how": ("怎么确认的", ConfirmedHow),
    "confirmed_how": ("怎么确认的", ConfirmedHow),
    "recognised_by": ("认定机关", None),
    "next_on": ("下次走访", None),
    "reason": ("说明", None),
}
