"""The forms of a visit: to a person, to a household with whom one met there, to an employer with what was done for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.employers import EmployerKind
from app.domain.visits import EmployerService, VisitKind, VisitResult, VisitWay
from app.services.employers import EmployerFacts, EmployerForm
from app.services.households import HouseholdView
from app.services.person_pages import PersonFacts
from app.services.visits import VisitForm
from app.texts import t, word
from app.texts.phrases.visits import OF_EMPLOYER, result_word
from ui.desk.kept import Keep
from ui.desk.people.family import PersonPick
from ui.desk.record_form import Checks, RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, line, two_columns

FAMILY, HEAD, MET = t("家属"), t("户主"), "met"
Officers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An employer that the box finds."""

    id: int
    title: str
    second: str


def hits_of(found: tuple[EmployerFacts, ...]) -> tuple[Hit, ...]:
    """Employers as the box shows them."""
    return tuple(Hit(one.id, one.name, "・".join(filter(None, (word(one.kind), one.address)))) for one in found)


def _common(today: date, results: list[tuple[str, str]], officers: Officers) -> dict[str, Field]:
    """What every visit is asked: how, with what result, when, when next, by whom else."""
    return {
        "way": choice_field(t("方式"), [(one.value, word(one)) for one in VisitWay]),
        "result": choice_field(t("结果"), results),
        "happened_on": date_field(t("走访日期"), today, required=True),
        "next_on": date_field(t("下次走访"), hint=t("约好了就写上，到时会提醒")),
        "second_officer_id": choice_field(t("同行的人"), officers, blank=t("一个人去的")),
        "late_reason": words_field(t("补录原因"), hint=t("不是今天走访的要写；超过三个工作日的等第二人确认")),
    }


def _told() -> dict[str, Field]:
    return {"findings": area_field(t("了解到的情况")), "needs": area_field(t("有什么需求"))}


def _rows(fields: Mapping[str, Field]) -> list[tuple[Field, ...]]:
    made = list(fields.values())
    return [tuple(made[at : at + 2]) for at in range(0, len(made), 2)]


class VisitRecord(RecordForm):
    """Base of the three forms: ``visit(values)`` is what the service takes. ``pick`` finds whom it is for, where that is not known."""

    pick: PersonPick | None = None

    def visit(self, values: Mapping[str, str]) -> VisitForm:
        """What the form says."""
        raise NotImplementedError

    def _base(self, kind: VisitKind, result: VisitResult, values: Mapping[str, str]) -> VisitForm:
        second = values["second_officer_id"]
        return VisitForm(
            kind,
            VisitWay(values["way"]),
            result,
            happened_on=day_of(values["happened_on"]),
            findings=values["findings"],
            needs=values["needs"],
            next_on=day_of(values["next_on"]),
            second_officer_id=int(second) if second else None,
            late_reason=values["late_reason"],
        )


class PersonVisit(VisitRecord):
    """A visit to a person; a family member who was met stands for the person."""

    def __init__(self, today: date, facts: PersonFacts | None, officers: Officers) -> None:
        self.facts = facts
        self.pick = None if facts is not None else PersonPick()
        results = [(one.value, word(one)) for one in VisitResult]
        fields = _common(today, results, officers) | _told()
        rows = [two_columns(*_rows(fields))]
        if self.pick is not None:
            whom = Field(t("走访谁"), self.pick, required=True)
            fields = {"person": whom, **fields}
            rows.insert(0, whom)
        name = facts.name if facts is not None else ""
        record = f"person:{facts.id}" if facts is not None else ""
        super().__init__(t("记走访"), t("记下这次走访"), fields, *rows, note=name, keep=Keep("visit", record, t("走访")))

    def visit(self, values: Mapping[str, str]) -> VisitForm:
        person = self.facts.id if self.facts is not None else int(values["person"])
        result = VisitResult(values["result"])
        met = ((person, FAMILY),) if result is VisitResult.MET_FAMILY else ()
        return replace(self._base(VisitKind.PERSON, result, values), person_id=person, met=met)


class WhoseHousehold(RecordForm):
    """Whose home it was: the first step where nobody is at the counter."""

    def __init__(self) -> None:
        self.pick = PersonPick()
        fields = {"person": Field(t("谁家"), self.pick, required=True)}
        super().__init__(t("入户走访"), t("下一步"), fields, *fields.values())


class HouseholdVisit(VisitRecord):
    """A visit to a household: who was met there counts as 走访人次, each of them."""

    def __init__(self, today: date, view: HouseholdView, officers: Officers) -> None:
        self.view = view
        gone = [(one.value, result_word(VisitKind.HOUSEHOLD, one)) for one in (VisitResult.REFUSED, VisitResult.NOBODY_HOME)]
        members = [(str(one.person_id), one.name) for one in view.members]
        met = Field(t("见到谁（见到几个选几个）"), Checks(members))
        common = _common(today, [(MET, t("见到家里人")), *gone], officers)
        told = _told()
        head = next((one.name for one in view.members if one.person_id == view.head_id), view.code)
        keep = Keep("visit_household", f"household:{view.id}", t("入户走访"))
        rows = (two_columns(*_rows(common)), met, two_columns(*_rows(told)))
        title = t("入户走访：{head}家").format(head=head)
        super().__init__(title, t("记下这次走访"), {**common, "met": met, **told}, *rows, note=view.address, keep=keep)

    def visit(self, values: Mapping[str, str]) -> VisitForm:
        relations = {one.person_id: HEAD if one.person_id == self.view.head_id else one.relation or FAMILY for one in self.view.members}
        met = tuple((int(code), relations[int(code)]) for code in values["met"].split(",") if code)
        result = VisitResult(values["result"]) if values["result"] != MET else self._met(met)
        return replace(self._base(VisitKind.HOUSEHOLD, result, values), household_id=self.view.id, met=met)

    def _met(self, met: tuple[tuple[int, str], ...]) -> VisitResult:
        return VisitResult.MET_PERSON if self.view.head_id in dict(met) else VisitResult.MET_FAMILY


class EmployerVisit(VisitRecord):
    """A visit to an employer, also to one that is registered with it; what was done for it is ticked."""

    def __init__(self, today: date, facts: EmployerFacts | None, officers: Officers) -> None:
        self.facts = facts
        self.pick = None if facts is not None else PersonPick(t("单位名称里的字"))
        results = [(one.value, t(said)) for one, said in OF_EMPLOYER.items()]
        services = Field(t("做了什么服务"), Checks([(one.value, word(one)) for one in EmployerService]))
        common, told = _common(today, results, officers), _told()
        whom = self._whom()
        rows = [two_columns(*_rows(whom))] if whom else []
        rows += [two_columns(*_rows(common)), services, two_columns(*_rows(told))]
        name, record = (facts.name, f"employer:{facts.id}") if facts is not None else ("", "")
        keep = Keep("visit_employer", record, t("走访单位"))
        super().__init__(t("走访单位"), t("记下这次走访"), {**whom, **common, "services": services, **told}, *rows, note=name, keep=keep)

    def _whom(self) -> dict[str, Field]:
        if self.pick is None:
            return {}
        kinds = [(one.value, word(one)) for one in EmployerKind]
        return {
            "employer": Field(t("走访哪个单位"), self.pick),
            "name": Field(t("新单位名称"), line(), hint=t("左边找不到的写在这里，一并登记")),
            "employer_kind": choice_field(t("新单位类型"), kinds),
            "address": words_field(t("新单位地址")),
        }

    def visit(self, values: Mapping[str, str]) -> VisitForm:
        chosen = self.facts.id if self.facts is not None else int(values["employer"]) if values["employer"] else None
        done = tuple(EmployerService(code) for code in values["services"].split(",") if code)
        return replace(self._base(VisitKind.EMPLOYER, VisitResult(values["result"]), values), employer_id=chosen, services=done)

    def new_employer(self, values: Mapping[str, str]) -> EmployerForm | None:
        """The employer that is registered with the visit; None for one that is known."""
        if self.facts is not None or values["employer"] or not values["name"]:
            return None
        return EmployerForm(values["name"], EmployerKind(values["employer_kind"]), address=values["address"])
