"""Forms of the people at work: a post, who is on it, a deputy, where somebody is, a desk that is handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.domain.clock import parse_moment
from app.domain.errors import Refused, Usage
from app.domain.roster import PostKind, Presence
from app.services.officers import OfficerLine
from app.services.posts import AssignmentForm, PostForm, PostLine
from app.services.where_lines import WhereLine
from app.texts import t, word
from ui.desk.kept import Keep
from ui.desk.people.points import YES_NO
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, UnitEdit, two_columns

Options = Sequence[tuple[str, str]]
NO_COUNTER = -1
"""What a counter that is no number counts as, so that it is refused beside its field."""


def people(found: Sequence[OfficerLine]) -> Options:
    """The accounts in use, to choose from."""
    return [(one.login, one.name) for one in found if one.active]


def _pairs(fields: Mapping[str, Field]) -> object:
    made = list(fields.values())
    return two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))


def needed_day(values: Mapping[str, str], name: str) -> date:
    """The day a field names; refused beside it for none."""
    day = day_of(values[name])
    if day is None:
        raise Usage("cli.day", field=name, text="")
    return day


class NewPost(RecordForm):
    """A post, at a counter or not."""

    def __init__(self) -> None:
        fields = self.fields_of(code=True)
        super().__init__(t("新岗位"), t("保存"), fields, _pairs(fields), keep=Keep("post", "", t("新岗位")))  # type: ignore[arg-type]

    @staticmethod
    def fields_of(*, code: bool) -> dict[str, Field]:
        """The fields of a post: a new one with its code, a known one with whether it is in use."""
        first = {"code": words_field(t("岗位编码"), hint=t("大写字母开头，例如 CK1"), required=True)}
        last = {"active": choice_field(t("是否在用"), YES_NO)}
        own = {
            "name": words_field(t("岗位名称"), required=True),
            "counter": Field(t("窗口"), UnitEdit(unit=t("号")), hint=t("不在窗口就空着")),
        }
        return {**first, **own} if code else {**own, **last}

    @staticmethod
    def post(values: Mapping[str, str]) -> PostForm:
        """What to set."""
        typed = values["counter"].strip()
        return PostForm(values["name"], int(typed) if typed.isdecimal() else NO_COUNTER if typed else None)


class Assign(RecordForm):
    """An officer on a post with a duty, from a day until a day."""

    def __init__(self, known: Sequence[PostLine], staff: Options) -> None:
        fields = {
            "officer": choice_field(t("人员"), staff, required=True),
            "post": choice_field(t("岗位"), [(one.code, one.name) for one in known if one.active], required=True),
            "kind": choice_field(t("主岗还是替岗"), [(one.value, word(one)) for one in PostKind]),
            "move": choice_field(t("原来的主岗同时结束"), YES_NO),
            "starts_on": date_field(t("从哪天起"), hint=t("空着：今天")),
            "ends_on": date_field(t("到哪天止"), hint=t("空着：长期")),
            "duty": words_field(t("职责"), required=True),
            "reason": words_field(t("原因")),
        }
        super().__init__(t("安排岗位"), t("保存"), fields, _pairs(fields), keep=Keep("assign", "", t("安排岗位")))  # type: ignore[arg-type]
        self.fill({"kind": PostKind.HOLDER.value, "move": "yes"})

    @staticmethod
    def assignment(values: Mapping[str, str]) -> AssignmentForm:
        """What to write."""
        kind, move = PostKind(values["kind"]), values["move"] == "yes" and values["kind"] == PostKind.HOLDER.value
        days = (day_of(values["starts_on"]), day_of(values["ends_on"]))
        return AssignmentForm(values["officer"], values["post"], values["duty"], kind, *days, values["reason"], move)


class EndForm(RecordForm):
    """A day and a reason: an assignment ends."""

    def __init__(self, title: str, act: str, day: str, about: str) -> None:
        fields = {"on": date_field(day, hint=t("空着：今天")), "reason": words_field(t("原因"))}
        super().__init__(title, act, fields, _pairs(fields), keep=Keep("assignment_end", about, act))  # type: ignore[arg-type]


class SignedForm(RecordForm):
    """The day on which both signed."""

    def __init__(self) -> None:
        fields = {"on": date_field(t("双方签字的日期"), hint=t("空着：今天"))}
        super().__init__(t("登记签字"), t("保存"), fields, fields["on"])


class Reason(RecordForm):
    """Why something is taken back or not taken."""

    def __init__(self, title: str, act: str, about: str) -> None:
        fields = {"reason": words_field(t("原因"))}
        super().__init__(title, act, fields, fields["reason"], keep=Keep("reason", about, act))


class Deputy(RecordForm):
    """Who stands in for the head from a day until a day."""

    def __init__(self, staff: Options) -> None:
        fields = {
            "officer": choice_field(t("人员"), staff, required=True),
            "reason": words_field(t("原因")),
            "from": date_field(t("从哪天起"), required=True),
            "until": date_field(t("到哪天止"), required=True),
        }
        note = t("这些天里可以做站长能做的事；当天重新登录后生效，到期自动结束")
        keep = Keep("deputy", "", t("指定代理站长"))
        super().__init__(t("指定代理站长"), t("指定"), fields, _pairs(fields), note=note, keep=keep)  # type: ignore[arg-type]


class Whereabout(RecordForm):
    """Where somebody is."""

    def __init__(self, line: WhereLine) -> None:
        fields = {
            "place": choice_field(t("去向"), [(one.value, word(one)) for one in Presence], required=True),
            "until": words_field(t("预计什么时候回来"), hint=t("例如 2026-10-09 15:30；空着：没有定")),
            "note": words_field(t("说明"), hint=t("例如 街道会议")),
        }
        title, keep = t("{name}的去向").format(name=line.officer), Keep("where", f"officer:{line.login}", t("去向"))
        super().__init__(title, t("保存"), fields, _pairs(fields), keep=keep)  # type: ignore[arg-type]
        self.show_record({"place": line.place.value, "note": line.note})

    @staticmethod
    def back(values: Mapping[str, str]) -> datetime | None:
        """When they mean to be back; refused beside the field where it cannot be read."""
        text = values["until"].strip().replace("：", ":")
        try:
            return parse_moment(text) if text else None
        except ValueError as error:
            raise Refused("notice.moment", field="until", text=text) from error


class WhoseDesk(RecordForm):
    """Whose work to look at."""

    def __init__(self, staff: Options, own: str) -> None:
        fields = {"officer": choice_field(t("看谁手上的工作"), staff, required=True)}
        super().__init__(t("手上的工作"), t("看"), fields, fields["officer"])
        self.fill({"officer": own})


class OfferDesk(RecordForm):
    """A whole desk: whose, to whom, whether its owner leaves."""

    def __init__(self, staff: Options, own: str, *, head: bool) -> None:
        givers = staff if head else [one for one in staff if one[0] == own]
        fields = {
            "from": choice_field(t("移交人"), givers, required=True),
            "to": choice_field(t("接收人"), [one for one in staff if head or one[0] != own], required=True),
            "leaving": choice_field(t("移交人离岗，账号停用"), YES_NO),
            "reason": words_field(t("原因"), hint=t("例如 调离、轮岗")),
        }
        note = t("手上的全部工作一起移交；对方接收以前什么都不动")
        keep = Keep("desk_offer", "", t("移交全部工作"))
        super().__init__(t("移交全部工作"), t("移交"), fields, _pairs(fields), note=note, keep=keep)  # type: ignore[arg-type]
        self.fill({"from": own, "leaving": "no"})
