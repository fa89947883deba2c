"""The named figures a return may use: what each counts (口径), which date puts a record into a period, and what it may be filtered by.

These are the defaults; a county changes a form by filters and columns in its own definition file. The statements behind the names lie in
the database layer: one statement gives a figure and the list of records behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MeasureKind(StrEnum):
    """What one figure of a measure is made of."""

    COUNT = "count"
    SUM = "sum"
    MONEY = "money"
    RANK = "rank"
    TEXT = "text"


class Scope(StrEnum):
    """Which records belong to a figure of one period."""

    PERIOD = "period"
    CUMULATIVE = "cumulative"
    PLAN = "plan"
    LATE = "late"
    END = "end"
    OPENING = "opening"


SCOPE_TITLES = {
    Scope.PERIOD: "本期",
    Scope.CUMULATIVE: "本年累计",
    Scope.PLAN: "计划期累计",
    Scope.LATE: "迟录（上期截止后补录）",
    Scope.END: "期末",
    Scope.OPENING: "期初",
}
FLOW = frozenset({Scope.PERIOD, Scope.CUMULATIVE, Scope.PLAN, Scope.LATE})
STOCK = frozenset({Scope.END, Scope.OPENING})
RANKED = frozenset({Scope.PERIOD, Scope.CUMULATIVE, Scope.PLAN})
OPERATORS = {"eq": "为", "ne": "不为", "in": "属于", "not_in": "不属于"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field a measure may be filtered by: ``values`` maps each allowed code to its Chinese name."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...]

    def value_title(self, code: str) -> str:
        """The Chinese name of a value; KeyError for a value the field does not have."""
        return dict(self.values)[code]


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """One named figure. ``record`` is the kind of record its lineage lists; ``distinct`` says that it counts persons, each once.

    ``percent`` is the rank of a figure that is one of its records' amounts (50 the median). Such figures cannot be added up: over more
    records they are made anew from those.
    """

    name: str
    title: str
    kind: MeasureKind
    unit: str
    definition: str
    dated_by: str
    record: str
    scopes: frozenset[Scope] = FLOW
    fields: tuple[FieldSpec, ...] = ()
    distinct: bool = False
    percent: int = 0

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name, None when the measure has none such."""
        return next((field for field in self.fields if field.name == name), None)


GROUPS = FieldSpec(
    "group",
    "重点群体",
    (
        ("graduate", "高校毕业生"),
        ("unemployed", "登记失业人员"),
        ("veteran", "退役军人"),
        ("migrant", "农民工"),
        ("youth", "16—24岁登记失业青年"),
        ("zero_family", "零就业家庭成员"),
        ("low_income", "低保人员"),
        ("disabled", "残疾人"),
        ("long_unemployed", "长期失业人员"),
        ("hardship", "就业困难人员"),
        ("older", "大龄（4050）人员"),
        ("flexible", "灵活就业人员"),
        ("fisher", "退捕渔民"),
    ),
)
JOB_KINDS = FieldSpec(
    "kind",
    "岗位类别",
    (
        ("full_time", "全日制"),
        ("part_time", "非全日制"),
        ("public_service", "社区公共服务"),
        ("public_welfare", "公益性"),
        ("internship", "见习"),
    ),
)
LIST_KINDS = FieldSpec("list", "清单", (("jobs", "岗位清单"), ("policies", "政策清单"), ("training", "培训清单")))
LINES = FieldSpec("line", "业务队列", tuple((letter, letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
HOURS = FieldSpec("hour", "取号时段", tuple((f"{hour:02}", f"{hour}—{hour + 1}时") for hour in range(24)))
_TEXT = frozenset({Scope.END})


def _count(name: str, title: str, unit: str, definition: str, dated_by: str, record: str) -> MeasureSpec:
    return MeasureSpec(name, title, MeasureKind.COUNT, unit, definition, dated_by, record)


def _persons(name: str, title: str, definition: str, dated_by: str, record: str, *fields: FieldSpec) -> MeasureSpec:
    return MeasureSpec(name, title, MeasureKind.COUNT, "人", definition, dated_by, record, FLOW, fields, distinct=True)


def _stock(name: str, title: str, unit: str, definition: str, record: str) -> MeasureSpec:
    return MeasureSpec(name, title, MeasureKind.COUNT, unit, definition, "期末最后一日（期初为上期末）", record, STOCK)


def _tickets(name: str, title: str, unit: str, definition: str) -> MeasureSpec:
    return MeasureSpec(name, title, MeasureKind.COUNT, unit, definition, "取号日期", "ticket", FLOW, (LINES, HOURS))


def _waiting(name: str, title: str, percent: int) -> MeasureSpec:
    definition = (
        "从取号到第一次叫号（撤回的叫号不算）的分钟数，在叫到过的号票里取。"
        f"由短到长排，取第“张数×{percent}%”张（不足一张的进一），所以总是其中一张号票的实际等候；不能相加，没有号票时为空。"
    )
    return MeasureSpec(name, title, MeasureKind.RANK, "分钟", definition, "取号日期", "ticket", RANKED, (LINES, HOURS), percent=percent)


def _text(name: str, title: str, definition: str) -> MeasureSpec:
    return MeasureSpec(name, title, MeasureKind.TEXT, "—", definition, "封存时", "station", _TEXT)


_STATION = (
    _text("row_number", "序号", "行号。"),
    _text("station_county", "县（市、区）", "站点所在县（市、区）。"),
    _text("station_name", "站点名称", "站点登记的名称。"),
    _text("station_kind", "类型", "服务站、零工市场或就业驿站。"),
    _text("built_on", "建成日期", "站点登记的建成日期，未登记的为空。"),
    _text("platform_connected", "是否接入省平台", "是否接入省人社一体化信息平台业务经办服务系统：是或否。"),
    _stock("stations_built", "已建成站点数", "个", "建成日期不晚于期末的站点。", "station"),
    _stock("specialists_full", "专职专员人数", "人", "期末在岗的专职就业服务专员。", "officer"),
    _stock("specialists_part", "兼职专员人数", "人", "期末在岗的兼职就业服务专员。", "officer"),
)
_SERVICE = (
    _count(
        "visits_persons",
        "走访人次",
        "人次",
        "走访时见到本人或家属的人次，同一人一天只计一次；拒访、无人在家计走访不计人次。",
        "走访日期",
        "visit_person",
    ),
    _count("files_opened", "建立援助档案数", "份", "本期新建的就业援助档案。", "建档日期", "assistance_file"),
    _stock("files_stock", "在册援助档案数", "份", "期末仍在册的就业援助档案。", "assistance_file"),
    _persons("list_recipients", "“三张清单”发放人数", "交给或寄给服务清单的人数，每人只计一次。", "交付日期", "service_list", LIST_KINDS),
    _count("proxy_cases", "帮办件数", "件", "受理的帮办代办件。", "受理日期", "case"),
    _persons("trained_persons", "培训人数", "完成培训的人数，每人只计一次。", "结业日期", "enrolment"),
    _count("closed_on_time", "按期办结件数", "件", "在截止日期当天或之前办结的件。", "办结日期", "case"),
    _count("closed_or_overdue", "应办结件数", "件", "本期办结的件，加上期末未办结而已过截止日期的件。", "办结日期；未办结的为期末", "case"),
    _count("ratings_good", "满意评价数", "件", "基本满意、满意和非常满意的评价，申诉成立的不计。", "评价日期", "rating"),
    _count("ratings_all", "评价总数", "件", "全部评价，申诉成立的不计。", "评价日期", "rating"),
    _count("contests_held", "练兵比武场次", "场", "工作人员的岗位练兵和技能比武。", "举办日期", "drill"),
    MeasureSpec(
        *(
            "training_times",
            "业务培训人次",
            MeasureKind.SUM,
            "人次",
            "业务培训班和轮训的参加人数之和，参加一次计一次。",
            "举办日期",
            "drill",
        ),
    ),
)
_HALL = (
    _tickets("tickets_taken", "取号数", "张", "取出的号票；转到别的业务的，算在现在的业务。"),
    _tickets("visitors_served", "接待人次", "人次", "在窗口办完的号票。"),
    _tickets("tickets_left", "未办完离开", "张", "取号后没有办完就离开的号票：弃号、过号后没有回来、当日没有叫到或没有办完而失效。"),
    _waiting("waiting_median", "等候时间中位数", 50),
    _waiting("waiting_p90", "等候时间第90百分位", 90),
)
_JOBS = (
    MeasureSpec(
        *("jobs_collected", "筹集岗位数", MeasureKind.SUM, "个", "筹集岗位的招聘人数之和；续期的岗位不再计。", "筹集日期", "job"),
        fields=(JOB_KINDS,),
    ),
    _count("referrals", "推介人次", "人次", "把一个岗位推介给一个人，计一人次。", "推介日期", "referral"),
    _persons(
        "helped_into_work",
        "帮扶就业人数",
        "本站服务后十二个月内（可设置）确认上岗的人数，每人只计一次；同一年度内再次上岗不再计；只有推介、没有上岗的不计。群体按上岗当日。",
        "上岗日期",
        "hire",
        GROUPS,
    ),
)
_ZERO = (
    _count("zero_families_recognised", "零就业家庭认定户数", "户", "经主管部门认定的零就业家庭。", "认定日期", "zero_employment_record"),
    _count(
        "zero_families_cleared",
        "零就业家庭清零户数",
        "户",
        "认定后首名家庭成员就业的零就业家庭。",
        "首名成员就业日期",
        "zero_employment_record",
    ),
    _count("zero_families_exited", "零就业家庭退出户数", "户", "未就业而退出登记的零就业家庭。", "退出日期", "zero_employment_record"),
    _stock("zero_families_overdue", "零就业家庭超期户数", "户", "期末仍在册、清零期限最后一日已过的零就业家庭。", "zero_employment_record"),
    _stock("zero_families_on_register", "零就业家庭在册户数", "户", "已认定、未清零也未退出的零就业家庭。", "zero_employment_record"),
)

MEASURES: dict[str, MeasureSpec] = {spec.name: spec for spec in (*_STATION, *_SERVICE, *_HALL, *_JOBS, *_ZERO)}
