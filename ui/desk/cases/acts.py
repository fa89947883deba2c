"""What can be done with a case: one table of the acts, their words, what each asks for, and the service behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.cases import CaseAction, CaseState
from app.domain.deadlines import PauseKind
from app.domain.errors import Refused
from app.domain.notices import Signing
from app.domain.proxies import ToldHow
from app.domain.second_person import SecondStep, SignedSlip
from app.services import case_acts, case_later, case_notices, case_slips, case_told, chasers
from app.services.cases import RUNNING_STATES, CaseFacts, CaseView
from app.services.receipt_lines import Lent
from app.texts import t, word

Values = Mapping[str, str]
Run = Callable[[Any, Any, datetime, str, Values], Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of an act's form: its name as the service's refusals call it, its label, and how it is entered."""

    name: str
    title: str
    kind: str = "text"  # text, number, date, materials, here, pause, officer, attachment, scan, answer, signing, told, receipt
    required: bool = False
    hint: str = ""
    fits: Callable[[CaseView], bool] = lambda _view: True
    """Whether it is asked of this case at all."""


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act. ``move`` is its row in the table of moves; ``states`` narrows it further."""

    name: str
    icon: str
    permission: str
    move: CaseAction | None
    run: Run
    fields: tuple[Asked, ...] = ()
    explains: str | Callable[[CaseView], str] = ""
    states: frozenset[CaseState] | None = None
    pending: bool = False
    when: Callable[[CaseView], bool] | None = None
    joint: str = ""
    needs: Callable[[CaseView], bool] | None = None
    """Whether its form has to be shown; without it, wherever it has fields."""
    instead: tuple[str, ...] = ()
    """The permissions of the acts that may be chosen in its place, offered in its form."""

    def fits(self, view: CaseView, possible: Collection[CaseAction]) -> bool:
        """Whether the case's state allows it now."""
        if self.when is not None:
            return self.when(view)
        if self.states is not None and CaseState(view.facts.state) not in self.states:
            return False
        return self.move in possible

    def title(self, view: CaseView) -> str:
        """What stands on the button; a step that waits is named: 确认延期."""
        return self.name + self.joint + word(SecondStep(view.waiting[0].step)) if self.pending and view.waiting else self.name

    def explanation(self, view: CaseView) -> str:
        """The sentence above the fields."""
        return self.explains if isinstance(self.explains, str) else self.explains(view)

    def asks(self, view: CaseView) -> bool:
        """Whether a form comes first."""
        return bool(self.fields) and (self.needs is None or self.needs(view))


def read_day(text: str, field: str) -> date | None:
    """A typed day; None for an empty field, a refusal beside it for anything else."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("cli.day", field=field, text=text) from error


def lent_words(one: Lent) -> str:
    """A receipt as it is chosen: what it lists first, which is what the person asks for."""
    return t("{listed}（{code}，{day}）").format(listed=one.listed, code=one.code, day=f"{one.received_on:%m-%d}")


def _day(values: Values, name: str) -> date | None:
    return read_day(values.get(name, ""), name)


def _number(values: Values, name: str) -> int:
    text = values.get(name, "").strip()
    if not text.isdigit():
        raise Refused("case.number_of_days", field=name)
    return int(text)


def _accept(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.accept(db, actor, now, number, **_handed_in(values))


def _handed_in(values: Values) -> dict[str, Any]:
    """What is received with the acceptance, and by which day the rest will be supplied."""
    here = [code for code in values.get("here", "").split(",") if code]
    return {"here": here, "later": _day(values, "later")}


def _notice(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    missing = [code for code in values.get("missing", "").split(",") if code]
    others, left_out = values.get("others", "").replace(";", "；").split("；"), values.get("left_out", "")
    return case_notices.notice(db, actor, now, number, missing, others=others, left_out=left_out, reason=values.get("reason", ""))


def _refuse(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.refuse(db, actor, now, number, values["reason"])


def _pause(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    days = {"begins": _day(values, "begins"), "until": _day(values, "until")}
    kept = values.get("attachment", "")
    rests_on = {"evidence": values.get("evidence", ""), "attachment_id": int(kept) if kept else None}
    return case_acts.pause(db, actor, now, number, values["reason"], kind=PauseKind(values["kind"]), **days, **rests_on)


def _resume(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.resume(db, actor, now, number)


def _extend(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.extend(db, actor, now, number, _number(values, "days"), values["reason"])


def _approve(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.approve(db, actor, now, number, expected=_seen(values))


def _disapprove(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.approve(db, actor, now, number, refused=True, reason=values["reason"], expected=_seen(values))


def _seen(values: Values) -> SecondStep | None:
    """The step that stood on the page when it was decided."""
    return SecondStep(values["waits"]) if values.get("waits") else None


def _slip(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    signed = _day(values, "signed_on")
    assert signed is not None, "the form asks for it"
    slip = SignedSlip(values["signer"], values["duty"], signed, int(values["slip"]))
    refused = values["answer"] == REFUSED
    return case_slips.decide(db, actor, now, number, slip, refused=refused, reason=values.get("reason", ""), expected=_seen(values))


def _told_extension(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_told.tell_extension(db, actor, now, number, values.get("how", ""), on=_day(values, "told_on"))


def _seen_chaser(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return chasers.see(db, actor, now, number)


def _mine(view: CaseView) -> bool:
    """Whether who looks may decide the step that waits, by own account."""
    return bool(view.waiting) and view.waiting[0].mine


def _close(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.close(db, actor, now, number, values.get("outcome", ""), without=values.get("without", ""))


def _decide(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.decide(db, actor, now, number, values["outcome"], on=_day(values, "on"), reason=values.get("reason", ""))


def _hand_over(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.hand_over(db, actor, now, number, values["to"], values.get("reason", ""))


def _take_over(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.take_over(db, actor, now, number)


def _withdraw(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.withdraw(db, actor, now, number, values["reason"])


def _accept_late(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.accept(db, actor, now, number, on=_day(values, "on"), reason=values["reason"], **_handed_in(values))


def _resume_late(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_acts.resume(db, actor, now, number, on=_day(values, "on"), reason=values["reason"])


def _close_late(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    late = {"on": _day(values, "on"), "reason": values["reason"], "without": values.get("without", "")}
    return case_acts.close(db, actor, now, number, values["outcome"], **late)


def _later(db: Any, actor: Any, now: datetime, number: str, values: Values) -> CaseFacts:
    return case_later.move(db, actor, now, number, _day(values, "later"), values["reason"])


def _lacks(view: CaseView) -> bool:
    """Whether some material is not there."""
    return any(material.state == "missing" for material in view.materials)


def _lacks_what_may_come(view: CaseView) -> bool:
    """Whether the item lets some of what is missing be supplied later."""
    return any(material.state == "missing" and material.later for material in view.materials)


def _still_lacks(view: CaseView) -> bool:
    """Whether something is missing that the station does not look up itself."""
    return any(material.state == "missing" and not material.looked_up for material in view.materials)


def _may_still_come(view: CaseView) -> bool:
    """Whether a last day can be set: accepted, not ended otherwise than by closing, and something is missing."""
    return view.facts.state in (*RUNNING_STATES, CaseState.CLOSED) and _still_lacks(view)


def _of_closing(view: CaseView) -> str:
    """What a closing does, and what is missing now."""
    lacking = t("、").join(line.name for line in view.materials if line.state == "missing" and not line.looked_up)
    told = t("还缺：{names}。收到的先在材料里登记；不等也要办结的，写明原因。").format(names=lacking) if lacking else ""
    return t("写一句结果，办结送达后就不再计时。") + told


def _told_before(view: CaseView) -> bool:
    return bool(view.notices)


def _of_notice(view: CaseView) -> str:
    """What a notice does, and what a second one means."""
    shared = any(material.under for material in view.materials)
    lacks = t("共用的材料在另一个办件里告知，没有选上；其余的一次告知清楚。")
    lacks = lacks if shared else t("缺少的已经全部选上，一次告知清楚；去掉勾的要写明原因。")
    first = lacks if _lacks(view) else t("材料已经收齐；要告知的是别的要求，写在下面。")
    return first + (t("已经告知过：再次告知要先经批准，并计入责任追究。") if _told_before(view) else "")


AGREED, REFUSED = "agreed", "refused"
ANSWERS = ((AGREED, t("同意")), (REFUSED, t("不同意")))
REASON = Asked("reason", t("原因"), required=True)
ON, LATE = Asked("on", t("实际日期"), "date", required=True), Asked("reason", t("补录原因"), required=True)

HANDED_IN = (
    Asked("here", t("现在收到的"), "here", fits=_lacks),
    Asked("later", t("容缺：缺的最迟哪天交齐"), "date", hint=t("空着就等补齐以后再受理"), fits=_lacks_what_may_come),
)
WITHOUT = Asked("without", t("没有补齐也办结的原因"), required=True, fits=_still_lacks)
INSTEAD = ("case.notice", "case.refuse")


ACTS: tuple[CaseAct, ...] = (
    CaseAct(t("确认"), "account-check-outline", "case.approve", None, _approve, pending=True, when=_mine),
    CaseAct(t("看过通知"), "bell-outline", "chaser.see", None, _seen_chaser, when=lambda view: view.chased),
    CaseAct(
        t("登记签批单"),
        "account-check-outline",
        "case.slip",
        None,
        _slip,
        (
            Asked("signer", t("签批人姓名"), required=True),
            Asked("duty", t("签批人职务"), required=True),
            Asked("signed_on", t("签批日期"), "date", required=True),
            Asked("slip", t("签批单扫描件"), "attachment", required=True),
            Asked("answer", t("签批结果"), "answer", required=True),
            Asked("reason", t("意见"), hint=t("不同意时要写明原因")),
        ),
        t("本站没有其他人可以确认：先打印签批单，由县级人员签字，扫描后加到附件，再在这里登记。"),
        pending=True,
        when=lambda view: bool(view.waiting) and view.waiting[0].paper,
        joint=t("："),
    ),
    CaseAct(
        t("登记已告知延期"),
        "calendar-check",
        "case.extend",
        None,
        _told_extension,
        (Asked("how", t("怎样告知的"), required=True, hint=t("例如 当面、电话、短信")), Asked("told_on", t("告知日期"), "date")),
        t("先打印延期告知书。日期空着就是今天。"),
        when=lambda view: view.untold,
    ),
    CaseAct(
        t("受理"),
        "clipboard-check-outline",
        "case.accept",
        CaseAction.ACCEPT,
        _accept,
        HANDED_IN,
        t("材料还没有收齐：收到的打勾。没有收到的，可以后补的能容缺受理；不能后补的，用一次性告知全部列出，或者不予受理。"),
        needs=_lacks,
        instead=INSTEAD,
    ),
    CaseAct(t("恢复计时"), "progress-clock", "case.resume", CaseAction.RESUME, _resume),
    CaseAct(
        t("办结"),
        "check-circle-outline",
        "case.close",
        CaseAction.CLOSE,
        _close,
        (Asked("outcome", t("办理结果"), required=True, hint=t("例如 已认定、已登记；会写进经过")), WITHOUT),
        _of_closing,
    ),
    CaseAct(
        t("不同意"),
        "cancel",
        "case.approve",
        None,
        _disapprove,
        (REASON,),
        t("写明不同意的原因，申请人员会看到。"),
        pending=True,
        when=_mine,
    ),
    CaseAct(
        t("一次性告知"),
        "clipboard-text-outline",
        "case.notice",
        CaseAction.NOTICE,
        _notice,
        (
            Asked("missing", t("缺少的材料"), "materials", fits=_lacks),
            Asked("others", t("其他要求"), hint=t("不是材料的要求，用分号隔开")),
            Asked("left_out", t("没有列入的原因"), hint=t("缺少而不列的，例如 本站可以核查"), fits=_lacks),
            Asked("reason", t("再次告知的原因"), required=True, fits=_told_before),
        ),
        _of_notice,
    ),
    CaseAct(
        t("停表"),
        "pause-circle-outline",
        "case.pause",
        CaseAction.PAUSE,
        _pause,
        (
            Asked("kind", t("停表的事由"), "pause", required=True),
            Asked("reason", t("原因"), required=True),
            Asked("begins", t("从哪天开始"), "date", hint=t("空着就是今天；这一天计入期限，次日起停")),
            Asked("until", t("到哪天为止"), "date", hint=t("不知道就空着；当天也不计")),
            Asked("evidence", t("依据"), hint=t("文书编号；没有编号就选附件")),
            Asked("attachment", t("依据的扫描件"), "scan"),
        ),
        t("停表要有依据，由站长或县里定的人批准；批准以前期限照常计算，批准后从开始的那天停。"),
    ),
    CaseAct(
        t("申请延期"),
        "calendar-clock",
        "case.extend",
        CaseAction.EXTEND,
        _extend,
        (Asked("days", t("延长几个工作日"), "number", required=True), REASON),
        t("期满以前申请；另一位有权限的人员确认以后，期限才会改变。"),
    ),
    CaseAct(
        t("移交"),
        "swap-horizontal",
        "case.hand_over",
        CaseAction.HAND_OVER,
        _hand_over,
        (Asked("to", t("交给谁"), "officer", required=True), Asked("reason", t("说明"))),
        t("对方接收以后才换责任人；首问责任人不变。今天没有接收会自动退回。"),
    ),
    CaseAct(
        t("补录受理"),
        "calendar-clock",
        "case.accept",
        CaseAction.ACCEPT,
        _accept_late,
        (ON, LATE, *HANDED_IN),
        t("按实际日期起算；超过三个工作日的由第二人确认。受理时已经超期的，马上记入责任追究。"),
    ),
    CaseAct(
        t("补录恢复计时"),
        "calendar-clock",
        "case.resume",
        CaseAction.RESUME,
        _resume_late,
        (ON, LATE),
        t("从实际日期的次日起计时；超过三个工作日的，第二人确认以后才恢复。"),
    ),
    CaseAct(
        t("作出结果"),
        "clipboard-check-outline",
        "case.decide",
        CaseAction.DECIDE,
        _decide,
        (Asked("outcome", t("办理结果"), required=True),),
        t("结果已经作出、还没有送达时登记；送达以前期限照常计算，送达后再办结。"),
    ),
    CaseAct(
        t("补录作出结果"),
        "calendar-clock",
        "case.decide",
        CaseAction.DECIDE,
        _decide,
        (Asked("outcome", t("办理结果"), required=True), ON, LATE),
        t("按实际日期登记结果；超过三个工作日的，第二人确认以后才登记，确认以前期限照常计算。"),
    ),
    CaseAct(
        t("补录办结"),
        "calendar-clock",
        "case.close",
        CaseAction.CLOSE,
        _close_late,
        (Asked("outcome", t("办理结果"), required=True), WITHOUT, ON, LATE),
        t("按实际日期办结；超过三个工作日的，第二人确认以后才办结，确认以前期限照常计算。"),
    ),
    CaseAct(
        t("定交齐日期"),
        "calendar-clock",
        "case.later",
        CaseAction.LATER,
        _later,
        (Asked("later", t("缺的材料最迟哪天交齐"), "date", hint=t("空着就是不再等")), Asked("reason", t("原因"), required=True)),
        t("缺的材料快到期和过期都会提醒；改了的日期和原因写进经过。"),
        when=_may_still_come,
    ),
    CaseAct(t("不予受理"), "cancel", "case.refuse", CaseAction.REFUSE, _refuse, (REASON,), t("理由会告知申请人。")),
    CaseAct(t("申请人撤回"), "file-remove-outline", "case.withdraw", CaseAction.WITHDRAW, _withdraw, (REASON,)),
)
TAKE_OVER = CaseAct(t("接收移交"), "swap-horizontal", "case.take_over", CaseAction.TAKE_OVER, _take_over)
PAUSES = tuple((kind.value, word(kind)) for kind in PauseKind if kind is not PauseKind.CLOSED)
SIGNINGS = tuple((how.value, word(how)) for how in Signing)
TOLD = tuple((how.value, word(how)) for how in ToldHow)
