"""What can be done with training, certificates and figures: entered, put aside, and each figure opened to its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.actor import Role
from app.domain.figures import Figure, FigureRecord
from app.domain.qualifications import CertificateKind, DrillKind, DrillLevel
from app.services import officers, qualifications
from app.services.certificate_lines import CertificateLine
from app.services.figures import FigureLine
from app.services.qualifications import CertificateForm, DrillForm, TookPart
from app.texts import t, word
from ui.desk.places import Ref
from ui.desk.record_form import Checks, RecordForm, choice_field, date_field, day_of, words_field
from ui.desk.settings import learning
from ui.desk.settings.team_forms import needed_day, people
from ui.kit.fields import Field, UnitEdit, two_columns

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

Button = tuple[str, str, str, Callable[[], object]]
PLACES = {"case": ("cases", "case"), "visit": ("visits", "visit_of")}
NO_NUMBER = 0


def _pairs(fields: Mapping[str, Field]) -> Any:
    made = list(fields.values())
    return two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))


class DrillEntry(RecordForm):
    """A drill, a contest or a class, and which officers took part."""

    def __init__(self, staff: Any) -> None:
        fields = {
            "kind": choice_field(t("类别"), [(one.value, word(one)) for one in DrillKind], required=True),
            "level": choice_field(t("级别"), [(one.value, word(one)) for one in DrillLevel]),
            "topic": words_field(t("主题"), required=True),
            "on": date_field(t("日期"), hint=t("空着：今天")),
            "headcount": Field(t("参加人数"), UnitEdit(unit=t("人")), hint=t("空着：就是下面选的人")),
            "result": words_field(t("结果"), hint=t("例如 团体一等奖")),
        }
        who = Field(t("本站参加的人"), Checks(people(staff)))
        super().__init__(t("登记练兵比武和培训"), t("保存"), {**fields, "who": who}, _pairs(fields), who)
        self.fill({"kind": DrillKind.CLASS.value, "level": DrillLevel.COUNTY.value})

    @staticmethod
    def drill(values: Mapping[str, str]) -> DrillForm:
        """What to record; a number that is none is refused beside its field."""
        typed = values["headcount"].strip()
        count = None if not typed else int(typed) if typed.isdecimal() else NO_NUMBER
        who = tuple(TookPart(login) for login in values["who"].split(",") if login)
        kind, level = DrillKind(values["kind"]), DrillLevel(values["level"])
        return DrillForm(kind, values["topic"], day_of(values["on"]), level=level, headcount=count, result=values["result"], people=who)


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
        super().__init__(t("登记证书"), t("保存"), fields, _pairs(fields))
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

    def buttons(self, row: Callable[[], Any]) -> dict[str, tuple[Button, ...]]:
        """Right, words, icon, and what they do with the row that is stood on."""
        return {
            "drills": (("training.record", t("登记"), "plus", self.record),),
            "certificates": (
                ("certificate.change", t("登记证书"), "plus", self.add),
                ("certificate.change", t("不再使用"), "minus", lambda: self.end(row())),
            ),
            "figures": (("figures.own", t("看记录"), "magnify", lambda: self.open_figure(row())),),
        }

    def record(self) -> None:
        """Something that was held."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._record)

    def _record(self, staff: Any) -> None:
        work = lambda c, v: qualifications.record(c.db, c.actor, c.now(), DrillEntry.drill(v))  # noqa: E731
        self.acts.show(DrillEntry(staff), work, t("已登记。"), "drills")

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

    def open_figure(self, row: Any) -> None:
        """Which figure of an officer to look behind, and from a record to where it stands."""
        if isinstance(row, FigureRecord):
            if row.kind in PLACES:
                place, kind = PLACES[row.kind]
                self.page.desk.go(place, Ref(kind, row.number if row.kind == "case" else row.key))
        elif isinstance(row, FigureLine):
            if not any(row.figures.values()):
                self.page.desk.say(t("{name}今年还没有记录。").format(name=row.officer))
                return
            read = lambda c, v: learning.records(c, row, Figure(v["figure"]))  # noqa: E731
            self.page.show_form(WhichFigure(row), read, lambda found: self.page.show_found("figures", found))
