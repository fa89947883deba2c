"""Further acts of a case: acting for the person by an authorisation (帮办代办), and the receipt for material."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain.cases import OPEN_CASE, CaseEventKind, CaseState
from app.domain.clock import business_date
from app.domain.documents import Document
from app.domain.notices import Signature, Signing
from app.domain.proxies import LIVE, ProxyState, ToldHow
from app.services import case_notices, proxies, receipts
from app.services.cases import CaseView
from app.services.proxies import ProxyForm
from app.texts import t
from ui.desk.cases.acts import ACTS, Asked, CaseAct, Values, read_day

REASON = Asked("reason", t("原因"), required=True)
SCAN = Asked("scan", t("签过字的扫描件"), "scan", hint=t("先用“加扫描件或照片”加到附件"))
HOW = Asked("how", t("怎么告知的"), "told", required=True)
ITEMS = Asked("items", t("委托事项"), hint=t("逐条写，用分号隔开；空着就是本办件的事项"))
UNTIL = Asked("until", t("委托到哪天为止"), "date", hint=t("空着就是办结为止"))


def _form(values: Values) -> ProxyForm:
    items = [part for part in values.get("items", "").replace(";", "；").split("；") if part.strip()]
    return ProxyForm(items, values.get("reason", ""), until=read_day(values.get("until", ""), "until"))


def _draw(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return proxies.draw(db, actor, now, number, _form(values))


def _renew(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return proxies.renew(db, actor, now, number, _form(values))


def _sign(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    on, scan = read_day(values.get("signed_on", ""), "signed_on"), values.get("scan", "")
    return proxies.sign(db, actor, now, number, on=on, attachment_id=int(scan) if scan else None)


def _sign_notice(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    on, scan = read_day(values.get("signed_on", ""), "signed_on") or business_date(now), values.get("scan", "")
    how, kept = Signing(values["how"]), int(scan) if scan else None
    return case_notices.sign(db, actor, now, number, Signature(values.get("by", ""), on, how, values.get("reason", ""), kept))


def _unsigned(view: CaseView) -> bool:
    """The newest notice was handed out, and nothing says yet whether it was signed; events stand newest first."""
    told = (event.kind for event in view.events if event.kind in (CaseEventKind.NOTICED, CaseEventKind.NOTICE_SIGNED))
    return CaseState(view.facts.state) is not CaseState.VOID and next(told, None) == CaseEventKind.NOTICED


def _tell(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return proxies.tell(db, actor, now, number, values["text"], ToldHow(values["how"]))


def _suspend(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return proxies.suspend(db, actor, now, number, values["reason"])


def _end(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return proxies.end(db, actor, now, number, values["outcome"], how=ToldHow(values["how"]))


def _receipt(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return receipts.issue(db, actor, now, case=number)


def _give_back(db: Any, actor: Any, now: datetime, number: str, values: Values) -> Any:
    return receipts.give_back(db, actor, now, values["receipt"], on=read_day(values.get("on", ""), "on"))


def _state(*states: ProxyState) -> Callable[[CaseView], bool]:
    """While the authorisation that counts is in one of these states."""
    return lambda view: view.proxy is not None and view.proxy.state in states


def _may_draw(view: CaseView) -> bool:
    """Open, and nobody acts for the person yet."""
    return CaseState(view.facts.state) in OPEN_CASE and (view.proxy is None or view.proxy.state not in LIVE)


def _may_renew(view: CaseView) -> bool:
    return CaseState(view.facts.state) in OPEN_CASE and _state(ProxyState.SIGNED, ProxyState.SUSPENDED)(view)


def _outcome_due(view: CaseView) -> bool:
    """The case has ended, and who acted has not told the person yet."""
    return CaseState(view.facts.state) not in OPEN_CASE and _state(ProxyState.SIGNED, ProxyState.SUSPENDED)(view)


def _ends_early(view: CaseView) -> bool:
    return CaseState(view.facts.state) in OPEN_CASE and view.proxy is not None and view.proxy.state in LIVE


def _material_here(view: CaseView) -> bool:
    return CaseState(view.facts.state) in OPEN_CASE and any(line.state in receipts.TAKEN_IN for line in view.materials)


DRAW = CaseAct(
    t("写委托书"),
    "file-document-edit-outline",
    "proxy.draw",
    None,
    _draw,
    (ITEMS, Asked("reason", t("委托的原因"), hint=t("例如 腿脚不便")), UNTIL),
    t("事项逐条列明，不能全权委托。写好后打印，由本人签字，再登记签字；签字以前不能受理。"),
    when=_may_draw,
)
SIGN = CaseAct(
    t("登记委托书签字"),
    "file-document-edit-outline",
    "proxy.sign",
    None,
    _sign,
    (Asked("signed_on", t("签字日期"), "date", hint=t("空着就是今天")), SCAN),
    t("先打印委托书，由本人签字、捺印；没有打印的，要选签过字的扫描件。"),
    when=_state(ProxyState.DRAWN),
)
SIGN_NOTICE = CaseAct(
    t("登记告知书签收"),
    "file-document-edit-outline",
    "case.notice_sign",
    None,
    _sign_notice,
    (
        Asked("how", t("签收情况"), "signing", required=True),
        Asked("by", t("签收人"), hint=t("空着就是申请人本人")),
        Asked("signed_on", t("签收日期"), "date", hint=t("空着就是今天")),
        SCAN,
        Asked("reason", t("拒绝签收的情况"), hint=t("拒绝时写明原因和在场的人")),
    ),
    t("告知书打印后由申请人签收；拒绝签收也如实登记。"),
    when=_unsigned,
)
OUTCOME = (Asked("outcome", t("办理结果"), required=True), HOW)
ENDED = CaseAct(
    t("告知代办结果"), "hand-heart-outline", "proxy.end", None, _end, OUTCOME, t("把结果告诉本人，代办就办结。"), when=_outcome_due
)
RATE = CaseAct(t("请本人评价"), "star-outline", "rating.give", None, lambda *_: None, when=lambda view: view.ratable)
"""Nothing is written by the press: the visitor's window opens, and what they choose there is."""
FIRST = (SIGN, ENDED, RATE)
"""These come before everything else: nothing goes on without them."""
REST = (
    CaseAct(
        t("告知代办进展"),
        "hand-heart-outline",
        "proxy.step",
        None,
        _tell,
        (Asked("text", t("替本人办了什么"), required=True), HOW),
        t("每办一步告诉本人一次，写进经过。"),
        when=_state(ProxyState.SIGNED),
    ),
    CaseAct(t("开收件回执"), "file-document-outline", "receipt.issue", None, _receipt, when=_material_here),
    CaseAct(
        t("退还材料"),
        "arrow-u-left-top",
        "receipt.give_back",
        None,
        _give_back,
        (Asked("receipt", t("收件回执"), "receipt", required=True), Asked("on", t("退还日期"), "date", hint=t("空着就是今天"))),
        t("收件时开过回执的材料退给本人，回执上记下退还的日子。"),
        when=lambda view: bool(view.lent),
    ),
    DRAW,
    CaseAct(
        t("中止代办"),
        "pause-circle-outline",
        "proxy.suspend",
        None,
        _suspend,
        (REASON,),
        t("中止以后不再代办，办理期限照常计算；要接着办就续办委托。"),
        when=_state(ProxyState.SIGNED),
    ),
    CaseAct(
        t("续办委托"),
        "replay",
        "proxy.renew",
        None,
        _renew,
        (Asked("items", t("委托事项"), hint=t("空着就和原来一样")), Asked("reason", t("委托的原因")), UNTIL),
        t("写一份新的委托书，打印、签字以后接着代办。"),
        when=_may_renew,
    ),
    CaseAct(
        t("终止代办"),
        "cancel",
        "proxy.end",
        None,
        _end,
        (Asked("outcome", t("为什么终止"), required=True), HOW),
        t("本人不再委托，以后自己办；办件照常进行。"),
        when=_ends_early,
    ),
)
_AFTER = next(place for place, act in enumerate(ACTS, start=1) if act.permission == "case.accept")
ALL: tuple[CaseAct, ...] = (*FIRST, *ACTS[:_AFTER], SIGN_NOTICE, *ACTS[_AFTER:], *REST)
"""Every act of the case page, the likeliest first."""


def papers_of(view: CaseView) -> tuple[Document, ...]:
    """The papers of a case beside its acceptance notice and a slip that waits, the likeliest first."""
    found = view.proxy.papers if view.proxy is not None else ()
    found += (Document.ONE_TIME_NOTICE,) if view.notices else ()
    found += (Document.EXTENSION_NOTICE,) if view.extended else ()
    found += (Document.CHASER,) if any(event.kind == "chased" for event in view.events) else ()
    return (*found, Document.RATING_SLIP) if CaseState(view.facts.state) is CaseState.CLOSED else found
