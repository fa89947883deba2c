"""Pages in the manner of the design pictures, made of the kit alone: they show that the kit can carry them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ui.desk.page import Act, Desk, Page, page_head
from ui.kit.buttons import chip, primary, second
from ui.kit.clockstrip import Clock, ClockStrip, Day, Legend
from ui.kit.grid import Grid, GridCell, GridModel, GridRow, Head
from ui.kit.lists import FivePointsBand, Line, Material, Materials, Point, Step, ThreeLists, TimeLine, headed
from ui.kit.runs import Run, RunLabel, bold, plain, with_icon
from ui.kit.status import Tag, TagLabel
from ui.kit.table import Table
from ui.kit.text import IconLabel, card, column, keys_row, label, row
from ui.models.rows import Column, Group, RowsModel


def _thing(name: str, what: str) -> tuple[Run, ...]:
    return (*bold(name), *plain("・" + what))


TODAY = (
    Group("现在就办", 3),
    (Tag("overdue"), _thing("赵桂兰", "灵活就业社保补贴"), "首问李晓燕，09-16 受理", bold("逾期 2 个工作日", "danger")),
    (Tag("due_today"), _thing("周志强", "失业登记（网上申请）"), "2 个工作日内须答复", bold("今天下班前", "danger")),
    (Tag("came_back"), _thing("刘玉霞", "就业困难人员认定"), "交回 2 份，恢复计时", plain("剩 5 个工作日")),
    Group("快到期", 3),
    (Tag("near"), _thing("张淑芬", "就业困难人员认定"), "10-10（周六）补班", bold("剩 1 个工作日", "warn")),
    (Tag("near"), _thing("差评整改", "09-28 反映“等候时间长”"), "责任人 陈立国", bold("剩 1 个工作日", "warn")),
    (Tag("near"), _thing("孙振海户", "零就业家庭清零"), "09-14 认定，已推荐 2 次", bold("剩 5 天", "warn")),
    Group("一小时内的预约", 2),
    (with_icon("calendar-clock", "14:30", "fg_secondary"), _thing("郑松", "创业担保贷款资格审核"), "材料已预审", plain("25 分钟后")),
    (with_icon("calendar-clock", "15:00", "fg_secondary"), _thing("吴秀琴", "职业指导"), "第 2 次来访", plain("55 分钟后")),
    Group("今天要做", 3),
    (with_icon("walk", "走访", "fg_secondary"), _thing("林海小区 2 网格", "3 户"), "本季度还差 11 户", plain("今天")),
    (with_icon("history", "回访", "fg_secondary"), _thing("马俊", "就业后 30 天"), "昭顺物业服务部", plain("今天")),
    (
        with_icon("chart-box-outline", "报表", "fg_secondary"),
        (*bold("2026 年第三季度工作情况"), *plain("（附件2）")),
        "核对 1 项未通过",
        plain("剩 3 个工作日"),
    ),
)


class TodayPage(Page):
    """Groups, tags, deadlines at the right edge."""

    help = "今日页"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.saved = 0
        chips = (
            chip("全部 11", checked=True),
            chip("逾期 1", icon="alert-octagon", icon_tone="danger"),
            chip("今天 1", icon="clock-alert", icon_tone="danger"),
            chip("临期 3", icon="timer-sand", icon_tone="warn_icon"),
            chip("只看我的"),
        )
        self.body.addLayout(page_head("今日", "10 月 9 日 周五", *chips))
        columns = (
            Column("state", "状态", lambda r: r[0], 7, 0),
            Column("what", "事", lambda r: r[1], 0, 1),
            Column("why", "为什么", lambda r: r[2], 14, 2, tone="fg_secondary"),
            Column("left", "还剩", lambda r: r[3], 8, 0, right=True),
        )
        model = RowsModel(columns)
        self.table = Table(model, name="today")
        heads = self.table.horizontalHeader()
        assert heads is not None
        heads.hide()
        model.set_rows(TODAY)
        self.table.select_first()
        self.body.addWidget(self.table, 1)
        friendly = RunLabel(
            (Run("投诉、催办、超期户：没有待办的，放心。", False, "fg_secondary", "caption", "check-circle-outline"),), rank=2
        )
        self.body.addLayout(row(friendly, None, keys_row(("↑", ""), ("↓", "选择"), ("Enter", "打开"), ("F2", "呼叫下一位"))))

    def acts(self) -> Mapping[str, Act]:
        return {"save": Act(self._save), "print": Act(self._save, "先选一行再打印。")}

    def _save(self) -> None:
        self.saved += 1


def sample_clock() -> Clock:
    start, days = date(2026, 9, 16), []
    rest = {date(2026, 9, 19), *(date(2026, 9, d) for d in (25, 26, 27)), *(date(2026, 10, d) for d in (*range(1, 8), 11))}
    number = 0
    for offset in range(26):
        day = start + timedelta(offset)
        paused = date(2026, 9, 22) <= day <= date(2026, 9, 24)
        counted = offset > 0 and day not in rest and not paused
        number += counted
        today, due = day == date(2026, 10, 9), day == date(2026, 10, 10)
        days.append(
            Day(
                day,
                number if counted else None,
                rest=day in rest,
                makeup=day in (date(2026, 9, 20), date(2026, 10, 10)),
                paused=paused,
                today=today,
                due=due,
                used=counted and not due,
                word="受理" if offset == 0 else "",
            )
        )
    return Clock(tuple(days), "受理次日起算，今天是第 9 天；公示 3 天不计；明天（周六）补班，到期", 10, "公示停表")


STEPS = (
    Step("progress-clock", "10-09 13:58", (*bold("到窗口询问进度"), *plain("，号票 A027")), "王敏"),
    Step("check-circle", "09-28", (*plain("公示无异议，"), *bold("恢复计时"), *plain("（已用 4 天）")), "王敏"),
    Step("pause-circle-outline", "09-22", (*bold("公示 3 个工作日，停表"), *plain("（依据：公示照片 2 张）")), "陈立国 批准"),
    Step("file-document-edit-outline", "09-18", plain("入户核查完成，走访记录 2026-0918-03"), "李晓燕"),
    Step("clipboard-check-outline", "09-16 10:22", (*bold("受理"), *plain("，出具受理通知书，承诺 10 个工作日")), "王敏"),
    Step("clipboard-text-outline", "09-15 15:40", (*bold("一次性告知"), *plain(" 缺 1 项，当场打印并签收")), "王敏"),
    Step("hand-heart-outline", "09-15 15:31", plain("首问登记，号票 A009"), "王敏"),
)
MATERIALS = (
    Material("id", "身份证", "复印件 1", "there", "已收 09-15"),
    Material("hk", "户口簿", "原件核验", "there", "已核 09-15"),
    Material("jy", "就业创业证", "原件核验", "there", "已核 09-15"),
    Material("sq", "认定申请表", "原件 2", "there", "补正 09-16"),
    Material("db", "低保证", "不适用", "waived", "免交"),
    Material("gs", "公示照片", "本站自存", "open", "待归档", is_todo=True),
)


class CasePage(Page):
    """The clock strip, what happened, the materials."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        head = row(
            IconLabel("arrow-left", "accent"), label("就业困难人员认定", "title", bold=True), TagLabel(Tag("near", "临期・剩 1 个工作日"))
        )
        head.addWidget(TagLabel(Tag("running")))
        head.addStretch(1)
        head.addWidget(label("BJ20260916-007", tone="secondary"))
        self.body.addLayout(head)
        facts = (("申请人", "张淑芬"), ("首问", "王敏"), ("经办", "王敏"), ("承诺", "2026-10-10"))
        runs = tuple(run for name, value in facts for run in (Run(f"{name} ", False, "fg_secondary"), Run(f"{value}　", True)))
        self.body.addWidget(RunLabel(runs, rank=2))
        why = (
            *bold("时限", role="sub"),
            *plain("  受理次日起算，今天是", "fg_secondary"),
            *bold("第 9 天"),
            *plain("；公示 3 天不计；", "fg_secondary"),
        )
        self.strip_of_days = ClockStrip(sample_clock())
        sentence = RunLabel((*why, *bold("明天（周六）补班，到期", "warn")), rank=1)
        self.body.addWidget(card(column(sentence, self.strip_of_days, Legend(), margins=(12, 8, 12, 8))))
        lists = row(headed("经过", "7 步，全部留痕", TimeLine(STEPS)), headed("材料", "5 项应收，已齐 4", Materials(MATERIALS)), gap=12)
        lists.setStretch(0, 3)
        lists.setStretch(1, 2)
        self.body.addLayout(lists, 1)
        foot = row(
            primary("作出认定", key="Ctrl+Enter"), second("停表", icon="pause-circle-outline"), second("申请延期", icon="calendar-clock")
        )
        foot.addStretch(1)
        foot.addWidget(second("受理通知书", icon="printer-outline", key="Ctrl+P"))
        self.body.addLayout(foot)


POINTS = (
    Point("personal", "个人情况", True, "高中，已婚，常住", "09-21 走访核实"),
    Point("hardship", "困难类别", True, "大龄（4050）", "09-16 申请认定中"),
    Point("wish", "就业意向", True, "保洁、后厨；2 公里内", "10-09 窗口核实"),
    Point("skill", "技能水平", False, "缺：技能等级、证书", "从未登记"),
    Point("need", "政策需求", True, "灵活就业社保补贴", "10-09 窗口核实"),
)


class PersonPage(Page):
    """Five points and three lists."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.body.addLayout(page_head("张淑芬", "女・48 岁・2327**********0426・142****7162"))
        self.body.addLayout(row(label("五清 4/5", "sub", bold=True), label("还差一项就能完整匹配", tone="secondary"), None))
        self.body.addWidget(FivePointsBand(POINTS))
        self.body.addLayout(
            row(label("三张清单", "sub", bold=True), label("第 2 版・2026-09-21 发放・帮扶人 王敏", tone="secondary"), None)
        )
        self.lists = ThreeLists("从匹配中选")
        self.lists.set_lines("jobs", (Line(1, "昭顺物业服务部 保洁", "待答复", "accent", "2,600–2,900 元・1.2 公里・年龄、班次符合"),))
        self.lists.set_lines("policies", (Line(2, "灵活就业社保补贴", "今天申请", "accent", "大龄 + 登记失业：符合"),))
        self.lists.set_lines("training", (Line(3, "家政服务员（初级）", "已报名", "ok", "10-20 开班・免费・30 人余 8"),))
        self.body.addWidget(self.lists, 1)
        foot = row(primary("更新五清并发新清单", key="Ctrl+S"), second("只补技能水平", icon="pencil-outline"), None)
        foot.addWidget(second("打印一页清单", icon="printer-outline", key="Ctrl+P"))
        self.body.addLayout(foot)


HEADS = (
    Head("站点名称", width=136),
    Head("走访人次", width=62),
    Head(
        "筹集岗位数（个）",
        (Head("合计", width=50), Head("其中", tuple(Head(w, width=50) for w in ("全日制", "非全日制", "公共服务", "公益岗位")))),
    ),
    Head("零就业家庭", (Head("认定", width=50), Head("清零", width=50), Head("在册", width=50))),
)


def grid_rows() -> tuple[GridRow, ...]:
    def cells(name: str, *figures: str, bad: int = 99) -> tuple[GridCell, ...]:
        checked = (
            GridCell(f, check="failed" if n >= bad else "", tip="认定 4 户 ≠ 清零 2 户 + 在册 1 户" if n == bad else "")
            for n, f in enumerate(figures)
        )
        return (GridCell(name), *checked)

    return (
        GridRow(cells("松涛社区服务站", "186", "64", "38", "14", "8", "4", "4", "2", "1", bad=6)),
        GridRow(cells("松涛零工市场", "22", "57", "12", "43", "2", "0", "0", "0", "0")),
        GridRow(cells("合计", "248", "136", "59", "61", "12", "4", "4", "2", "1"), "total"),
        GridRow(cells("上季（已封存）", "402", "121", "50", "57", "10", "4", "3", "3", "0"), "past"),
    )


class GridPage(Page):
    """The grid of a return."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.body.addLayout(page_head("2026 年第三季度工作情况", "附件2", second("导出", icon="file-excel-outline"), primary("封存并报送")))
        self.model = GridModel(HEADS, grid_rows())
        self.grid = Grid(self.model)
        self.grid.setCurrentIndex(self.model.index(0, 2))
        self.body.addWidget(self.grid, 1)


PAGES = {"today": TodayPage, "cases": CasePage, "people": PersonPage, "returns": GridPage}


def find(code: str):
    return PAGES.get(code, Page)
