"""A desk without a database: the invented station of the design pictures, on Friday 2026-10-09 at 14:05."""

from __future__ import annotations

from datetime import datetime

from app.domain.clock import STATION_ZONE
from app.domain.errors import NotAllowed
from ui.desk.ports import (
    Answer,
    CurrentPerson,
    Done,
    Draft,
    Frame,
    Hit,
    HitGroup,
    LoginChoice,
    OpenCase,
    Ref,
    Safe,
)
from ui.desk.wizard import Problem
from ui.desk.wizard_example import Example
from ui.kit.status import Tag
from ui.preferences import NoPreferences

NOW = datetime(2026, 10, 9, 14, 5, 13, tzinfo=STATION_ZONE)
ID_NUMBER = "2327" + "1" * 10 + "0426"

FRAME = Frame(
    station="松涛社区家门口就业服务站",
    counter="1 号窗口",
    counter_state="服务中",
    officer="王敏",
    role="首问",
    due=3,
    notices=2,
    backup="今日备份 08:01",
    uploads=0,
    voice="语音正常",
    why_not={"queue.restore": "今天没有过号的人。"},
    panel_acts=("new_case", "notice", "refer", "visit", "print", "queue.finish"),
)
PERSON = CurrentPerson(
    ticket="A027",
    since=datetime(2026, 10, 9, 14, 3, tzinfo=STATION_ZONE),
    person_id=7,
    name="张淑芬",
    facts="女・48 岁",
    masked_id="2327**********0426",
    can_reveal=True,
    marks=("登记失业", "大龄（4050）"),
    points=(True, True, True, False, True),
    missing="技能水平",
    open_cases=2,
    last_visit="2026-09-21",
    case=OpenCase("就业困难人员认定", Tag("near"), "剩 1 个工作日", "warn", Ref("case", 1), "2026-10-10 周六，补班，第 9 天 / 共 10 天"),
    draft=Draft("灵活就业社保补贴", "今天", Ref("draft", 2)),
    saved="草稿 1 份，14:04 已自动保存",
)


def _person(name: str, reading: str, marks: tuple[tuple[int, int], ...], facts: str, right: str, number: int) -> Hit:
    return Hit(Ref("person", number), "people", name, reading, marks, facts, right, person_id=number)


ANSWER = Answer(
    (
        HitGroup(
            "people",
            "人员",
            (
                _person("赵爽", "zhao shuang", ((0, 1), (5, 6)), "男・52 岁・尾号 0813", "在等候 A028", 1),
                _person("郑松", "zheng song", ((0, 1), (6, 7)), "男・41 岁・尾号 5520", "预约 14:30", 2),
                _person("张顺", "zhang shun", ((0, 1), (6, 7)), "男・35 岁・尾号 1187", "在职", 3),
                _person("张淑芬", "zhang shu fen", ((0, 1), (6, 7)), "女・48 岁・尾号 0426", "正在服务 A027", 7),
                _person("周胜利", "zhou sheng li", ((0, 1), (5, 6)), "男・57 岁・尾号 3094", "登记失业", 5),
            ),
        ),
        HitGroup(
            "cases",
            "办件",
            (
                Hit(
                    Ref("case", 33),
                    "cases",
                    "创业担保贷款资格审核 郑松",
                    second="BJ20260930-033",
                    right="剩 9 个工作日",
                    icon="folder-outline",
                ),
                Hit(Ref("case", 1), "cases", "就业困难人员认定 张淑芬", second="BJ20260916-007", icon="folder-outline", tag=Tag("near")),
            ),
        ),
        HitGroup(
            "commands",
            "命令",
            (
                Hit(
                    Ref("act", "counter.pause"),
                    "queue",
                    "暂时离开窗口",
                    "zan shi",
                    ((0, 1), (4, 5)),
                    "窗口暂停叫号",
                    icon="pause-circle-outline",
                    key="F8",
                ),
            ),
        ),
    )
)


class SamplePort:
    """Answers at once, remembers what it was asked."""

    def __init__(self, person: CurrentPerson | None = PERSON) -> None:
        self.preferences = NoPreferences()
        self.person = person
        self.asked: list[tuple[str, ...]] = []

    def now(self) -> datetime:
        return NOW

    def frame(self) -> Frame:
        return FRAME

    def current(self) -> CurrentPerson | None:
        return self.person

    def search(self, text: str, only: str) -> Answer:
        self.asked.append(("search", text, only))
        return ANSWER if text == "zs" or only == "commands" else Answer()

    def act(self, code: str) -> Done:
        self.asked.append(("act", code))
        return Done("已呼叫 A028", "queue") if code == "queue.call" else Done("好了")

    def reveal(self, person_id: int) -> str:
        self.asked.append(("reveal", str(person_id)))
        return ID_NUMBER

    def safe(self) -> Safe:
        return Safe("A027", "1 号窗口", 1, 8)

    def logins(self) -> tuple[LoginChoice, ...]:
        return (LoginChoice("wangmin", "王敏"), LoginChoice("chenliguo", "陈立国"))

    def log_in(self, login: str, password: str) -> Frame:
        self.asked.append(("log_in", login))
        if password != "right":
            raise NotAllowed("action.not_allowed", field="password", action="officer.log_in", officer=login)
        return FRAME


class SampleFirstRun:
    """Keeps the answers of the wizard and finds a promise longer than the law."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, str]] = {}
        self.finished: list[str] = []

    def load(self) -> dict[str, dict[str, str]]:
        return {
            "station": {
                "name": "松涛社区家门口就业服务站",
                "code": "232701001",
                "region": "232701",
                "county": "松岭区",
                "address": "松涛街 8 号",
            }
        }

    def keep(self, step: str, values: dict[str, str]) -> list[Problem]:
        self.kept[step] = dict(values)
        too_long = step == "rules" and int(values["promised_days"] or 0) > int(values["statutory_days"] or 0)
        return [Problem("promised_days", "承诺不能比法定长。请填 20 或更少。已填的其他内容都在。")] if too_long else []

    def reached(self) -> tuple[str, ...]:
        return ()

    def optional(self, step: str) -> frozenset[str]:
        return frozenset()

    def finish_step(self, step: str, values: dict[str, str]) -> None:
        self.finished.append(step)

    def example(self, step: str, values: dict[str, str]) -> Example | None:
        rows = (
            ("受理", "2026-09-29 周二"),
            ("时限", "5 个工作日"),
            ("放假", "10-01 至 10-07"),
            ("补班", "10-10（周六）"),
            ("到期", "2026-10-12 周一"),
        )
        warning = "2027 年放假安排还没公布。跨年的期限会标“暂按周一至周五算”，公布后自动重算并告诉您。"
        if step == "keys":
            groups = tuple((f"第 {n} 组", code) for n, code in enumerate(("K7QF-M2XA", "9HTR-PW4C", "3DNV-8YBE", "XJ5L-QS6Z"), 1))
            titles = (("recovery_first", "恢复码第 2 组"), ("recovery_second", "恢复码第 4 组"))
            return Example("恢复码", "只显示这一次", groups, "丢了密钥、换了电脑，靠它打开数据。", titles, printable=True)
        return Example("这样算，对吗", "用真实日历试一个例子", rows, warning) if step == "rules" else None

    def print_example(self, step: str) -> None:
        self.finished.append(f"printed {step}")

    def finish(self) -> None:
        self.finished.append("all")
