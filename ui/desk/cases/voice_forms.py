"""The forms of what people say: a complaint, a slip that is entered, and the few words of a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from app.domain.complaints import ComplaintChannel, ComplaintKind, ComplaintTopic
from app.domain.ratings import AppealAction, AppealKind, Level, RatingChannel
from app.services.call_backs import CallBackForm
from app.services.complaints import ComplaintForm
from app.services.ratings import RatingForm
from app.texts import t, word
from ui.desk.kept import Keep
from ui.desk.record_form import RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, two_columns

YES, NO = "yes", "no"
Officers = Sequence[tuple[str, str]]


def options(kind: type[Enum]) -> list[tuple[str, str]]:
    """The members of an enum as answers."""
    return [(str(one.value), word(one)) for one in kind]


class NewComplaint(RecordForm):
    """A complaint or a suggestion; only what was said must be filled."""

    def __init__(self, officers: Officers, person: tuple[int, str] | None) -> None:
        self.person = person
        fields = {
            "text": area_field(t("反映的情况"), required=True),
            "kind": choice_field(t("类别"), options(ComplaintKind)),
            "topic": choice_field(t("关于什么"), options(ComplaintTopic)),
            "channel": choice_field(t("怎么来的"), options(ComplaintChannel)),
            "received": date_field(t("收到的日期"), hint=t("空着就是今天")),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天收到的要写；超过三个工作日的由第二人确认")),
            "visitor": words_field(t("姓名"), hint=t("不愿留的可以空着")),
            "phone": words_field(t("联系电话"), hint=t("加密保存，屏幕上只显示一部分")),
            "about": choice_field(t("反映的是谁"), officers, blank=t("不是某个人")),
            "handler": choice_field(t("由谁处理"), officers, blank=t("由站长指定")),
            "case": words_field(t("办件编号"), hint=t("与哪个办件有关，可以空着")),
        }
        fields["text"].setProperty("across", True)
        made = list(fields.values())
        rows = two_columns((made[0],), *(tuple(made[at : at + 2]) for at in range(1, len(made), 2)))
        super().__init__(t("投诉、意见建议"), t("登记"), fields, rows, keep=Keep("complaint_new", "", t("投诉、意见建议")))
        if person is not None:
            fields["visitor"].set_value(person[1])


def complaint_form(values: Mapping[str, str], person: tuple[int, str] | None) -> ComplaintForm:
    """What the form says; the person at the counter is kept only while the name stands as it came."""
    same = person is not None and values["visitor"] == person[1]
    return ComplaintForm(
        values["text"],
        ComplaintKind(values["kind"]),
        ComplaintChannel(values["channel"]),
        ComplaintTopic(values["topic"]),
        person[0] if person is not None and same else None,
        "" if same else values["visitor"],
        values["phone"],
        values["about"] or None,
        values["case"] or None,
        values["handler"] or None,
        day_of(values["received"]),
        values["late_reason"],
    )


class SlipEntry(RecordForm):
    """A rating slip from the box: its code by the scanner or typed, the level, the words."""

    def __init__(self, code: str = "") -> None:
        levels = [(str(int(level)), word(level)) for level in sorted(Level, reverse=True)]
        fields = {
            "slip": words_field(t("评价单编号"), hint=t("扫右上角的二维码，或照着编号输入"), required=True),
            "level": choice_field(t("总体评价"), levels, blank=t("请选择"), required=True),
            "rated_on": date_field(t("评价日期"), hint=t("空着就是今天")),
            "named": choice_field(t("署名"), ((NO, t("匿名")), (YES, t("实名")))),
            "text": area_field(t("意见建议")),
        }
        fields["text"].setProperty("across", True)
        made = list(fields.values())
        rows = two_columns(tuple(made[:2]), tuple(made[2:4]), (made[4],))
        super().__init__(t("录入评价单"), t("录入"), fields, rows, keep=Keep("rating_slip", code, t("评价单")))
        fields["slip"].set_value(code)


def rating_form(values: Mapping[str, str]) -> RatingForm:
    """What the slip says."""
    anonymous = values["named"] != YES
    rated = day_of(values["rated_on"])
    return RatingForm(
        int(values["level"]), text=values["text"], anonymous=anonymous, channel=RatingChannel.SLIP, rated_on=rated, slip=values["slip"]
    )


class FewWords(RecordForm):
    """One step that asks for a few words, and perhaps for one choice before them; ``about`` names the record it is a step of."""

    def __init__(
        self, title: str, act: str, words: str, choice: tuple[str, Field] | None = None, *, about: str, step: str = "", must: bool = True
    ) -> None:
        said = area_field(words, required=must)
        said.setProperty("across", True)
        fields = ({choice[0]: choice[1]} if choice else {}) | {"text": said}
        rows = two_columns(*((part,) for part in fields.values()))
        super().__init__(title, act, fields, rows, keep=Keep(f"words.{step or act}", about, act))


def appeal_form(about: str) -> FewWords:
    """Why a rating is mistaken or malicious."""
    kind = choice_field(t("申诉的理由"), options(AppealKind), blank=t("请选择"), required=True)
    return FewWords(t("申诉评价"), t("申诉"), t("说明"), ("kind", kind), about=about, step="appeal")


def decision_form(about: str, act: str = "") -> FewWords:
    """Whether the appeal holds, and why."""
    kind = choice_field(t("决定"), options(AppealAction), blank=t("请选择"), required=True)
    return FewWords(t("决定申诉"), act or t("决定"), t("核实的情况和理由"), ("answer", kind), about=about, step="appeal_decide")


def handler_form(officers: Officers) -> RecordForm:
    """Who looks into it."""
    field = choice_field(t("由谁处理"), officers, required=True)
    return RecordForm(t("指定处理人"), t("指定"), {"handler": field}, two_columns((field,)))


_CALLS = (
    (f"{YES},{YES}", t("接通，满意")),
    (f"{YES},{NO}", t("接通，仍不满意")),
    (f"{YES},", t("接通，没有表态")),
    (f"{NO},", t("没有接通")),
)


def call_back_form(about: str) -> FewWords:
    """Whether the person was reached, and what they said."""
    result = choice_field(t("结果"), _CALLS, blank=t("请选择"), required=True)
    return FewWords(t("登记回访"), t("登记"), t("对方怎么说"), ("result", result), about=about, step="call_back", must=False)


def call_back(record: str, values: Mapping[str, str]) -> CallBackForm:
    """What the form of a call says."""
    reached, _, content = values["result"].partition(",")
    return CallBackForm(record, reached == YES, values["text"], content == YES if content else None)
