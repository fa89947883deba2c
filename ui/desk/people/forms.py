"""The forms about a person: registering, changing, a new status, opening and closing a file, answers to a line of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PyQt6.QtCore import pyqtSignal

from app.domain import persons as rules
from app.domain.assistance import ANSWERS, CloseReason, LineAnswer
from app.domain.errors import UserError
from app.domain.persons import Gender, IdKind, StatusKind
from app.services import codes
from app.services.person_pages import PersonFacts
from app.services.persons import PersonForm
from app.services.service_lists import AnswerForm, LineView
from app.services.statuses import StatusForm
from app.texts import sentence, t, word
from ui.desk.kept import Keep
from ui.desk.people.points import YES_NO, coded
from ui.desk.record_form import Checks, RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.buttons import link
from ui.kit.fields import Field, line, two_columns
from ui.messages import Failure

UNKNOWN = t("还不知道")
GENDERS = (("1", t("男")), ("2", t("女")))


def _who(facts: PersonFacts | None = None) -> dict[str, Field]:
    """The fields of a person's record; a masked number stands as a hint, never in the field."""
    kinds = [(kind.value, word(kind)) for kind in IdKind]
    number = facts.id_number_masked if facts else ""
    phone = facts.phone_masked if facts else ""
    keep = t("现在是 {masked}；不改就空着")
    return {
        "name": words_field(t("姓名"), required=True),
        "id_number": Field(t("证件号码"), line(), hint=keep.format(masked=number) if number else ""),
        "id_kind": choice_field(t("证件类型"), kinds, blank=t("按号码判断") if not number else t("不变")),
        "phone": Field(t("手机"), line(), hint=keep.format(masked=phone) if phone else ""),
        "birth_date": date_field(t("出生日期"), hint="" if number else t("有身份证号码的不用填")),
        "gender": choice_field(t("性别"), GENDERS, blank=t("按号码判断")),
        "education": choice_field(t("学历"), coded("education"), blank=UNKNOWN),
        "marital": choice_field(t("婚姻状况"), coded("marital"), blank=UNKNOWN),
        "hukou": choice_field(t("户口性质"), coded("hukou"), blank=UNKNOWN),
        "resident": choice_field(t("是否常住"), YES_NO),
        "address": words_field(t("住址")),
        "ethnicity": words_field(t("民族")),
        "skill": words_field(t("技能特长"), hint=t("几样用顿号隔开")),
        "skill_level": choice_field(t("技能等级"), coded("skill_level"), blank=UNKNOWN),
    }


def _pairs(fields: Mapping[str, Field], *more: Field) -> Any:
    made = [*fields.values(), *more]
    return two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))


class PersonNew(RecordForm):
    """Register somebody: the number is checked beside its field while it is typed.

    ``numbered(number)`` asks who has a number that holds; ``known(id)``: the officer opens the person who has it.
    """

    known = pyqtSignal(int)
    numbered = pyqtSignal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        self._today, self._existing = today, 0
        fields = _who()
        states = [(kind.value, word(kind)) for kind in StatusKind]
        status = {
            "status": choice_field(t("就业失业状态"), states, blank=UNKNOWN),
            "status_since": date_field(t("从哪天起"), hint=t("空着就是今天")),
        }
        groups = Field(t("重点群体（还有几类由年龄和状态自动判断）"), Checks(coded("key_group")))
        self.there = link(t("打开这个人"), lambda: self.known.emit(self._existing), icon="account-arrow-right-outline")
        self.there.hide()
        everything = {**fields, **status, "groups": groups}
        rows = (_pairs(fields, *status.values()), groups)
        super().__init__(t("新登记人员"), t("登记"), everything, *rows, keep=Keep("person_new", title=t("新登记人员")))
        fields["id_number"].editor.textChanged.connect(self._typed)
        fields["id_number"].editor.editingFinished.connect(self.check_number)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.there)

    def _typed(self, text: str) -> None:
        """Eighteen characters are a whole number: check it at once and show what it says."""
        self.there.hide()
        if len(rules.clean_number(text)) == 18:
            self.check_number()

    def check_number(self) -> bool:
        """Say beside the field what is wrong with the number, or what it says; quiet while it is empty."""
        field = self.fields["id_number"]
        kind = rules.guess_kind(field.value())
        if kind is IdKind.NONE or self.fields["id_kind"].value() == IdKind.PASSPORT:
            return True
        try:
            facts = rules.check_id_number(kind, field.value(), self._today())
        except UserError as error:
            field.error(sentence(error))
            return False
        if facts.birth_date is not None and facts.gender is not None:
            said = t("{kind}，{gender}，{born} 出生").format(kind=word(kind), gender=word(facts.gender), born=facts.birth_date)
            hint = rules.region_hint(facts, codes_of_regions())
            field.note(said if hint is None else said + t("。号码前两位不是已知的省份代码，请核对证件"), "check-circle-outline")
        self.numbered.emit(facts.number or "")
        return True

    def taken_by(self, holder: tuple[int, str] | None) -> None:
        """The number belongs to somebody who is registered: say so beside the field and lead there."""
        if holder is None:
            return
        self._existing, name = holder
        self.fields["id_number"].error(t("这个号码已经登记在 {name} 名下，不用再登记。").format(name=name))
        self.there.show()

    def refuse(self, failure: Failure) -> None:
        super().refuse(failure)
        if failure.code == "person.exists":
            self.there.show()
            self.there.setFocus()

    def exists(self, person_id: int) -> None:
        """Who has the number already, as the service answered."""
        self._existing = person_id


def codes_of_regions() -> frozenset[str]:
    """Region codes for the hint; the table may be cut, then the provinces alone decide."""
    table = codes.tables().get("region")
    return table.codes() if table is not None else frozenset()


def person_form(values: Mapping[str, str]) -> PersonForm:
    """What the registration form says."""
    plain = ("ethnicity", "education", "marital", "address", "hukou", "skill", "skill_level")
    return PersonForm(
        values["name"],
        values["id_number"] or None,
        IdKind(values["id_kind"]) if values["id_kind"] else None,
        day_of(values["birth_date"]),
        Gender(int(values["gender"])) if values["gender"] else None,
        values["phone"] or None,
        **{name: values[name] for name in plain},
        resident=values["resident"] == "yes",
        status=StatusKind(values["status"]) if values["status"] else None,
        status_since=day_of(values["status_since"]),
        groups=tuple(filter(None, values["groups"].split(","))),
    )


class PersonChange(RecordForm):
    """Change what is known of a person; numbers that are not typed anew stay as they are."""

    def __init__(self, facts: PersonFacts) -> None:
        self.facts = facts
        fields = _who(facts)
        keep = Keep("person_change", f"person:{facts.id}", t("修改基本信息"))
        super().__init__(t("修改基本信息"), t("保存"), fields, _pairs(fields), note=facts.name, keep=keep)
        plain = ("name", "education", "marital", "hukou", "address", "ethnicity", "skill", "skill_level")
        self.before = {name: str(getattr(facts, name) or "") for name in plain}
        self.before |= {"resident": "yes" if facts.resident else "no", "gender": str(int(facts.gender) or "")}
        self.before |= {"birth_date": facts.birth_date.isoformat() if facts.birth_date else "", "id_kind": "", "phone": "", "id_number": ""}
        self.show_record(self.before)

    def changes(self, values: Mapping[str, str]) -> dict[str, Any]:
        """What was changed, as the service takes it."""
        made: dict[str, Any] = {name: value for name, value in values.items() if value != self.before[name]}
        if "resident" in made:
            made["resident"] = made["resident"] == "yes"
        if made.get("gender"):
            made["gender"] = Gender(int(made["gender"]))
        if "birth_date" in made:
            made["birth_date"] = day_of(made["birth_date"])
        if "id_kind" in made:
            made["id_kind"] = IdKind(made["id_kind"])
        return {name: value for name, value in made.items() if value not in ("", None) or name in self._can_empty}

    _can_empty = frozenset({"education", "marital", "hukou", "address", "ethnicity", "skill", "skill_level"})


class StatusNew(RecordForm):
    """A new employment status from a day on; the one before ends then."""

    def __init__(self, facts: PersonFacts, today: date) -> None:
        states = [(kind.value, word(kind)) for kind in StatusKind]
        fields = {
            "status": choice_field(t("新的状态"), states),
            "since": date_field(t("从哪天起"), today, required=True),
            "employer": words_field(t("单位"), hint=t("就业的写单位名称")),
            "reason": words_field(t("原因")),
        }
        keep = Keep("status", f"person:{facts.id}", t("就业失业状态"))
        super().__init__(t("登记就业失业状态"), t("登记"), fields, _pairs(fields), note=facts.name, keep=keep)


def status_form(values: Mapping[str, str]) -> StatusForm:
    """What the status form says."""
    since = day_of(values["since"])
    assert since is not None
    return StatusForm(StatusKind(values["status"]), since, values["reason"], values["employer"])


class FileOpen(RecordForm):
    """Open a file, only for who is willing and able; otherwise the reason is kept and the person stays in the survey register."""

    def __init__(self, person_id: int, name: str, helpers: tuple[tuple[str, str], ...], known: Mapping[str, Any]) -> None:
        flags = {True: "yes", False: "no", None: ""}
        fields = {
            "willing": choice_field(t("就业意愿"), (("yes", t("想工作")), ("no", t("不想工作"))), blank=t("还没有问")),
            "able": choice_field(t("就业能力"), (("yes", t("能工作")), ("no", t("暂时不能"))), blank=t("还没有问")),
            "helper_id": choice_field(t("帮扶人"), helpers, blank=t("以后再定")),
            "reason": words_field(t("不建档的原因"), hint=t("有意愿又有能力的不用填")),
        }
        keep = Keep("file_open", f"person:{person_id}", t("建立援助档案"))
        super().__init__(t("建立援助档案"), t("保存"), fields, _pairs(fields), note=name, keep=keep)
        self.show_record({code: flags[known.get(code)] for code in ("willing", "able")})


def flag(text: str) -> bool | None:
    """是, 否, or not asked."""
    return {"yes": True, "no": False}.get(text)


class FileClose(RecordForm):
    """Close the file with its reason."""

    def __init__(self, person_id: int, name: str, today: date) -> None:
        fields = {
            "why": choice_field(t("结档原因"), [(one.value, word(one)) for one in CloseReason]),
            "closed_on": date_field(t("结档日期"), today, required=True),
            "reason": words_field(t("说明"), hint=t("选“其他原因”的要写明")),
        }
        title = t("{name}的援助档案结档").format(name=name)
        super().__init__(title, t("结档"), fields, _pairs(fields), keep=Keep("file_close", f"person:{person_id}", title))


class LineAnswered(RecordForm):
    """What the person said of a line of the lists, or what became of it."""

    def __init__(self, person_id: int, view: LineView, today: date) -> None:
        answers = [(one.value, word(one)) for one in ANSWERS[view.kind]]
        fields = {
            "answer": choice_field(t("答复"), answers),
            "answered_on": date_field(t("答复日期"), today, required=True),
            "reason": words_field(t("原因"), hint=t("不愿去的要写明，下次推荐更合适")),
            "appointed_on": date_field(t("约定日期"), hint=t("约了面试或开班的写上")),
        }
        keep = Keep(f"answer.{view.id}", f"person:{person_id}", t("答复：{title}").format(title=view.title))
        super().__init__(view.title, t("登记答复"), fields, _pairs(fields), note=view.detail, keep=keep)
        appointed = view.appointed_on.isoformat() if view.appointed_on else ""
        self.show_record({"answer": view.answer.value, "reason": view.answer_reason, "appointed_on": appointed})


def answer_form(values: Mapping[str, str]) -> AnswerForm:
    """What the answer form says."""
    on = day_of(values["answered_on"])
    assert on is not None
    return AnswerForm(LineAnswer(values["answer"]), on, values["reason"], day_of(values["appointed_on"]))
