"""The forms of the settings: an account, its password, the station's facts, a rule, a service item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain import deadlines, periods, profiles
from app.domain.actor import Role
from app.domain.profiles import RuleProfile
from app.domain.qualifications import Recruitment
from app.domain.queueing import PriorityClass
from app.domain.service_items import ItemKind
from app.services.items import ItemGuide
from app.services.officers import OfficerForm, OfficerLine
from app.services.station_facts import StationDetails
from app.texts import t, word
from app.texts.pages import RULES
from app.texts.returns import FACILITIES
from ui.desk.kept import Keep
from ui.desk.people.points import YES_NO
from ui.desk.record_form import Checks, RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.desk.settings.sections import ROLES
from ui.kit.fields import Field, PasswordEdit, UnitEdit, line, two_columns


def _pairs(made: list[Field]) -> Any:
    return two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))


def flag(*, on: bool) -> str:
    """是 or 否 as a list box knows it."""
    return "yes" if on else "no"


# accounts


class AccountForm(RecordForm):
    """A new account, or who an account is for and what it may do. A password is never part of a draft."""

    def __init__(self, account: OfficerLine | None = None, *, password: bool = False) -> None:
        self.account = account
        roles = Field(t("权限（可以选几个）"), Checks([(role.value, said) for role, said in ROLES.items()]), required=True)
        first = {} if account is not None else {"login": Field(t("账号"), line(), hint=t("登录用，定了不能改"), required=True)}
        own = {
            "name": words_field(t("姓名"), required=True),
            "duty": words_field(t("岗位"), hint=t("例如 就业服务专员")),
            "identity": words_field(t("身份"), hint=t("例如 公益性岗位、社工")),
            "recruitment": choice_field(t("怎么来的"), [(one.value, word(one)) for one in Recruitment], blank=t("没有登记")),
            "full_time": choice_field(t("是否专职"), YES_NO),
            "specialist": choice_field(t("是否就业服务专员"), YES_NO),
        }
        secret = {"password": Field(t("口令"), PasswordEdit(), hint=t("空着：本人第一次登录时自己定"))} if password else {}
        made = [*first.values(), *own.values(), *secret.values()]
        title = t("新账号") if account is None else t("修改账号 {login}").format(login=account.login)
        act, keep = t("开通账号") if account is None else t("保存"), Keep("account", f"officer:{account.login}" if account else "", title)
        super().__init__(title, act, {**first, **own, "roles": roles, **secret}, _pairs(made), roles, keep=keep)
        if account is not None:
            known = {"name": account.name, "duty": account.duty, "identity": account.identity, "roles": ",".join(account.roles)}
            flags = {"full_time": flag(on=account.full_time), "specialist": flag(on=account.specialist)}
            self.show_record({**known, "recruitment": account.recruitment, **flags})


def account_form(values: Mapping[str, str], login: str = "") -> OfficerForm:
    """What the form says."""
    return OfficerForm(
        values.get("login") or login,
        values["name"],
        tuple(Role(code) for code in values["roles"].split(",") if code),
        values.get("password") or None,
        values["duty"],
        values["full_time"] == "yes",
        values["specialist"] == "yes",
        values["identity"],
        values["recruitment"],
    )


class PasswordForm(RecordForm):
    """A new password, typed twice: one's own, or another's who must then choose an own one."""

    def __init__(self, account: OfficerLine, *, own: bool) -> None:
        fields = {
            "password": Field(t("新口令"), PasswordEdit(), hint=t("至少 8 位，不能和账号一样"), required=True),
            "again": Field(t("再输一遍"), PasswordEdit(), required=True),
        }
        title = t("改我的口令") if own else t("给{name}设新口令").format(name=account.name)
        note = "" if own else t("本人下次登录时要换成自己的")
        super().__init__(title, t("设定新口令"), fields, two_columns(tuple(fields.values())), note=note)

    def send(self) -> None:
        """Both must read the same."""
        if self.fields["password"].value() != self.fields["again"].value():
            self.fields["again"].error(t("两遍输的不一样，请再输一遍。"))
            self.fields["again"].focus()
            return
        super().send()


class PhoneForm(RecordForm):
    """An officer's own telephone, for the papers and the board in the hall."""

    def __init__(self, account: OfficerLine) -> None:
        fields = {"phone": words_field(t("本人电话"), hint=t("空着就用站点电话；打印在公示栏和告知书上"))}
        keep = Keep("officer_phone", f"officer:{account.login}", t("公示用的电话"))
        super().__init__(t("公示用的电话"), t("保存"), fields, two_columns(tuple(fields.values())), note=account.name, keep=keep)


class AccountEnd(RecordForm):
    """An account that ends today; what was done under it stays."""

    def __init__(self, account: OfficerLine) -> None:
        fields = {"reason": Field(t("原因"), line(), hint=t("写进审计记录，例如 调离"), required=True)}
        act = t("停用{name}的账号").format(name=account.name)
        keep, note = Keep("account_end", f"officer:{account.login}", t("停用账号")), t("今天起不能登录，办过的事都还在")
        super().__init__(act, act, fields, *fields.values(), note=note, keep=keep)


# the station


class StationChange(RecordForm):
    """Address, telephones, and the facts that the returns state."""

    def __init__(self, details: StationDetails) -> None:
        fields = {
            "address": words_field(t("地址")),
            "phone": words_field(t("电话")),
            "supervision_phone": words_field(t("监督电话")),
            "county": words_field(t("所在县（市、区）")),
            "facility_type": choice_field(t("站点类型"), [(code, t(said)) for code, said in FACILITIES.items()]),
            "built_on": date_field(t("建成日期"), hint=t("报表里的“建成日期”取自这里")),
            "platform_connected_on": date_field(t("接入省平台的日期"), hint=t("没有接入就空着；报表里的“是否接入”取自这里")),
        }
        super().__init__(t("站点信息"), t("保存"), fields, _pairs(list(fields.values())), keep=Keep("station", "", t("站点信息")))
        self.before = {name: str(getattr(details, name) or "") for name in fields}
        self.show_record(self.before)

    def changes(self, values: Mapping[str, str]) -> dict[str, Any]:
        """What was changed, as the service takes it."""
        made: dict[str, Any] = {name: value for name, value in values.items() if value != self.before[name]}
        return made | {name: day_of(made[name]) for name in ("built_on", "platform_connected_on") if name in made}


# one rule

_ENUMS: dict[str, type[StrEnum]] = {
    "SupplementRule": deadlines.SupplementRule,
    "LateReceipt": deadlines.LateReceipt,
    "MonthCount": deadlines.MonthCount,
    "MonthRule": periods.MonthRule,
    "CumulativeFrom": profiles.CumulativeFrom,
}
_TYPES = {one.name: str(one.type) for one in fields_of(RuleProfile)}


def rule_field(name: str, value: object) -> Field | None:
    """The editor of a rule's value; None for a rule that is a table and has a form of its own."""
    kind = _TYPES[name].removesuffix(" | None")
    title = t(RULES[name])
    if kind in _ENUMS:
        return choice_field(title, [(one.value, word(one)) for one in _ENUMS[kind]])
    if kind == "bool":
        return choice_field(title, YES_NO)
    if kind == "int":
        return Field(title, UnitEdit(), required=True)
    if kind == "date":
        return date_field(title, required=True)
    if kind == "float":
        return Field(title, UnitEdit(), required=True)
    if kind == "frozenset[PriorityClass]":
        return Field(title, Checks([(one.value, word(one)) for one in PriorityClass]), hint=t("一个也不选：谁都不优先"))
    return words_field(title, required=True) if kind == "str" else None


class RuleChange(RecordForm):
    """One rule as the county decided it; it goes over the document of the place."""

    def __init__(self, name: str, value: object, field: Field) -> None:
        self.name = name
        title = t("改规则：{name}").format(name=t(RULES[name]))
        note, keep = t("改了马上生效，并记入审计"), Keep("rule", f"rule:{name}", title)
        super().__init__(title, t("按县里定的改"), {"value": field}, two_columns((field,)), note=note, keep=keep)
        shown = flag(on=value) if isinstance(value, bool) else getattr(value, "value", value)
        shown = ",".join(sorted(shown)) if isinstance(shown, frozenset) else shown
        self.show_record({"value": shown.isoformat() if isinstance(shown, date) else "" if shown is None else shown})

    def rule(self, values: Mapping[str, str]) -> object:
        """The value as a profile's file would state it."""
        text = values["value"]
        kind = _TYPES[self.name].removesuffix(" | None")
        if kind == "bool":
            return text == "yes"
        if kind.startswith("frozenset"):
            return [code for code in text.split(",") if code]
        if kind == "float":
            return _kilometres(text)
        return int(text) if kind == "int" and text.isdigit() else text


def _kilometres(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text  # the rule refuses it beside its field


# a service item

_ITEM_LINES = ("name", "audience", "how_to_ask", "complaints", "fee")
_ITEM_AREAS = ("content", "conditions", "how_to_apply", "basis", "process")
_ITEM_FLAGS = {"near": t("就近办"), "at_once": t("马上办"), "delegated": t("已下沉"), "receivable": t("本站受理")}
_TITLES = {
    "name": t("事项名称"),
    "audience": t("服务对象"),
    "how_to_ask": t("咨询方式"),
    "complaints": t("投诉方式"),
    "fee": t("收费"),
    "content": t("服务内容"),
    "conditions": t("办理条件"),
    "how_to_apply": t("怎么办理"),
    "basis": t("依据"),
    "process": t("办理流程"),
}


class ItemChange(RecordForm):
    """The next version of an item: its limits and its mandatory elements. What the county locked cannot be changed and says so."""

    def __init__(self, guide: ItemGuide) -> None:
        self.guide = guide
        fields: dict[str, Field] = {
            "kind": choice_field(t("办件类型"), [(one.value, word(one)) for one in ItemKind], blank=t("还没有定")),
            "promised_days": Field(t("承诺时限"), UnitEdit(unit=t("个工作日")), hint=t("即办件空着")),
            "statutory_days": Field(t("法定时限"), UnitEdit(unit=t("个工作日")), hint=t("没有规定就空着")),
        }
        fields |= {name: choice_field(title, YES_NO) for name, title in _ITEM_FLAGS.items()}
        fields |= {name: words_field(_TITLES[name]) for name in _ITEM_LINES}
        areas = {name: area_field(_TITLES[name]) for name in _ITEM_AREAS}
        keep = Keep("item", f"service_item:{guide.item_id}", t("修改事项"))
        rows = (_pairs(list(fields.values())), _pairs(list(areas.values())))
        note = t("存成第 {n} 版草稿，站长公布后才生效").format(n=guide.line.version + 1)
        super().__init__(guide.line.name, t("存成草稿"), {**fields, **areas}, *rows, note=note, keep=keep)
        self.before = {name: _item_text(guide, name) for name in self.fields}
        self.show_record(self.before)
        for name in guide.item.locked & self.fields.keys():
            self.fields[name].lock(t("由县里统一，不能改"))

    def changes(self, values: Mapping[str, str]) -> dict[str, Any]:
        """What was changed, as the service takes it; limits set by hand are no examples any more."""
        made: dict[str, Any] = {name: value for name, value in values.items() if value != self.before[name]}
        for name in ("promised_days", "statutory_days"):
            if name in made:
                made[name] = int(made[name]) if made[name].isdigit() else (None if not made[name] else 0)
                made["example_limits"] = False
        made |= {name: made[name] == "yes" for name in _ITEM_FLAGS if name in made}
        if "kind" in made:
            made["kind"] = ItemKind(made["kind"]) if made["kind"] else None
        return made


def _item_text(guide: ItemGuide, name: str) -> str:
    value = getattr(guide.item, name)
    if isinstance(value, bool):
        return flag(on=value)
    return "" if value is None else str(getattr(value, "value", value))
