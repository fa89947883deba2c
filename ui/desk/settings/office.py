"""The station's own rules on paper, its posts and its people in numbers, in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.cases import CaseState
from app.domain.clock import business_date
from app.domain.norms import Edition
from app.services import norms, posts, qualifications, staffing
from app.services.posts import PostCase, PostLine
from app.texts import t, word
from ui.desk.reading import Fact, Reading, Section
from ui.desk.settings.shown import Shown
from ui.kit.runs import Runs, bold, plain, with_icon
from ui.models.rows import Column

# the five systems and the service norm


def systems(c: Any) -> Shown:
    """What holds today, in the order of the wall."""
    return _editions(norms.current(c.db, c.actor, c.now()))


def editions(c: Any, code: Any) -> Shown:
    """Every edition of one text, the newest first."""
    return _editions(tuple(reversed(norms.editions(c.db, c.actor, code))))


def _editions(rows: tuple[Edition, ...]) -> Shown:
    columns = (
        Column("title", t("制度"), lambda r: bold(r.title), 0, 0, tip=lambda r: r.source, least=7),
        Column("number", t("版本"), lambda r: t("第 {n} 版").format(n=r.number), 4, 0),
        Column("effective", t("施行日期"), lambda r: r.effective_on.isoformat(), 7, 2),
    )
    return Shown(rows=rows, columns=columns, read=_reading)


def _reading(edition: Edition) -> Reading:
    said = t("第 {n} 版，{day} 起施行").format(n=edition.number, day=edition.effective_on.isoformat())
    text = Section("", tuple(Fact("", line) for line in edition.paragraphs))
    return Reading(edition.title, plain(said), (text, Section("", (Fact(t("出处"), edition.source),))))


# posts


def all_posts(c: Any) -> Shown:
    """All posts, those in use first, and who holds each today."""
    holders: dict[str, list[str]] = {}
    for one in posts.roster(c.db, c.actor, on=business_date(c.now())):
        holders.setdefault(one.post, []).append(f"{one.officer}（{word(one.kind)}）")

    def who(post: PostLine) -> str:
        return t("、").join(holders.get(post.code, ()))

    columns = (
        Column("state", t("状态"), _post_state, 5, 0),
        Column("code", t("编码"), lambda r: bold(r.code), 4, 3),
        Column("name", t("岗位"), lambda r: r.name, 8, 0, tip=lambda r: r.name),
        Column("counter", t("窗口"), lambda r: t("{n} 号").format(n=r.counter) if r.counter else "", 4, 2),
        Column("who", t("今天在岗"), who, 0, 1, tip=who, least=8),
    )
    return Shown(rows=posts.listing(c.db, c.actor), columns=columns, empty=t("还没有设岗位，定岗从新岗位开始"))


def _post_state(post: PostLine) -> Runs:
    return with_icon("check-circle", t("在用"), "ok") if post.active else with_icon("minus", t("停用"), "fg_secondary")


def post_cases(c: Any, post: PostLine, first: date, last: date) -> Shown:
    """The cases that were received while somebody held the post."""
    columns = (
        Column("day", t("收件日期"), lambda r: r.received_on.isoformat(), 7, 0),
        Column("number", t("编号"), lambda r: bold(r.number), 10, 0),
        Column("item", t("事项"), lambda r: r.item, 0, 1, least=6),
        Column("officer", t("首问"), lambda r: r.officer, 5, 0),
        Column("state", t("状态"), lambda r: word(CaseState(r.state)), 5, 2),
    )
    rows: tuple[PostCase, ...] = posts.cases_of(c.db, c.actor, post.code, first, last)
    return Shown(rows=rows, columns=columns, empty=t("这一段时间这个岗没有收件"))


# staffing


def staff(c: Any) -> Shown:
    """Whether the station has the people the rules ask for, how they came, and who has to be trained this year."""
    today = business_date(c.now())
    found, untrained = staffing.read(c.db, c.actor, today), qualifications.untrained(c.db, c.actor, today.year)
    enough = t("够") if found.enough else _short(found)
    own = (
        Fact(t("就业服务专员"), t("{n} 人").format(n=found.specialists)),
        Fact(t("其中专职"), t("{n} 人").format(n=found.full_time)),
        Fact(t("至少要有"), t("{n} 人").format(n=found.needed)),
        Fact(t("够不够"), enough, "" if found.enough else "danger"),
    )
    identities = _counts({name or t("没有登记身份"): count for name, count in found.identities.items()})
    openly = _counts({t("{year} 年").format(year=year): count for year, count in sorted(found.openly.items())})
    taught = t("、").join(untrained) or t("都培训过")
    return Shown(
        (
            Section(t("人数"), own),
            Section(t("身份"), identities),
            Section(t("公开招聘"), openly or (Fact("", t("还没有")),)),
            Section(t("今年的培训"), (Fact(t("还没培训的负责人") if untrained else t("负责人"), taught, "danger" if untrained else ""),)),
        )
    )


def _short(found: staffing.Staffing) -> str:
    since = t("，从 {day} 起").format(day=found.short_since.isoformat()) if found.short_since else ""
    return t("不够{since}").format(since=since)


def _counts(told: Mapping[str, int]) -> tuple[Fact, ...]:
    return tuple(Fact(name, t("{n} 人").format(n=count)) for name, count in told.items())
