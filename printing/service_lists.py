"""“三张”服务清单: jobs, policies and training for one person on one sheet; an empty list says 暂无, so that three always show."""

from __future__ import annotations

from datetime import date

from app.domain.documents import JobLine, PolicyLine, ServiceListsPaper, TrainingLine
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Grid, Row, form, known, label, table, value
from printing.parts import centred
from printing.text import BODY, LABEL, MM, SMALL, STRONG

_HOW = "对哪一条有意向，请在“意向”栏打“√”，或告诉帮扶责任人。岗位和课程以用人单位、培训机构的最新通知为准。"


def draw(paper: ServiceListsPaper) -> Drawn:
    """The three lists, with what the person answers."""
    jobs, policies, training = paper.jobs_updated_on, paper.policies_updated_on, paper.training_updated_on
    blocks: list[Block] = [_facts(paper)]
    blocks += [Heading(_title("一、就业岗位信息清单", jobs)), _jobs(paper)]
    blocks += [Heading(_title("二、就业政策信息清单", policies)), _policies(paper)]
    blocks += [Heading(_title("三、就业培训信息清单", training)), _training(paper)]
    blocks += [Gap(6), Text(t(_HOW), SMALL)]
    blocks.append(Signatures((Place("本人（签收）"), Place("帮扶责任人（签字）")), 22 * MM))
    return render_sheet(Sheet(paper.head, t("“三张”服务清单"), blocks, subtitle=t("（第 {n} 版）").format(n=paper.version)))


def _title(text: str, updated: date | None) -> str:
    return t("{title}（{day}更新）").format(title=t(text), day=day(updated)) if updated else t(text)


def _facts(paper: ServiceListsPaper) -> Grid:
    helper = f"{paper.helper} {paper.helper_phone}".strip()
    return form(
        (14, 20, 14, 24, 12, 30),
        (label("姓名"), known(paper.person_name, 1, STRONG), label("制单日期"), value(day(paper.made_on)), label("帮扶人"), value(helper)),
    )


def _jobs(paper: ServiceListsPaper) -> Grid:
    heads = ("序号", "岗位和用人单位", "工资待遇", "地点和联系方式", "为什么合适", "意向")
    return table((7, 28, 15, 23, 19, 8), heads, [_job(number, one) for number, one in enumerate(paper.jobs, start=1)], LABEL)


def _job(number: int, one: JobLine) -> Row:
    title = f"{one.title}（{one.kind}）" if one.kind else one.title
    return (centred(str(number)), value(f"{title}\n{one.employer}"), value(one.pay), value(_two(one.place, one.contact)), *_end(one.reason))


def _end(reason: str) -> Row:
    return (value(reason, 1, SMALL), centred("\u3000"))


def _policies(paper: ServiceListsPaper) -> Grid:
    heads = ("序号", "政策", "享受什么", "条件", "到哪里办", "意向")
    return table((7, 22, 25, 21, 17, 8), heads, [_policy(number, one) for number, one in enumerate(paper.policies, start=1)], LABEL)


def _policy(number: int, one: PolicyLine) -> Row:
    return (centred(str(number)), value(one.name), value(one.content), value(one.condition), *_end(one.where))


def _training(paper: ServiceListsPaper) -> Grid:
    heads = ("序号", "课程和培训机构", "时间", "地点和联系方式", "费用", "意向")
    return table((7, 28, 19, 23, 15, 8), heads, [_course(number, one) for number, one in enumerate(paper.training, start=1)], LABEL)


def _course(number: int, one: TrainingLine) -> Row:
    course = _two(one.course, one.provider)
    return (centred(str(number)), value(course), value(one.dates, 1, BODY), value(_two(one.place, one.contact)), *_end(one.fee))


def _two(first: str, second: str) -> str:
    return "\n".join(text for text in (first, second) if text)
