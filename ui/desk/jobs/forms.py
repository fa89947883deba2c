"""The forms of jobs: a new one with its employer, and why one is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.employers import EmployerKind, SurveyWay
from app.domain.jobs_market import JobKind, JobSource, Pay, PayUnit, WelfareKind
from app.services.employers import EmployerFacts, EmployerForm
from app.services.jobs import JobForm
from app.texts import t, word
from ui.desk.kept import Keep
from ui.desk.people.points import coded, split
from ui.desk.record_form import RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, UnitEdit, line, two_columns

NEW = "new"


def _unit_field(title: str, unit: str, *, required: bool = False) -> Field:
    return Field(title, UnitEdit(unit=unit), required=required)


class JobNew(RecordForm):
    """Post, requirement, pay; of a known employer, or of one that is registered with it."""

    def __init__(self, employers: Sequence[EmployerFacts], employer_id: int | None = None, visit: str = "") -> None:
        self.visit = visit
        known = [(str(one.id), one.name) for one in employers]
        fields = {
            "employer_id": choice_field(t("单位"), [*known, (NEW, t("新单位，写在右边"))]),
            "employer": words_field(t("新单位名称"), hint=t("选了上面的单位就不用填")),
            "employer_kind": choice_field(t("新单位类型"), [(one.value, word(one)) for one in EmployerKind]),
            "credit_code": words_field(t("统一社会信用代码"), hint=t("核对过执照的填上，岗位当天就能公布")),
            "title": words_field(t("岗位名称"), required=True),
            "kind": choice_field(t("岗位类别"), [(one.value, word(one)) for one in JobKind]),
            "headcount": _unit_field(t("招几人"), t("人"), required=True),
            "welfare_kind": choice_field(t("公益性岗位类型"), [(one.value, word(one)) for one in WelfareKind], blank=t("不是公益性岗位")),
            "pay_low": _unit_field(t("工资从"), t("元")),
            "pay_high": _unit_field(t("工资到"), t("元")),
            "pay_unit": choice_field(t("怎么计"), [(one.value, word(one)) for one in PayUnit]),
            "pay_note": words_field(t("工资说明"), hint=t("写“面议”要说明原因")),
            "location": words_field(t("地点")),
            "occupation": words_field(t("工种"), hint=t("例如 保洁、后厨")),
            "education": choice_field(t("学历要求"), coded("education"), blank=t("不限")),
            "shifts": words_field(t("班次")),
            "age_min": _unit_field(t("年龄从"), t("岁")),
            "age_max": _unit_field(t("年龄到"), t("岁")),
            "expires_on": date_field(t("有效至")),
            "skills": words_field(t("技能要求"), hint=t("几样用顿号隔开")),
            "offered_by": words_field(t("提供单位"), hint=t("社区公共服务岗位要写")),
            "requirement": words_field(t("其他要求"), hint=t("空着就由学历、年龄、技能合成")),
            "duties": area_field(t("做什么")),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made) - 1, 2)))
        note = t("走访 {code} 采集").format(code=visit) if visit else ""
        super().__init__(t("新岗位"), t("登记岗位"), fields, rows, made[-1], note=note, keep=Keep("job_new", visit, t("新岗位")))
        if not known:
            fields["employer_id"].set_value(NEW)
        elif employer_id is not None:
            fields["employer_id"].set_value(employer_id)


def _number(text: str) -> int | None:
    plain = text.strip().replace(",", "")
    return int(plain) if plain.isdigit() else None


def _cents(text: str) -> int | None:
    try:
        return round(float(text) * 100) if text.strip() else None
    except ValueError:
        return None


def job_form(values: Mapping[str, str], visit: str = "") -> JobForm:
    """What the form says of the job; ``visit`` is the number of the visit it was collected on."""
    note = values["pay_note"]
    pay = Pay(_cents(values["pay_low"]), _cents(values["pay_high"]), PayUnit(values["pay_unit"]), t("面议") in note, note)
    chosen = values["employer_id"]
    return JobForm(
        employer_id=int(chosen) if chosen.isdigit() else 0,
        title=values["title"],
        kind=JobKind(values["kind"]),
        headcount=_number(values["headcount"]) or 0,
        pay=pay,
        requirement=values["requirement"],
        welfare_kind=WelfareKind(values["welfare_kind"]) if values["welfare_kind"] else None,
        offered_by=values["offered_by"],
        occupation=values["occupation"],
        duties=values["duties"],
        location=values["location"],
        shifts=values["shifts"],
        education=values["education"],
        age_min=_number(values["age_min"]),
        age_max=_number(values["age_max"]),
        skills=tuple(split(values["skills"])),
        expires_on=day_of(values["expires_on"]),
        source=JobSource.VISIT if visit else JobSource.CAME,
        survey_way=SurveyWay.VISIT if visit else SurveyWay.CAME,
        visit=visit,
    )


def employer_form(values: Mapping[str, str], today: date) -> EmployerForm:
    """What the form says of a new employer; one whose licence number is there was compared today."""
    code = values["credit_code"] or None
    kind = EmployerKind(values["employer_kind"])
    return EmployerForm(values["employer"], kind, code, address=values["location"], verified_on=today if code else None)


class JobClose(RecordForm):
    """Why a job is closed; it stays in every list of its period."""

    def __init__(self, job_id: int, title: str, today: date) -> None:
        fields = {
            "reason": words_field(t("关闭原因"), hint=t("例如 已招满"), required=True),
            "closed_on": date_field(t("关闭日期"), today, required=True),
        }
        keep = Keep("job_close", f"job:{job_id}", t("关闭岗位"))
        name = t("关闭岗位“{title}”").format(title=title)
        super().__init__(name, t("关闭这个岗位"), fields, two_columns(tuple(fields.values())), keep=keep)


class EmployerChange(RecordForm):
    """What is known of an employer; the day on which the licence was compared lets its jobs be published."""

    def __init__(self, facts: EmployerFacts) -> None:
        self.facts = facts
        fields = {
            "name": words_field(t("单位名称"), required=True),
            "credit_code": Field(t("统一社会信用代码"), line(), hint=t("换了代码要重新核对执照")),
            "licence_until": date_field(t("执照有效期至"), hint=t("长期有效就空着")),
            "verified_on": date_field(t("核对执照的日期"), hint=t("核对过原件才填；填了岗位才能公布")),
            "contact": words_field(t("联系人")),
            "phone": words_field(t("电话")),
            "address": words_field(t("地址")),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        keep = Keep("employer", f"employer:{facts.id}", t("单位资料"))
        super().__init__(t("单位资料"), t("保存"), fields, rows, note=facts.name, keep=keep)
        self.before = {name: str(getattr(facts, name) or "") for name in fields}
        self.show_record(self.before)

    def changes(self, values: Mapping[str, str]) -> dict[str, Any]:
        """What was changed, as the service takes it."""
        made: dict[str, Any] = {name: value for name, value in values.items() if value != self.before[name]}
        for name in ("licence_until", "verified_on"):
            if name in made:
                made[name] = day_of(made[name])
        if made.get("credit_code") == "":
            made["credit_code"] = None
        return made
