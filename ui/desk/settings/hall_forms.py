"""The forms of the hall: a line, a counter, the hours, a notice, the line of an item. Only what was changed is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.hours import HoursArea, spoken
from app.services.counter_lines import LineFacts, LineForm
from app.services.counters import MOST_WEIGHT, CounterFacts, CounterForm
from app.services.station_hours import StationHours
from app.texts import t
from ui.desk.kept import Keep
from ui.desk.people.points import YES_NO
from ui.desk.record_form import RecordForm, area_field, choice_field, words_field
from ui.desk.settings.hall import AREAS
from ui.kit.fields import Field, UnitEdit, two_columns

SPANS = t(
    "每行一段，例如 工作日 08:30-12:00；也可以写 休息日、每天、周一至周日中的一天。"
    "某一天不一样就写日期，例如 2026-12-31 08:30-12:00，全天不开写 2026-12-31 不开"
)
LIMIT_WRONG = -1
"""What a limit that is no number counts as, so that the rule refuses it beside its field."""


def _pairs(fields: Sequence[Field]) -> object:
    return two_columns(*(tuple(fields[at : at + 2]) for at in range(0, len(fields), 2)))


def spans_of(text: str) -> list[str]:
    """One span a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _flag(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


class HallForm(RecordForm):
    """A form over what is set now; ``changed`` gives only what the officer changed, so that nobody else's change is written back."""

    before: Mapping[str, str]

    def show_now(self, values: Mapping[str, str]) -> None:
        """Fill the fields with what is set."""
        self.show_record(values)
        self.before = self.values()

    def changed(self, values: Mapping[str, str]) -> dict[str, str]:
        """What differs from what was set."""
        return {name: value for name, value in values.items() if value != self.before.get(name)}


class LineChange(HallForm):
    """A line of waiting people, or a new one."""

    def __init__(self, line: LineFacts | None) -> None:
        letter = {"line": words_field(t("字母"), hint=t("一个英文字母，定了不能改"), required=True)} if line is None else {}
        fields = {
            **letter,
            "name": words_field(t("业务名称"), required=True),
            "daily_limit": Field(t("每天最多"), UnitEdit(unit=t("号")), hint=t("不限就空着")),
            "description": words_field(t("说明"), hint=t("显示在自助取号机上")),
            "active": choice_field(t("是否在用"), YES_NO),
            "hours": area_field(t("取号时间"), hint=t("空着：全天。") + SPANS),
        }
        title = t("新业务队列") if line is None else t("{letter} {name}").format(letter=line.letter, name=line.name)
        keep = Keep("line", f"line:{line.letter}" if line is not None else "", title)
        super().__init__(title, t("保存"), fields, _pairs(list(fields.values())), keep=keep)  # type: ignore[arg-type]
        self.show_now(_line_values(line))

    def line_form(self, values: Mapping[str, str]) -> LineForm:
        """What to set."""
        made = self.changed(values)
        limit = made.get("daily_limit")
        number = None if limit is None else int(limit or 0) if limit.isdecimal() or not limit else LIMIT_WRONG
        spans = spans_of(made["hours"]) if "hours" in made else None
        return LineForm(made.get("name"), spans, number, made.get("description"), _flag(made.get("active", "")))


def _line_values(line: LineFacts | None) -> dict[str, str]:
    if line is None:
        return {"active": "yes"}
    return {
        "name": line.name,
        "daily_limit": str(line.daily_limit or ""),
        "description": line.description,
        "active": "yes" if line.active else "no",
        "hours": "\n".join(spoken(line.hours)),
    }


class CounterChange(HallForm):
    """A counter, or a new one: its plate, the lines it serves with their weights, its own hours."""

    def __init__(self, counter: CounterFacts | None, lines: Sequence[LineFacts], free: int) -> None:
        self.letters = [line.letter for line in lines if line.active]
        number = {"counter": Field(t("窗口号"), UnitEdit(unit=t("号")), required=True)} if counter is None else {}
        weights = [("", t("不办")), *((str(n), t("办，权重 {n}").format(n=n)) for n in range(1, MOST_WEIGHT + 1))]
        served = {f"line.{line.letter}": choice_field(f"{line.letter} {line.name}", weights) for line in lines if line.active}
        fields = {
            **number,
            "name": words_field(t("窗口名称"), required=counter is not None),
            "kind": words_field(t("窗口类别"), hint=t("例如 就业服务专窗")),
            "vanguard": choice_field(t("党员先锋岗"), YES_NO),
            "active": choice_field(t("是否在用"), YES_NO),
            **served,
            "hours": area_field(t("本窗口的服务时间"), hint=t("空着：和站点一样。") + SPANS),
        }
        title = t("新窗口") if counter is None else t("{n} 号窗口").format(n=counter.counter)
        keep = Keep("counter", f"counter:{counter.counter}" if counter is not None else "", title)
        super().__init__(title, t("保存"), fields, _pairs(list(fields.values())), keep=keep)  # type: ignore[arg-type]
        if served:
            self.also = {"lines": next(iter(served))}
        self.show_now(_counter_values(counter, self.letters, free))

    def number(self, values: Mapping[str, str]) -> int:
        """The number of a new counter; 0, which is refused, for what is none."""
        return int(values["counter"]) if values["counter"].isdecimal() else 0

    def counter_form(self, values: Mapping[str, str]) -> CounterForm:
        """What to set."""
        made = self.changed(values)
        touched = any(f"line.{letter}" in made for letter in self.letters)
        lines = {letter: int(values[f"line.{letter}"]) for letter in self.letters if values[f"line.{letter}"]} if touched else None
        spans = spans_of(made["hours"]) if "hours" in made else None
        flags = (_flag(made.get("vanguard", "")), spans, lines, _flag(made.get("active", "")))
        return CounterForm(made.get("name"), made.get("kind"), *flags)


def _counter_values(counter: CounterFacts | None, letters: Sequence[str], free: int) -> dict[str, str]:
    if counter is None:
        return {"counter": str(free), "vanguard": "no", "active": "yes", **{f"line.{letter}": "1" for letter in letters}}
    return {
        "name": counter.name,
        "kind": counter.kind,
        "vanguard": "yes" if counter.vanguard else "no",
        "active": "yes" if counter.active else "no",
        "hours": "\n".join(spoken(counter.hours)),
        **{f"line.{letter}": str(counter.lines.get(letter, "")) for letter in letters},
    }


class HoursChange(HallForm):
    """The station's hours of the three areas."""

    def __init__(self, found: StationHours) -> None:
        hints = {
            HoursArea.COUNTERS: t("空着：全天。") + SPANS,
            HoursArea.WAITING: t("空着：和窗口一样"),
            HoursArea.SELF_SERVICE: t("空着：没有自助服务区；全天开放写 每天 00:00-24:00"),
        }
        fields = {area.value: area_field(AREAS[area], hint=hints[area]) for area in HoursArea}
        super().__init__(t("服务时间"), t("保存"), fields, *fields.values(), keep=Keep("hours", "", t("服务时间")))
        self.show_now({area.value: "\n".join(spoken(getattr(found, area.value))) for area in HoursArea})

    def areas(self, values: Mapping[str, str]) -> dict[HoursArea, list[str]]:
        """The hours of the areas that were changed."""
        return {HoursArea(name): spans_of(text) for name, text in self.changed(values).items()}


class ReasonsForm(RecordForm):
    """The reasons for leaving a counter that the desk offers, one a line."""

    def __init__(self, reasons: Sequence[str]) -> None:
        fields = {"reason": area_field(t("离开窗口的原因"), hint=t("每行一个；别的原因离开时还可以自己写"), required=True)}
        title = t("离开窗口的原因")
        super().__init__(title, t("保存"), fields, *fields.values(), keep=Keep("pause_reasons", "", title))
        self.show_record({"reason": "\n".join(reasons)})


class NoticeForm(RecordForm):
    """A notice for the public screen."""

    def __init__(self) -> None:
        fields = {
            "text": area_field(t("通知"), hint=t("大厅里人人看得到，不写姓名、电话"), required=True),
            "since": words_field(t("从什么时候起"), hint=t("例如 2026-10-09 08:30；空着：现在")),
            "until": words_field(t("到什么时候止"), hint=t("例如 2026-10-09 17:30；空着：撤下为止")),
        }
        keep = Keep("notice", "", t("发布大屏通知"))
        super().__init__(t("发布大屏通知"), t("发布"), fields, fields["text"], two_columns((fields["since"], fields["until"])), keep=keep)


def moment_of(values: Mapping[str, str], name: str) -> datetime | None:
    """The moment a field names, None for an empty one; refused beside the field for anything else."""
    text = values[name].strip().replace("：", ":")
    try:
        return parse_moment(text) if text else None
    except ValueError as error:
        raise Refused("notice.moment", field=name, text=text) from error


class ItemLineForm(RecordForm):
    """In which line a number for an item is taken."""

    def __init__(self, name: str, letter: str, lines: Sequence[LineFacts]) -> None:
        options = [(line.letter, f"{line.letter} {line.name}") for line in lines if line.active]
        fields = {"line": choice_field(t("排队业务"), options, blank=t("不定，取号时选"))}
        super().__init__(name, t("保存"), fields, two_columns(tuple(fields.values())), note=t("取这个事项的号时排哪一队"))
        self.fill({"line": letter})
