"""Forms of what is a table: who is the second person of each step, a figure of the plan, the materials of an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.profiles import Target
from app.domain.second_person import SecondPerson, SecondStep
from app.domain.service_items import Material, MaterialForm
from app.services.items import ItemGuide
from app.services.plan import TargetLine
from app.texts import t, word
from app.texts.pages import RULES
from ui.desk.kept import Keep
from ui.desk.people.points import YES_NO
from ui.desk.record_form import RecordForm, choice_field, words_field
from ui.kit.fields import Field, UnitEdit, first_wrong, two_columns

NO_NUMBER = -1
"""What a figure that is no number counts as, so that the rule refuses it beside its field."""
BLANK_MATERIALS = 3
"""Empty lines below the materials of an item; who needs more saves and opens the form again."""
NOTHING = "nothing"
NO_YES = tuple(reversed(YES_NO))
"""No stands first: what nobody chose is no."""


def number_of(text: str) -> int:
    """A whole number as it was typed."""
    plain = text.replace(",", "").replace("，", "").strip()
    return int(plain) if plain.isdecimal() else NO_NUMBER


class SecondChange(RecordForm):
    """For each step that needs a second person, who that is."""

    def __init__(self, now: Mapping[SecondStep, SecondPerson]) -> None:
        people = [(one.value, word(one)) for one in SecondPerson]
        fields = {step.value: choice_field(word(step), people) for step in SecondStep}
        made = list(fields.values())
        note = t("权限更大的人也可以")
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        title = t("改规则：{name}").format(name=t(RULES["second_person"]))
        super().__init__(title, t("按县里定的改"), fields, rows, note=note, keep=Keep("rule", "rule:second_person", title))
        self.show_record({step.value: person.value for step, person in now.items()})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A figure of the plan as the settings show it; ``line`` is None where nobody has set it."""

    target: Target
    line: TargetLine | None


class TargetChange(RecordForm):
    """A figure of the plan (附件1) as it was handed down, and who answers for it."""

    def __init__(self, shown: PlanLine) -> None:
        fields = {
            "value": Field(t("任务数"), UnitEdit(), required=True),
            "responsible": words_field(t("责任单位或责任人"), hint=t("空着：没有指定")),
        }
        note = t("填县里下达的数；附件1里没有另填的格子就用它")
        keep = Keep("target", f"target:{shown.target.value}", word(shown.target))
        super().__init__(word(shown.target), t("保存"), fields, two_columns(tuple(fields.values())), note=note, keep=keep)
        if shown.line is not None:
            self.show_record({"value": str(shown.line.value), "responsible": shown.line.responsible})


class MaterialsChange(RecordForm):
    """The materials of the next version of an item, in their order; a line without a name goes."""

    def __init__(self, guide: ItemGuide) -> None:
        self.before = guide.item.materials
        fields: dict[str, Field] = {}
        for number in range(1, len(self.before) + BLANK_MATERIALS + 1):
            fields |= _material_fields(number)
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        note = t("存成第 {n} 版草稿，站长公布后才生效").format(n=guide.line.version + 1)
        keep = Keep("materials", f"service_item:{guide.item_id}", t("修改材料"))
        super().__init__(t("修改材料"), t("存成草稿"), fields, rows, note=note, keep=keep)
        self.count = len(made) // len(_material_fields(1))
        known = [_material_values(number, material) for number, material in enumerate(self.before, start=1)]
        self.show_record({name: value for values in known for name, value in values.items()})

    def send(self) -> None:
        """How many of each is a number, said beside it; a line that goes needs none."""
        values = self.values()
        for number in range(1, self.count + 1):
            wanted = values[f"m{number}.name"] and values[f"m{number}.form"] != NOTHING
            field = self.fields[f"m{number}.copies"]
            if wanted and number_of(values[f"m{number}.copies"]) < 1:
                field.error(t("份数填正整数。"))
            else:
                field.clear()
        wrong = first_wrong(list(self.fields.values()))
        if wrong is not None:
            wrong.focus()
            return
        super().send()

    def materials(self, values: Mapping[str, str]) -> tuple[Material, ...]:
        """The materials as the item states them; a new one gets the next free code."""
        codes = {material.code for material in self.before}
        free = (code for code in (f"M{n}" for n in range(1, 100)) if code not in codes)
        made: list[Material] = []
        for number in range(1, self.count + 1):
            if values[f"m{number}.name"].strip():
                known = self.before[number - 1] if number <= len(self.before) else Material(next(free), "")
                made.append(_material(known, number, values))
        return tuple(made)


def _material_fields(number: int) -> dict[str, Field]:
    forms = [*((one.value, word(one)) for one in MaterialForm), (NOTHING, t("不用交，只作说明"))]
    return {
        f"m{number}.name": words_field(t("第 {n} 项").format(n=number), hint=t("空着：没有这一项")),
        f"m{number}.form": choice_field(t("形式"), forms),
        f"m{number}.copies": Field(t("份数"), UnitEdit("1", unit=t("份"))),
        f"m{number}.source": words_field(t("从哪里来"), hint=t("例如 本人、申请单位、公安部门")),
        f"m{number}.waivable": choice_field(t("可以免交"), NO_YES),
        f"m{number}.later": choice_field(t("可以后补"), NO_YES),
    }


def _material_values(number: int, material: Material) -> dict[str, str]:
    shown = NOTHING if material.copies == 0 else material.form.value
    values = {"name": material.name, "form": shown, "copies": str(material.copies or 1), "source": material.source}
    values |= {name: "yes" if getattr(material, name) else "no" for name in ("waivable", "later")}
    return {f"m{number}.{name}": value for name, value in values.items()}


def _material(known: Material, number: int, values: Mapping[str, str]) -> Material:
    name, form, copies, source = (values[f"m{number}.{part}"].strip() for part in ("name", "form", "copies", "source"))
    waivable, later = (values[f"m{number}.{part}"] == "yes" for part in ("waivable", "later"))
    known = replace(known, name=name, source=source, waivable=waivable, later=later)
    return replace(known, copies=0) if form == NOTHING else replace(known, form=MaterialForm(form), copies=number_of(copies))
