"""受理通知书: the acceptance notice of a case, with the deadline and the reason for its date."""

from __future__ import annotations

from app.domain.documents import AcceptancePaper
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, moment, render_sheet
from printing.grid import Grid, form, known, label, value
from printing.parts import bullet_block, materials_table
from printing.text import BODY, SMALL, STRONG

_SHARES = (19, 31, 19, 31)


def draw(paper: AcceptancePaper) -> Drawn:
    """The notice, in two copies by its own words."""
    blocks: list[Block] = [Text(_opening(paper), BODY, indent=True), Gap(), _facts(paper)]
    blocks += [Heading("一、收到的材料"), materials_table(paper.materials)]
    blocks += [Heading("二、办理期限、查询和领取"), _limits(paper), *bullet_block("期限怎么算", paper.deadline_steps)]
    blocks.append(Signatures((Place("受理机构（盖章）", paper.organisation), Place("受理人（签字）"), Place("申请人（签收）"))))
    blocks.append(Text(t("本通知书一式两份，申请人和受理机构各执一份。"), SMALL))
    return render_sheet(Sheet(paper.head, t("受理通知书"), blocks))


def _opening(paper: AcceptancePaper) -> str:
    ground = paper.ground or t("经审查，申请材料齐全、符合受理条件")
    return t("{applicant}：你（单位）申请办理的下列事项，{ground}，现予受理。").format(applicant=paper.applicant, ground=ground)


def _facts(paper: AcceptancePaper) -> Grid:
    agent = f"{paper.agent}\u3000{paper.agent_phone}".strip()
    return form(
        _SHARES,
        (label("事项名称"), value(paper.item_name, 3, STRONG)),
        (label("申请人"), value(paper.applicant, 1, STRONG), label("联系电话"), known(paper.phone)),
        (label("证件类型"), known(paper.id_kind), label("证件号码"), known(paper.id_number)),
        (label("住址"), known(paper.address, 3)),
        *(((label("代办人"), value(agent, 3)),) if agent else ()),
        (label("收件时间"), value(moment(paper.received_at)), label("受理日期"), value(day(paper.accepted_on))),
        (label("受理人"), value(paper.receiver), label("受理人电话"), known(paper.receiver_phone)),
        (label("是否收费"), value(paper.fee), label("办件类型"), value(paper.item_kind)),
        (label("办理依据"), value(paper.basis, 3)),
    )


def _limits(paper: AcceptancePaper) -> Grid:
    return form(
        _SHARES,
        (label("法定时限"), value(paper.statutory_limit), label("承诺时限"), value(paper.promised_limit)),
        (label("办结期限"), value(day(paper.deadline), 3, STRONG)),
        (label("不计入的时间"), value(paper.excluded, 3)),
        (label("进度查询"), value(paper.progress_query, 3)),
        (label("结果领取"), value(paper.delivery), label("监督电话"), value(paper.supervision_phone)),
    )
