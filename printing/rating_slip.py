"""评价单: five levels, voluntary and without a name; one on a sheet, or two to cut apart."""

from __future__ import annotations

from app.domain.documents import RatingSlipPaper
from app.texts import t
from printing.blocks import Block, CutLine, Gap, Keep, Text
from printing.faces import SANS
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Cell, Grid, form, label, table, value
from printing.parts import centred
from printing.slip import SlipHead
from printing.text import LABEL, MM, SMALL, Style

LEVELS = (("非常满意", 5), ("满意", 4), ("基本满意", 3), ("不满意", 2), ("非常不满意", 1))
QUESTIONS = ("整体满意度", "服务效率", "服务水平", "服务态度")
_BOX = Style(SANS, 16, 1.25, "center")


def draw(paper: RatingSlipPaper) -> Drawn:
    """The slip, as often as the paper says."""
    blocks: list[Block] = []
    for number in range(max(paper.copies, 1)):
        blocks += [CutLine()] * bool(number) + [_slip(paper)]
    return render_sheet(Sheet(paper.head, t("服务评价单"), blocks, plain=True))


def _slip(paper: RatingSlipPaper) -> Keep:
    title = SlipHead(paper.head, t("服务评价单"))
    return Keep((title, _facts(paper), Gap(2 * MM), _levels(), Gap(2 * MM), _words(), Gap(1.5 * MM), *_notes(paper)))


def _facts(paper: RatingSlipPaper) -> Grid:
    return form(
        (14, 36, 14, 36),
        (label("办理事项"), value(paper.item_name), label("服务日期"), value(day(paper.served_on))),
        (label("经办人"), value(paper.officer), label("窗口·号票"), value("\u3000".join(x for x in (paper.counter, paper.ticket) if x))),
    )


def _levels() -> Grid:
    heads = (t("评价内容"), *(f"{t(name)}\n{'★' * stars}" for name, stars in LEVELS))
    rows = [(Cell(t(question), 1, LABEL, shade=True), *(centred("□", _BOX) for _ in LEVELS)) for question in QUESTIONS]
    return table((20, 16, 16, 16, 16, 16), heads, rows)


def _words() -> Grid:
    return Grid((14, 86), ((label("意见建议"), Cell("\u3000")),), least=15 * MM)


def _notes(paper: RatingSlipPaper) -> list[Block]:
    said = t("每项打一个“√”。评价自愿，可以不写姓名，不影响您办事；评价人的信息保密。投入评价箱，工作人员扫右上角二维码录入。")
    if paper.valid_until:
        said += t("{day}截止录入。").format(day=day(paper.valid_until))
    if paper.supervision_phone:
        said += f"{t('监督电话')}：{paper.supervision_phone}"
    return [Text(said, SMALL)]
