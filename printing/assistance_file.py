"""就业援助档案: a person's file on paper, with the five points, the six steps, the three lists and the services given."""

from __future__ import annotations

from app.domain.documents import AssistanceFilePaper, ListSummary, PointLine, ServiceLine
from app.texts import t
from printing.blocks import Block, Heading, Place, Signatures
from printing.frame import Drawn, Sheet, day, iso, render_sheet
from printing.grid import Cell, Grid, Row, form, known, label, table, value
from printing.parts import centred
from printing.text import BODY, LABEL, SMALL, STRONG

_SHARES = (17, 33, 17, 33)


def draw(paper: AssistanceFilePaper) -> Drawn:
    """The file as it stands on the day of printing."""
    blocks: list[Block] = [_person(paper), Heading("一、就业失业状况"), _status(paper), Heading(_points_title(paper)), _points(paper)]
    blocks += [Heading("三、服务阶段"), _stages(paper), Heading("四、“三张”服务清单"), _lists(paper)]
    blocks += [Heading("五、服务记录"), _services(paper)]
    if paper.closing:
        blocks += [Heading("六、结案"), form(_SHARES, (label("结案情况"), value(paper.closing, 3)))]
    blocks.append(Signatures((Place("本人（签字）"), Place("帮扶责任人（签字）"), Place("站长（签字、盖章）"))))
    return render_sheet(Sheet(paper.head, t("就业援助档案"), blocks))


def _person(paper: AssistanceFilePaper) -> Grid:
    return form(
        _SHARES,
        (label("姓名"), known(paper.person_name, 1, STRONG), label("性别"), known(paper.sex)),
        (label("出生日期"), known(day(paper.birth_date)), label("文化程度"), known(paper.education)),
        (label("证件类型"), known(paper.id_kind), label("证件号码"), known(paper.id_number)),
        (label("联系电话"), known(paper.phone), label("所属网格"), known(paper.grid)),
        (label("住址"), known(paper.address, 3)),
        (label("家庭情况"), known(paper.household, 3)),
        (label("建档日期"), value(day(paper.opened_on)), label("帮扶责任人"), value(f"{paper.helper} {paper.helper_phone}".strip())),
    )


def _status(paper: AssistanceFilePaper) -> Grid:
    return form(
        _SHARES,
        (label("当前状况"), value(paper.status), label("起始日期"), value(day(paper.status_since))),
        (label("失业时间"), value(paper.unemployed_for), label("重点群体"), value("、".join(paper.groups))),
        (label("困难类别认定"), value(paper.recognition, 3)),
    )


def _points_title(paper: AssistanceFilePaper) -> str:
    clear = sum(point.clear for point in paper.points)
    return t("二、五清（已清 {clear} 项，共 {all} 项）").format(clear=clear, all=len(paper.points))


def _points(paper: AssistanceFilePaper) -> Grid:
    return table((14, 8, 45, 33), ("项目", "清否", "内容", "核实"), [_point(point) for point in paper.points])


def _point(point: PointLine) -> Row:
    mark = centred(t("清"), STRONG) if point.clear else centred(t("不清"))
    return (centred(point.name), mark, known(point.content), known(point.checked, 1, SMALL))


def _stages(paper: AssistanceFilePaper) -> Grid:
    names = tuple(Cell(f"{number}．{one.name}", 1, LABEL, shade=True) for number, one in enumerate(paper.stages, start=1))
    days = tuple(known(iso(one.reached_on), 1, BODY.at("center")) for one in paper.stages)
    return form((1.0,) * len(paper.stages), names, days)


def _lists(paper: AssistanceFilePaper) -> Grid:
    return table((22, 10, 10, 22, 36), ("清单", "条数", "版次", "更新日期", "本人答复"), [_list(one) for one in paper.lists])


def _list(one: ListSummary) -> Row:
    lines = centred(str(one.lines)) if one.lines else centred(t("暂无"))
    version = centred(str(one.version) if one.version else "")
    return (centred(one.name), lines, version, centred(iso(one.updated_on)), value(one.answer, 1, BODY))


def _services(paper: AssistanceFilePaper) -> Grid:
    return table((17, 14, 36, 20, 13), ("日期", "服务", "内容", "结果", "经办人"), [_service(one) for one in paper.services])


def _service(one: ServiceLine) -> Row:
    return (centred(iso(one.day)), centred(one.kind), value(one.content), value(one.outcome), centred(one.officer))
