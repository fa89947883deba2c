"""The form of each of the five points, opened in place from the band; and the form of all five at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PyQt6.QtWidgets import QWidget

from app.domain.assistance import NO_CATEGORY, Point
from app.domain.findings import CheckMethod
from app.domain.jobs_market import JobKind
from app.services import codes
from app.services.assistance import Finding, PointCell
from app.texts import t, word
from ui.desk.kept import Keep
from ui.desk.record_form import Checks, RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, two_columns
from ui.kit.text import column, holder, label

YES_NO = (("yes", t("是")), ("no", t("否")))
ASK = t("还没有问")
NONE_WORDS = frozenset({t("无"), t("没有"), t("暂无")})


def coded(table: str) -> tuple[tuple[str, str], ...]:
    """The choices of a code table."""
    return tuple((row.code, row.name) for row in codes.choices(table))


def _personal() -> dict[str, Field]:
    return {
        "education": choice_field(t("学历"), coded("education"), blank=ASK),
        "marital": choice_field(t("婚姻状况"), coded("marital"), blank=ASK),
        "resident": choice_field(t("是否常住"), YES_NO, blank=ASK),
    }


def _hardship() -> dict[str, Field]:
    options = ((NO_CATEGORY, t("不属于困难人员")), *coded("hardship"))
    return {"category": choice_field(t("困难类别"), options, blank=ASK)}


def _intention() -> dict[str, Field]:
    kinds = Checks([(kind.value, word(kind)) for kind in JobKind])
    return {
        "willing": choice_field(t("就业意愿"), (("yes", t("想工作")), ("no", t("不想工作"))), blank=ASK),
        "able": choice_field(t("就业能力"), (("yes", t("能工作")), ("no", t("暂时不能"))), blank=ASK),
        "occupations": words_field(t("想做的工作"), hint=t("几样就用顿号隔开，例如 保洁、后厨")),
        "kinds": Field(t("岗位类别"), kinds),
    }


def _skill() -> dict[str, Field]:
    return {
        "level": choice_field(t("技能等级"), coded("skill_level"), blank=ASK),
        "certificates": words_field(t("证书"), hint=t("没有就写“无”；几样用顿号隔开")),
    }


def _policy() -> dict[str, Field]:
    return {"policy_needs": words_field(t("想享受的政策"), hint=t("没有就写“无”；几样用顿号隔开"))}


_MAKERS = {
    Point.PERSONAL: _personal,
    Point.HARDSHIP: _hardship,
    Point.INTENTION: _intention,
    Point.SKILL: _skill,
    Point.POLICY: _policy,
}
_FLAGS = frozenset({"resident", "willing", "able"})
_LISTS = frozenset({"occupations", "certificates", "policy_needs"})


def _shown(name: str, value: Any) -> str:
    """A fact as its field shows it."""
    if name in _FLAGS:
        return {True: "yes", False: "no"}.get(value, "")
    if name == "kinds":
        return ",".join(value or ())
    if name in _LISTS:
        return t("无") if value == [] and name != "occupations" else t("、").join(value or ())
    return str(value or "")


def _fact(name: str, text: str) -> Any:
    """What a field says as a fact; None while nobody asked."""
    if name in _FLAGS:
        return {"yes": True, "no": False}.get(text)
    if name == "kinds":
        return text.split(",") if text else []
    if name in _LISTS:
        if text in NONE_WORDS:
            return []
        return split(text) if text else ([] if name == "occupations" else None)
    return text or None


def split(text: str) -> list[str]:
    """保洁、后厨 as two."""
    for mark in "，,；; ":
        text = text.replace(mark, "、")
    return [part for part in text.split("、") if part]


class PointsForm(RecordForm):
    """One point, or all five; only what was changed becomes a finding."""

    def __init__(self, person_id: int, name: str, cells: Mapping[Point, PointCell], wanted: tuple[Point, ...], today: date) -> None:
        self.points = wanted
        self._of = {code: point for point in wanted for code in _MAKERS[point]()}
        made = {point: _MAKERS[point]() for point in wanted}
        fields = {code: field for group in made.values() for code, field in group.items()}
        self._tail = {
            "method": choice_field(t("怎么核实的"), [(one.value, word(one)) for one in CheckMethod]),
            "checked_on": date_field(t("核实日期"), today, required=True),
        }
        rows = [_section(word(point), group, single=len(wanted) == 1) for point, group in made.items()]
        rows.append(two_columns(tuple(self._tail.values())))
        one = len(wanted) == 1
        title = word(wanted[0]) if one else t("更新五清")
        note = name if one else t("{name}・存好后接着选三张清单").format(name=name)
        act = t("保存“{point}”").format(point=word(wanted[0])) if one else t("保存，去选清单")
        code = f"points.{wanted[0].value}" if one else "points"
        keep = Keep(code, f"person:{person_id}", t("五清：{what}").format(what=title) if one else t("更新五清"))
        super().__init__(title, act, {**fields, **self._tail}, *rows, note=note, keep=keep)
        self.before = {code: _shown(code, cells[self._of[code]].facts.get(code)) for code in fields}
        self.show_record(self.before)

    def start(self) -> None:
        """The cursor into the first thing nobody has asked yet."""
        empty = next((self.fields[code] for code in self.before if not self.before[code]), next(iter(self.fields.values())))
        empty.focus()


def findings(form: PointsForm, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """What was found: the points with an answer that differs from what was known, or the single point asked for."""
    method, day = CheckMethod(values["method"]), day_of(values["checked_on"])
    assert day is not None
    made = []
    for point in form.points:
        names = [code for code, of in form._of.items() if of is point]
        changed = any(values[code] != form.before[code] for code in names)
        if changed or len(form.points) == 1:
            facts = {code: _fact(code, values[code]) for code in names}
            made.append(Finding(point, {code: fact for code, fact in facts.items() if fact is not None}, method, day))
    return tuple(made)


def _section(title: str, fields: Mapping[str, Field], *, single: bool) -> QWidget:
    made = list(fields.values())
    wide = [field for field in made if isinstance(field.editor, Checks)]
    narrow = [field for field in made if field not in wide]
    pairs = [tuple(narrow[at : at + 2]) for at in range(0, len(narrow), 2)]
    parts: list[QWidget] = [] if single else [label(title, "sub", bold=True)]
    return holder(column(*parts, two_columns(*pairs), *wide))


__all__ = ["PointsForm", "coded", "findings", "split"]
