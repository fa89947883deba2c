"""What can be done with training, certificates and figures: entered, put aside, and each figure opened to its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.actor import Role
from app.domain.errors import Refused
from app.domain.figures import Figure, FigureRecord
from app.domain.qualifications import CertificateKind, DrillKind, DrillLevel
from app.services import officers, qualifications
from app.services.certificate_lines import CertificateLine
from app.services.figures import FigureLine
from app.services.qualifications import CertificateForm, DrillForm, TookPart
from app.texts import t, word
from ui.desk.kept import Keep
from ui.desk.places import Ref
from ui.desk.record_form import Checks, RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.desk.settings import learning
from ui.desk.settings.learning import FigureRow
from ui.desk.settings.names import Handlers
from ui.desk.settings.office_acts import SpanForm, span_of
from ui.desk.settings.team_forms import needed_day, people
from ui.kit.fields import Field, UnitEdit, two_columns

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

PLACES = {"case": ("cases", "case"), "visit": ("visits", "visit_of")}
NO_NUMBER = 0


def _pairs(fields: Mapping[str, Field]) -> Any:
    made = list(fields.values())
    return two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))


class DrillEntry(RecordForm):
    """A drill, a contest or a class, and which officers took part with what score."""

    def __init__(self, staff: Any) -> None:
        self.names = dict(people(staff))
        number = lambda unit: UnitEdit(unit=unit)  # noqa: E731
        fields = {
            "kind": choice_field(t("类别"), [(one.value, word(one)) for one in DrillKind], required=True),
            "level": choice_field(t("级别"), [(one.value, word(one)) for one in DrillLevel]),
            "topic": words_field(t("主题"), required=True),
            "place": words_field(t("地点")),
            "host": words_field(t("主办单位")),
            "result": words_field(t("结果"), hint=t("例如 团体一等奖")),
            "on": date_field(t("日期"), hint=t("空着：今天")),
            "until": date_field(t("到哪天止"), hint=t("一天的空着")),
            "hours": Field(t("学时"), number(t("小时"))),
            "headcount": Field(t("参加人数"), number(t("人")), hint=t("空着：就是下面选的人")),
        }
        who = Field(t("本站参加的人"), Checks(list(self.names.items())))
        scores = area_field(t("成绩和名次"), hint=t("每行一人：姓名 成绩 名次，例如 王敏 95 第一名；没有就空着"))
        title, everything = t("登记练兵比武和培训"), {**fields, "who": who, "scores": scores}
        super().__init__(title, t("保存"), everything, _pairs(fields), who, scores, keep=Keep("drill", "", title))
        self.fill({"kind": DrillKind.CLASS.value, "level": DrillLevel.COUNTY.value})

    def drill(self, values: Mapping[str, str]) -> DrillForm:
        """What to record; a number that is none is refused beside its field, and so is a score of somebody who was not there."""
        days = (day_of(values["on"]), day_of(values["until"]))
        numbers = {name: _number(values[name]) for name in ("hours", "headcount")}
        texts = {name: values[name] for name in ("place", "host", "result")}
        kind, level = DrillKind(values["kind"]), DrillLevel(values["level"])
        return DrillForm(kind, values["topic"], *days, level, **texts, **numbers, people=self._people(values))

    def _people(self, values: Mapping[str, str]) -> tuple[TookPart, ...]:
        told = dict(_score(line) for line in values["scores"].splitlines() if line.strip())
        chosen = [login for login in values["who"].split(",") if login]
        stranger = next((name for name in told if name not in [self.names[login] for login in chosen]), None)
        if stranger is not None:
            raise Refused("drill.score_of", field="scores", name=stranger)
        return tuple(TookPart(login, *told.get(self.names[login], ())) for login in chosen)


def _number(typed: str) -> int | None:
    return None if not typed.strip() else int(typed) if typed.strip().isdecimal() else NO_NUMBER


def _score(line: str) -> tuple[str, tuple[str, ...]]:
    """A name, a score, a place."""
    name, *rest = line.split(maxsplit=2)
    return name, tuple(rest)


class CertificateEntry(RecordForm):
    """A certificate of an officer."""

    def __init__(self, staff: Any, own: str) -> None:
        fields = {
            "officer": choice_field(t("人员"), people(staff), required=True),
            "kind": choice_field(t("类别"), [(one.value, word(one)) for one in CertificateKind], required=True),
            "name": words_field(t("证书名称"), required=True),
            "level": words_field(t("等级")),
            "number": words_field(t("证书编号"), hint=t("加密保存，不在清单里显示")),
            "issuer": words_field(t("发证单位")),
            "issued": date_field(t("发证日期"), required=True),
            "expires": date_field(t("到期日期"), hint=t("空着：长期有效")),
        }
        super().__init__(t("登记证书"), t("保存"), fields, _pairs(fields), keep=Keep("certificate", "", t("登记证书")))
        self.fill({"officer": own})

    @staticmethod
    def certificate(values: Mapping[str, str]) -> CertificateForm:
        """What to enter."""
        told = (needed_day(values, "issued"), values["level"], values["number"], values["issuer"], day_of(values["expires"]))
        return CertificateForm(CertificateKind(values["kind"]), values["name"], *told)


class WhichFigure(RecordForm):
    """Which figure to look behind."""

    def __init__(self, line: FigureLine) -> None:
        told = [(one.value, f"{word(one)} {line.figures[one]}") for one in Figure if line.figures[one]]
        fields = {"figure": choice_field(t("看哪个数的记录"), told, required=True)}
        super().__init__(t("{name}的业绩").format(name=line.officer), t("看记录"), fields, fields["figure"])


class LearningActs:
    """The forms of training, certificates and figures over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "drills": {
                "add": self.record,
            },
            "certificates": {
                "add": self.add,
                "end": lambda: self.end(row()),
            },
            "figures": {
                "records": lambda: self.open_figure(row()),
                "days": self.other_days,
                "modes": self.ask_modes,
            },
        }

    def record(self) -> None:
        """Something that was held."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._record)

    def _record(self, staff: Any) -> None:
        form = DrillEntry(staff)
        work = lambda c, v: qualifications.record(c.db, c.actor, c.now(), form.drill(v))  # noqa: E731
        self.acts.show(form, work, t("已登记。"), "drills")

    def add(self) -> None:
        """One's own certificate, or as head anybody's."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._add)

    def _add(self, staff: Any) -> None:
        actor = self.page.context.actor
        whose = [one for one in staff if actor.has(Role.HEAD) or one.login == actor.login]
        work = lambda c, v: qualifications.add_certificate(c.db, c.actor, c.now(), v["officer"], CertificateEntry.certificate(v))  # noqa: E731
        self.acts.show(CertificateEntry(whose, actor.login), work, t("证书已登记。"), "certificates")

    def end(self, row: Any) -> None:
        """A certificate that was renewed or taken back is no longer reminded of."""
        if isinstance(row, CertificateLine):
            work = lambda c: qualifications.end_certificate(c.db, c.actor, c.now(), row.id)  # noqa: E731
            self.page.put(work, lambda _: self.acts.done(t("证书已不再使用，不再提醒。"), "certificates"))

    def other_days(self) -> None:
        """The figures of another span than the year so far."""
        form = SpanForm(t("业绩：从哪天到哪天"), t("空着：今年 1 月 1 日"))
        self.page.show_form(form, lambda c, v: learning.of_officers(c, *span_of(c, v, month=1)), self._of_days)

    def _of_days(self, found: Any) -> None:
        self.page.show_found("figures", found)

    def ask_modes(self) -> None:
        """How many services were given in which way, in a span of days."""
        form = SpanForm(t("服务方式：从哪天到哪天"), t("空着：今年 1 月 1 日"))
        self.page.show_form(form, lambda c, v: learning.modes(c, *span_of(c, v, month=1)), self._of_days)

    def open_figure(self, row: Any) -> None:
        """Which figure of an officer to look behind, and from a record to where it stands."""
        if isinstance(row, FigureRecord):
            if row.kind in PLACES:
                place, kind = PLACES[row.kind]
                self.page.desk.go(place, Ref(kind, row.number if row.kind == "case" else row.key))
        elif isinstance(row, FigureRow):
            if not any(row.line.figures.values()):
                self.page.desk.say(t("{name}这段时间还没有记录。").format(name=row.line.officer))
                return
            read = lambda c, v: learning.records(c, row, Figure(v["figure"]))  # noqa: E731
            self.page.show_form(WhichFigure(row.line), read, lambda found: self.page.show_found("figures", found))
