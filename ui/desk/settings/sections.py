"""What each section of the settings reads and shows; reading runs off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.domain.actor import Role
from app.domain.clock import station_time
from app.domain.profiles import RuleProfile, Target
from app.domain.profiles import rules as rule_names
from app.services import backups, officers, plan, profiles, station_facts, stations
from app.texts import t, word
from app.texts.pages import RULES
from app.texts.returns import FACILITIES
from ui.desk.keys import BINDINGS
from ui.desk.reading import Fact, Section
from ui.desk.settings import bundles, hall, holidays, items, leads, learning, office, team, trail
from ui.desk.settings.names import NAMES
from ui.desk.settings.shown import Shown
from ui.desk.settings.table_forms import PlanLine
from ui.kit.runs import Runs, bold, with_icon
from ui.models.rows import Column, Group

ROLES = {
    Role.HEAD: t("站长"),
    Role.COUNTER: t("首问"),
    Role.COUNTY: t("县级"),
    Role.ADMIN: t("管理员"),
}
KINDS = {"station": t("社区服务站"), "county": t("县级汇总")}


# the station


def station(c: Any) -> Shown:
    """The station's own facts."""
    facts, more = stations.facts(c.db), station_facts.details(c.db, c.actor)
    own = (
        Fact(t("站点名称"), facts.name),
        Fact(t("社区"), facts.community),
        Fact(t("编码"), facts.code),
        Fact(t("区划代码"), facts.region),
        Fact(t("类型"), t(FACILITIES.get(more.facility_type, "")) if facts.kind == "station" else KINDS.get(facts.kind, facts.kind)),
        Fact(t("规则方案"), profiles.current(c.db).name),
        Fact(t("地址"), facts.address or t("未填写")),
        Fact(t("电话"), facts.phone or t("未填写")),
        Fact(t("监督电话"), facts.supervision_phone or t("未填写")),
        Fact(t("所在县"), more.county or t("未填写")),
        Fact(t("建成日期"), more.built_on.isoformat() if more.built_on else t("未填写")),
        Fact(t("接入省平台"), more.platform_connected_on.isoformat() if more.platform_connected_on else t("没有接入")),
        Fact(t("用途"), t("练习站点，数据是编造的") if facts.practice else t("正式站点")),
    )
    where = (
        Fact(t("数据库"), t("本机加密文件") if c.db.kind == "sqlite" else t("站点服务器")),
        Fact(t("数据目录"), str(c.settings.data)),
        Fact(t("这台电脑"), c.settings.seat),
    )
    return Shown((Section(t("站点"), own), Section(t("数据"), where)))


# the rule profile


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its value in words, and whether the document of the place says it; ``code`` and ``raw`` for changing it."""

    name: str
    value: str
    silent: bool
    code: str = ""
    raw: object = None


def rule_words(value: object) -> str:
    """A rule's value as people read it."""
    if value is None:
        return t("没有规定")
    if isinstance(value, bool):
        return t("是") if value else t("否")
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, Mapping):
        return t("；").join(f"{rule_words(key)} {rule_words(one)}" for key, one in value.items()) or t("没有规定")
    if isinstance(value, (frozenset, tuple)):
        return t("、").join(sorted(rule_words(one) for one in value))
    return value.isoformat() if isinstance(value, date) else str(value)


def rules_of(profile: RuleProfile) -> tuple[Rule, ...]:
    """All rules of a profile: those the document says first."""
    made = [_rule(profile, name, getattr(profile, name)) for name in rule_names()]
    return tuple(sorted(made, key=lambda one: one.silent))


def _rule(profile: RuleProfile, name: str, value: object) -> Rule:
    return Rule(t(RULES[name]), rule_words(value), name in profile.silent, name, value)


def _rule_state(one: Rule) -> Runs:
    return with_icon("minus", t("文件未规定"), "fg_secondary") if one.silent else with_icon("check-circle", t("文件有规定"), "ok")


def profile(c: Any) -> Shown:
    """The rules in force; where the place is silent, what the program does instead."""
    found = profiles.current(c.db)
    made = rules_of(found)
    said, silent = [one for one in made if not one.silent], [one for one in made if one.silent]
    rows = (
        Group(t("{name}的文件有规定").format(name=found.name), len(said)),
        *said,
        Group(t("文件没有规定，按下面执行，县级可以另定"), len(silent)),
        *silent,
    )
    columns = (
        Column("name", t("规则"), lambda r: bold(r.name), 15, 0),
        Column("value", t("现在"), lambda r: r.value, 0, 1, tip=lambda r: r.value, least=10),
        Column("state", t("依据"), _rule_state, 8, 2),
    )
    return Shown(rows=rows, columns=columns)


# the figures of the plan


def plan_figures(c: Any) -> Shown:
    """The figures of the plan (附件1): from the rules of the place, set here, or not set yet."""
    known = {line.key: line for line in plan.targets(c.db, c.actor)}
    columns = (
        Column("state", t("来源"), _plan_state, 8, 0),
        Column("name", t("指标"), lambda r: bold(word(r.target)), 10, 0),
        Column("value", t("任务数"), lambda r: f"{r.line.value:,}" if r.line else "", 6, 0, right=True),
        Column("by", t("责任单位或责任人"), lambda r: r.line.responsible if r.line else "", 0, 1),
    )
    return Shown(rows=tuple(PlanLine(target, known.get(target.value)) for target in Target), columns=columns)


def _plan_state(one: PlanLine) -> Runs:
    if one.line is None:
        return with_icon("minus", t("还没有定"), "fg_secondary")
    return with_icon("pencil-outline", t("本站填写")) if one.line.own else with_icon("check-circle", t("文件有规定"), "ok")


# people


def _roles(one: Any) -> str:
    return t("、").join(ROLES.get(Role(role), role) for role in one.roles)


def _account_state(one: Any) -> Runs:
    return with_icon("check-circle", t("在用"), "ok") if one.active else with_icon("minus", t("已停用"), "fg_secondary")


def people(c: Any) -> Shown:
    """The accounts and what they may do."""
    columns = (
        Column("state", t("状态"), _account_state, 5, 0),
        Column("name", t("姓名"), lambda r: bold(r.name), 6, 0),
        Column("login", t("账号"), lambda r: r.login, 8, 1),
        Column("roles", t("权限"), _roles, 8, 1),
        Column("duty", t("岗位"), lambda r: r.duty, 0, 2),
    )
    return Shown(rows=officers.listing(c.db, c.actor), columns=columns)


# backups


def backup(c: Any) -> Shown:
    """The newest verified backup and where backups go."""
    last = backups.last(c.db, c.actor)
    made = f"{station_time(last.made_at):%Y-%m-%d %H:%M}" if last else t("还没有备份")
    facts = (
        Fact(t("上次备份"), made, "" if last else "danger"),
        Fact(t("文件"), last.name if last else ""),
        Fact(t("放在"), str(c.settings.backups)),
        Fact("", t("备份做好后当场核验，核验不过不算数。备份文件是加密的，可以拷到移动硬盘上另存一份。"), "secondary"),
    )
    return Shown((Section(t("备份"), facts),))


# help


def keys() -> Shown:
    """All keys by group."""
    rows: list[Any] = []
    for group in dict.fromkeys(binding.group for binding in BINDINGS):
        here = [binding for binding in BINDINGS if binding.group == group]
        rows += [Group(group, None), *here]
    columns = (
        Column("key", t("按键"), lambda r: bold(t(" 或 ").join(r.keys).replace("Return", "Enter")), 12, 0),
        Column("words", t("做什么"), lambda r: r.words, 0, 0),
    )
    return Shown(rows=tuple(rows), columns=columns)


GROUPS: Mapping[str, tuple[str, ...]] = {
    t("本站"): ("station", "profile", "plan", "backup"),
    t("人员和岗位"): (
        *("people", "roster", "posts", "deputies", "where", "desks"),
        *("staffing", "drills", "certificates", "figures"),
    ),
    t("制度"): ("norms", "leads", "trail"),
    t("大厅"): ("lines", "counters", "hours", "notices"),
    t("事项和日历"): ("items", "bundles", "holidays"),
}
"""Under which head each section stands."""

_READERS: Mapping[str, Callable[[Any], Shown]] = {
    "station": station,
    "profile": profile,
    "plan": plan_figures,
    "people": people,
    "roster": team.roster,
    "posts": office.all_posts,
    "deputies": team.standing_in,
    "where": team.where,
    "desks": team.hand_overs,
    "staffing": office.staff,
    "drills": learning.drills,
    "certificates": learning.certificates,
    "figures": learning.of_officers,
    "leads": leads.listed,
    "trail": trail.section,
    "norms": office.systems,
    "lines": hall.lines,
    "counters": hall.counter_rows,
    "hours": hall.hours,
    "notices": hall.notices,
    "holidays": holidays.section,
    "items": items.catalogue,
    "bundles": bundles.listed,
    "backup": backup,
}
READ: Mapping[str, tuple[str, str, Callable[[Any], Shown], str]] = {
    code: (word_, icon, _READERS[code], right) for code, (word_, icon, right) in NAMES.items()
}
"""Sections that read the station: word, icon, what they read, and what one must be allowed to read."""
