"""What can be begun in another place than the one shown: the search offers it, goes there and presses the button that does it."""

from __future__ import annotations

from dataclasses import dataclass

from app.texts import t
from ui.desk.places import Ref


@dataclass(frozen=True, slots=True)
class Begin:
    """An act by its words and the right it takes; ``where`` opens the part of the place it stands in, ``press`` leads to its button there.

    Without ``press`` it is enough to open ``where``.
    """

    place: str
    words: str
    icon: str
    right: str
    press: str = ""
    where: Ref | None = None


_REGISTER, _VOICES = Ref("register"), Ref("voices")
BEGINS: tuple[Begin, ...] = (
    Begin("queue", t("取号"), "ticket-confirmation-outline", "queue.take", "take"),
    Begin("queue", t("约时间"), "calendar-clock", "appointment.make", "booked.new", Ref("appointment")),
    Begin("queue", t("服务规范"), "book-open-outline", "norm.read", "norm"),
    Begin("cases", t("新办件"), "plus", "case.open", where=Ref("new_case")),
    Begin("cases", t("登记首问"), "account-voice", "inquiry.record", "register.new", _REGISTER),
    Begin("cases", t("打印首问登记簿"), "printer-outline", "print.paper", "register.paper", _REGISTER),
    Begin("cases", t("登记投诉、意见建议"), "comment-alert-outline", "complaint.record", "voices.new", _VOICES),
    Begin("cases", t("录入评价单"), "qrcode-scan", "rating.give", "voices.enter", _VOICES),
    Begin("cases", t("打印投诉登记簿"), "printer-outline", "print.paper", "voices.paper", _VOICES),
    Begin("cases", t("待确认和补录"), "account-clock-outline", "second.approve", where=Ref("second")),
    Begin("people", t("新登记人员"), "account-plus-outline", "person.add", "new"),
    Begin("jobs", t("新岗位"), "plus", "job.add", "new"),
    Begin("policies", t("新政策"), "plus", "policy.change", "new"),
    Begin("policies", t("新培训班"), "plus", "course.change", "new_course"),
    Begin("visits", t("记走访"), "walk", "visit.record", "new"),
    Begin("visits", t("入户走访"), "home-outline", "visit.record", "home"),
    Begin("visits", t("走访单位"), "office-building-outline", "visit.record", "at_employer"),
    Begin("returns", t("导出报表"), "file-excel-outline", "return.export", "head.export"),
    Begin("returns", t("封存报表"), "lock-check-outline", "return.freeze", "head.freeze"),
    Begin("returns", t("更正报表"), "pencil-outline", "return.freeze", "head.correct"),
)
