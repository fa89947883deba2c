"""The five points in words, as the band of the person's page and the paper say them (高中，已婚，常住)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.assistance import NO_CATEGORY, Facts, Point
from app.domain.jobs_market import JobKind
from app.services import codes
from app.texts import t, word

_KINDS = frozenset(kind.value for kind in JobKind)


def summary(point: Point, facts: Facts) -> str:
    """What is known about a point, in one line; empty when nothing is."""
    parts = _PARTS[point](facts)
    return t("，").join(str(part) for part in [*parts, facts.get("note")] if part)


def _personal(facts: Facts) -> list[Any]:
    resident = facts.get("resident")
    stays = t("常住") if resident else t("不常住") if resident is False else ""
    return [codes.name("education", facts.get("education") or ""), codes.name("marital", facts.get("marital") or ""), stays]


def _hardship(facts: Facts) -> list[Any]:
    category = facts.get("category") or ""
    return [t("不属于困难人员") if category == NO_CATEGORY else codes.name("hardship", category)]


def _intention(facts: Facts) -> list[Any]:
    if facts.get("willing") is False:
        return [t("本人没有就业意愿")]
    able = t("暂无就业能力") if facts.get("able") is False else ""
    return [able, _listed(facts.get("occupations")), _listed(_kind(kind) for kind in facts.get("kinds") or ())]


def _kind(code: str) -> str:
    return word(JobKind(code)) if code in _KINDS else code


def _skill(facts: Facts) -> list[Any]:
    return [codes.name("skill_level", facts.get("level") or ""), _listed(facts.get("certificates"))]


def _policy(facts: Facts) -> list[Any]:
    needs = facts.get("policy_needs")
    return [t("暂无政策需求") if needs in ([], ()) else _listed(needs)]


def _listed(values: Iterable[str] | None) -> str:
    return t("、").join(values or ())


_PARTS = {
    Point.PERSONAL: _personal,
    Point.HARDSHIP: _hardship,
    Point.INTENTION: _intention,
    Point.SKILL: _skill,
    Point.POLICY: _policy,
}
