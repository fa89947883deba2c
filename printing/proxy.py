"""帮办代办: the five papers, from the authorisation to the completion, each with both parties and the items one by one."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.documents import Document
from app.domain.documents_cases import ProxyPaper
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, iso, render_sheet
from printing.grid import Grid, Row, form, known, label, plain, table, value
from printing.parts import centred, materials_table
from printing.text import BODY, MM, SMALL, STRONG

_SHARES = (18, 32, 18, 32)
_AGENT_PAPER = "证件类型：　　　　　　　　证件号码："
_SIGNED = (Document.PROXY_AUTHORISATION, Document.PROXY_RENEWAL)
_TITLES = {
    Document.PROXY_ACCEPTANCE: "帮办代办受理单",
    Document.PROXY_AUTHORISATION: "代办服务委托书",
    Document.PROXY_SUSPENSION: "帮办代办中止单",
    Document.PROXY_RENEWAL: "续办委托书",
    Document.PROXY_COMPLETION: "帮办代办办结单",
}


def draw(paper: ProxyPaper) -> Drawn:
    """The paper of its kind, on one sheet where it fits."""
    return render_sheet(Sheet(paper.head, t(_TITLES[paper.kind]), _BODIES[paper.kind](paper)))


def _parties(paper: ProxyPaper) -> Grid:
    """Who authorises and who acts; the number of the one who acts is written by hand on what both sign, the station keeps none."""
    duty = f"{paper.agent_duty}\u3000{paper.organisation}".strip()
    return form(
        _SHARES,
        (label("委托人"), value(paper.applicant, 1, STRONG), label("联系电话"), known(paper.phone)),
        (label("证件类型"), known(paper.id_kind), label("证件号码"), known(paper.id_number)),
        (label("住址"), known(paper.address, 3)),
        (label("受托人"), value(paper.agent, 1, STRONG), label("联系电话"), known(paper.agent_phone)),
        (label("职务、单位"), value(duty, 3)),
        *(((label("受托人证件"), value(t(_AGENT_PAPER), 3)),) if paper.kind in _SIGNED else ()),
    )


def _items(paper: ProxyPaper) -> Grid:
    rows: list[Row] = [(centred(str(number)), value(item)) for number, item in enumerate(paper.items, start=1)]
    return table((10, 90), ("序号", "委托办理的事项"), rows)


def _notes(paper: ProxyPaper) -> list[Block]:
    """It costs nothing, and where to complain."""
    said = paper.free + (t("监督电话：{phone}").format(phone=paper.supervision_phone) if paper.supervision_phone else "")
    return [Text(said, SMALL)]


def _authorisation(paper: ProxyPaper) -> list[Block]:
    opening = t("委托人因{reason}，自愿委托受托人代为办理下列事项。").format(reason=paper.reason or t("不便亲自办理"))
    terms = form(
        _SHARES,
        (label("所属事项"), value(paper.item_name, 3)),
        (label("委托权限"), value(paper.powers, 3)),
        (label("权限范围"), value(paper.limit, 3)),
        (label("委托期限"), value(paper.span, 3)),
    )
    signed = Signatures((Place("委托人（签字、捺印）"), Place("受托人（签字、捺印）")), 26 * MM)
    copies = Text(t("附委托人身份证件复印件。本委托书一式两份，委托人和站点各执一份。"), SMALL)
    return [
        Text(opening, BODY, indent=True),
        Gap(),
        _parties(paper),
        Heading("委托事项"),
        _items(paper),
        Gap(),
        terms,
        signed,
        *_notes(paper),
        copies,
    ]


def _renewal(paper: ProxyPaper) -> list[Block]:
    earlier = form(
        _SHARES,
        (label("原委托书编号"), value(paper.earlier), label("中止日期"), value(day(paper.stopped_on))),
        (label("中止原因"), value(paper.stopped, 3)),
    )
    return [earlier, Gap(), *_authorisation(paper)]


def _acceptance(paper: ProxyPaper) -> list[Block]:
    opening = t("{applicant}：你委托办理的下列事项，本站已受理代办。").format(applicant=paper.applicant)
    facts = form(
        _SHARES,
        (label("办理事项"), value(paper.item_name, 3, STRONG)),
        (label("委托书签字"), value(day(paper.signed_on)), label("办理期限"), value(day(paper.deadline))),
        (label("委托期限"), value(paper.span, 3)),
    )
    signed = Signatures((Place("委托人（签字）"), Place("代办人（签字）"), Place("站点（盖章）", paper.organisation)), 22 * MM)
    parts: list[Block] = [Text(opening, BODY, indent=True), Gap(), _parties(paper), Heading("代办事项"), _items(paper), Gap(), facts]
    return [*parts, Heading("收到的材料"), materials_table(paper.materials), signed, *_notes(paper)]


def _suspension(paper: ProxyPaper) -> list[Block]:
    opening = t("{applicant}：你委托办理的下列事项，因故中止代办。").format(applicant=paper.applicant)
    facts = form(
        _SHARES,
        (label("办理事项"), value(paper.item_name, 3, STRONG)),
        (label("委托书编号"), value(paper.head.document_number), label("中止日期"), value(day(paper.stopped_on))),
        (label("中止原因"), value(paper.stopped, 3)),
    )
    go_on = Text(t("原因消除以后，签一份续办委托书即可继续代办；也可以自行办理，已交的材料凭收件回执退还。"), SMALL)
    signed = Signatures((Place("委托人（签字）"), Place("代办人（签字）")), 22 * MM)
    return [Text(opening, BODY, indent=True), Gap(), _parties(paper), Gap(), facts, *_done(paper), signed, go_on, *_notes(paper)]


def _completion(paper: ProxyPaper) -> list[Block]:
    opening = t("{applicant}：你委托办理的下列事项，代办已经结束，结果告知如下。").format(applicant=paper.applicant)
    facts = form(
        _SHARES,
        (label("办理事项"), value(paper.item_name, 3, STRONG)),
        (label("办理结果"), value(paper.outcome, 3, STRONG)),
        (label("办结日期"), value(day(paper.ended_on)), label("告知本人"), known(paper.told)),
        (label("收费"), value(t("不收费"), 3)),
        (label("对代办服务"), value(t("□ 非常满意　□ 满意　□ 基本满意　□ 不满意　□ 非常不满意"), 3)),
    )
    signed = Signatures((Place("委托人（签收）"), Place("代办人（签字）"), Place("站点（盖章）", paper.organisation)), 22 * MM)
    parts: list[Block] = [Text(opening, BODY, indent=True), Gap(), _parties(paper), Heading("代办事项"), _items(paper), Gap(), facts]
    return [*parts, *_done(paper), signed, *_notes(paper)]


def _done(paper: ProxyPaper) -> list[Block]:
    """What was done for the person, step by step."""
    rows = [(centred(iso(one.day)), value(one.text), plain(one.officer)) for one in paper.steps]
    return [Heading("办理过程"), table((18, 64, 18), ("日期", "做了什么、怎么告知的", "经办人"), rows)]


_BODIES: dict[Document, Callable[[ProxyPaper], list[Block]]] = {
    Document.PROXY_ACCEPTANCE: _acceptance,
    Document.PROXY_AUTHORISATION: _authorisation,
    Document.PROXY_SUSPENSION: _suspension,
    Document.PROXY_RENEWAL: _renewal,
    Document.PROXY_COMPLETION: _completion,
}
