"""The first run over the services: problems beside their fields, the worked example, the recovery code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.clock import Clock, machine_clock
from app.services import wizard as service
from app.services.wizard import Worked
from app.settings import Settings
from app.texts import sentence, t
from app.texts import today as say
from ui.desk.wizard import Problem, Values
from ui.desk.wizard_example import Example

_NO_NEED = frozenset({"admin_name", "login", "password", "password_again"})
_CODE_BACK = ("recovery_first", "recovery_second")


class FirstRun:
    """Answers the wizard. Made off the window's thread or on it: the database is opened with the third step only."""

    def __init__(self, settings: Settings, clock: Clock = machine_clock, db: object = None, actor: object = None) -> None:
        self.run = service.FirstRun(settings, clock, db, actor)  # type: ignore[arg-type]

    def load(self) -> Mapping[str, Values]:
        return self.run.values

    def reached(self) -> Sequence[str]:
        return self.run.done

    def optional(self, step: str) -> frozenset[str]:
        if step == "keys" and not self.run.shows_code:
            return frozenset(_CODE_BACK)
        return _NO_NEED if self.run.practice else frozenset()

    def keep(self, step: str, values: Values) -> Sequence[Problem]:
        return [Problem(field, sentence(error)) for field, error in self.run.keep(step, values).items()]

    def finish_step(self, step: str, values: Values) -> None:
        self.run.finish_step(step, values)

    def print_example(self, step: str) -> None:
        self.run.print_sheet()

    def finish(self) -> None:
        self.run.finish()

    def example(self, step: str, values: Values) -> Example | None:
        if step == "rules":
            return worked_card(self.run.worked())
        if step == "keys" and self.run.shows_code:
            return self._code_card()
        if step in ("admin", "keys") and self.run.practice:
            return Example(t("练习站"), t("不设口令，没有恢复码。"), _PRACTICE)
        return None

    def _code_card(self) -> Example:
        pairs = zip(self.run.groups[::2], self.run.groups[1::2], strict=True)
        rows = tuple((t("第 {n}、{m} 组").format(n=2 * n - 1, m=2 * n), f"{a}　{b}") for n, (a, b) in enumerate(pairs, start=1))
        titles = tuple((field, t("恢复码第 {n} 组").format(n=n)) for field, n in zip(_CODE_BACK, self.run.asked, strict=True))
        warning = t("丢了密钥、换了电脑、忘了口令，都靠它打开数据。我们也没有第二份。")
        return Example(t("恢复码"), t("只显示这一次"), rows, warning, titles, printable=True)


_PRACTICE = (
    (t("专员"), "clerk1　clerk2"),
    (t("站长"), "head"),
    (t("县级"), "county"),
    (t("管理员"), "admin"),
    (t("一人多岗"), "practice"),
)


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d} {say.weekday(day)}"


def worked_card(worked: Worked) -> Example:
    """The worked example as the card shows it."""
    rows = [(t("受理"), _day(worked.accepted)), (t("时限"), t("{n} 个工作日").format(n=worked.days))]
    spans = [t("{first} 至 {last}").format(first=say.short_day(a), last=say.short_day(b)) for a, b in worked.holidays]
    if spans:
        rows.append((t("放假"), t("、").join(spans)))
    if worked.make_up:
        rows.append((t("补班"), t("、").join(f"{say.short_day(day)}（{say.weekday(day)}）" for day in worked.make_up)))
    rows.append((t("到期"), _day(worked.deadline)))
    warning = t("{year} 年放假安排还没公布。跨年的期限会标“暂按周一至周五算”，公布后自动重算并告诉您。").format(year=worked.unknown_year)
    return Example(t("这样算，对吗"), t("用真实日历试一个例子"), tuple(rows), warning)
