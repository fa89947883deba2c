"""The forms of first inquiries: a new one, what is missing for a case, a hand-over, the result, the days of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.inquiries import InquiryChannel, InquiryOutcome, parse_material
from app.services.inquiries import InquiryForm
from app.texts import t, word
from ui.desk.answers import stock_answer
from ui.desk.kept import Keep
from ui.desk.people.family import PersonPick
from ui.desk.record_form import RecordForm, area_field, choice_field, date_field, words_field
from ui.kit.fields import Field, two_columns

Options = Sequence[tuple[str, str]]


class NewInquiry(RecordForm):
    """A first inquiry at the counter or on the telephone; topic and answer are enough."""

    def __init__(self, officers: Options, person: tuple[int, str] | None, channel: InquiryChannel) -> None:
        self.person = person
        fields = {
            "topic": words_field(t("问的是什么"), required=True),
            "answer": area_field(t("怎么答复、说明的"), required=True),
            "outcome": choice_field(t("结果"), [(one.value, word(one)) for one in InquiryOutcome]),
            "where": words_field(t("告知的去处"), hint=t("事情不归这里办的才填")),
            "channel": choice_field(t("怎么来的"), [(one.value, word(one)) for one in InquiryChannel]),
            "handler": choice_field(t("转给谁承办"), officers, blank=t("自己承办")),
            "absent": choice_field(t("承办人在不在"), (("", t("在")), ("yes", t("当时不在"))), blank=""),
            "visitor": words_field(t("姓名或单位")),
            "phone": words_field(t("联系电话"), hint=t("加密保存，屏幕上只显示一部分")),
            "address": words_field(t("住址")),
            "materials": words_field(t("收下的材料"), hint=t("例如 身份证×1、申请表×2")),
        }
        fields["answer"].setProperty("across", True)
        made = [field for code, field in fields.items() if code not in ("topic", "answer")]
        pairs = [tuple(made[at : at + 2]) for at in range(0, len(made), 2)]
        rows = two_columns((fields["topic"],), (fields["answer"],), *pairs)
        super().__init__(t("首问登记"), t("登记首问"), fields, rows, keep=Keep(f"inquiry_{channel.value}", "", t("首问登记")))
        stock_answer(fields, t("已电话答复") if channel is InquiryChannel.PHONE else t("已当面答复"))
        fields["channel"].set_value(channel.value)
        fields["visitor"].set_value(person[1] if person is not None else "")


def inquiry_form(values: Mapping[str, str], person: tuple[int, str] | None) -> InquiryForm:
    """What the form says; the person at the counter is kept only while the name stands as it came."""
    same = person is not None and values["visitor"] == person[1]
    materials = [part for part in values["materials"].replace("，", "、").split("、") if part.strip()]
    return InquiryForm(
        values["topic"],
        values["answer"],
        InquiryOutcome(values["outcome"]),
        InquiryChannel(values["channel"]),
        person_id=person[0] if person is not None and same else None,
        visitor="" if same else values["visitor"],
        address=values["address"],
        phone=values["phone"],
        materials=tuple(parse_material(part) for part in materials),
        handler=values["handler"] or None,
        where=values["where"],
        absent=values["absent"] == "yes",
    )


class ToCase(RecordForm):
    """What an inquiry lacks to become a case: its item, its person."""

    def __init__(self, code: str, items: Options, item: str, *, person: bool) -> None:
        self.pick = PersonPick() if person else None
        fields = {"item": choice_field(t("办理事项"), items, required=True)}
        if self.pick is not None:
            fields["person"] = Field(t("服务对象"), self.pick, required=True)
        rows = two_columns(*((one,) for one in fields.values()))
        super().__init__(t("{code} 转为办件").format(code=code), t("转为办件"), fields, rows)
        if item:
            fields["item"].set_value(item)


def hand_over_form(code: str, officers: Options) -> RecordForm:
    """Whom it is handed to, and whether they were there."""
    fields = {
        "handler": choice_field(t("转给谁"), officers, required=True),
        "absent": choice_field(t("承办人在不在"), (("", t("在")), ("yes", t("当时不在")))),
    }
    note = t("对方接收以后才换承办人；首问责任人不变。今天没有接收会自动退回。")
    return RecordForm(t("转交 {code}").format(code=code), t("转交"), fields, two_columns(tuple(fields.values())), note=note)


def result_form(code: str) -> RecordForm:
    """What became of it."""
    field = area_field(t("办理结果"), required=True)
    field.setProperty("across", True)
    keep = Keep("inquiry_result", f"inquiry:{code}", t("首问的结果"))
    return RecordForm(t("{code} 的结果").format(code=code), t("登记结果"), {"result": field}, two_columns((field,)), keep=keep)


def give_back_form(code: str, lent: Options) -> RecordForm:
    """Which receipt's material goes back to the person, and on which day."""
    fields = {"receipt": choice_field(t("收件回执"), lent, required=True), "on": date_field(t("退还日期"), hint=t("空着就是今天"))}
    return RecordForm(t("{code} 退还材料").format(code=code), t("退还材料"), fields, two_columns(tuple(fields.values())))


def span_form(title: str, today: date) -> RecordForm:
    """The days of a register that is printed."""
    fields = {"since": date_field(t("从哪天"), today.replace(day=1), required=True), "until": date_field(t("到哪天"), today, required=True)}
    return RecordForm(title, t("打印"), fields, two_columns(tuple(fields.values())))
