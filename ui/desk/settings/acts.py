"""What can be done in the settings: buttons below each section, only those the officer may press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtWidgets import QFileDialog

from app.domain.errors import Refused
from app.services import officers, plan, profiles, station_facts
from app.services.officers import OfficerLine
from app.services.papers import Wanted
from app.texts import t
from app.texts.pages import RULES
from ui.desk.places import Ref
from ui.desk.reading import Do
from ui.desk.settings import forms, table_forms
from ui.desk.settings.bundles import BundleActs
from ui.desk.settings.hall_acts import HallActs
from ui.desk.settings.holiday_acts import HolidayActs
from ui.desk.settings.item_acts import ItemActs
from ui.desk.settings.leads import LeadActs
from ui.desk.settings.learning_acts import LearningActs
from ui.desk.settings.look import Looked, LookView
from ui.desk.settings.names import ACTS, Handlers, SectionAct
from ui.desk.settings.office_acts import OfficeActs
from ui.desk.settings.sections import Rule
from ui.desk.settings.team_acts import TeamActs
from ui.desk.settings.trail import TrailActs
from ui.kit.buttons import Button, second
from ui.kit.table import Table

if TYPE_CHECKING:
    from ui.desk.settings.page import SettingsPage


class SettingsActs:
    """Forms and files of the sections; a section is read anew when something was written."""

    def __init__(self, page: SettingsPage) -> None:
        self.page = page
        self.hall = HallActs(self)
        self.team = TeamActs(self)
        self.learning = LearningActs(self)
        self.office, self.leads = OfficeActs(self), LeadActs(self)
        self.bundles, self.items, self.holidays = BundleActs(self), ItemActs(self), HolidayActs(self)
        self.trail = TrailActs(self)
        self._open: dict[str, Callable[[Any], None]] = {"people": self.change_account, "profile": self.change_rule}
        self._open["plan"] = self.change_target
        self._open |= {"where": self.team.put_where, "desks": self.team.print_list, "figures": self.learning.open_figure}
        self._open |= {"leads": self.leads.next_step, "norms": self.office.show_editions, "posts": self.office.open_post}
        self._open["bundles"] = self.bundles.change
        self._open |= {"lines": self.hall.open_line, "counters": self.hall.open_counter}

    def buttons(self, code: str, table: Table | None = None) -> tuple[Button, ...]:
        """The buttons of a section; those about a row take the one that is stood on."""
        runs = self.runs(lambda: self._row(table)).get(code, {})
        return tuple(second(act.words, runs[name], icon=act.icon) for name, act in ACTS.get(code, {}).items() if self.offers(act))

    def offers(self, act: SectionAct) -> bool:
        """Whether the officer may press it here."""
        return self.page.may(act.right) and not (act.real_only and self.page.context.station.practice)

    def press(self, code: str, name: str) -> None:
        """What was found by the search: done at once, or with the row that is to be chosen first."""
        act = ACTS[code][name]
        if not self.offers(act):
            return
        if act.of_row:
            self.page.into_rows()
            self.page.desk.say(t("先选一行，再按“{act}”。").format(act=act.words))
        else:
            self.runs(lambda: None)[code][name]()

    def runs(self, row: Callable[[], Any]) -> Mapping[str, Handlers]:
        """What the buttons of all sections do."""
        return {
            "station": {
                "change": self.change_station,
                "wall": lambda: self._print(Wanted("wall")),
                "board": lambda: self._print(Wanted("staff-board")),
            },
            "people": {
                "add": self.add_account,
                "change": lambda: self.change_account(row()),
                "password": lambda: self.new_password(row()),
                "phone": lambda: self.own_phone(row()),
                "end": lambda: self.end_account(row()),
                "own_password": self.own_password,
            },
            "profile": {
                "change": lambda: self.change_rule(row()),
            },
            "plan": {
                "change": lambda: self.change_target(row()),
            },
            "holidays": {
                "import": self.holidays.import_file,
            },
            **self.items.runs(row),
            **self.hall.runs(row),
            **self.team.runs(row),
            **self.learning.runs(row),
            **self.office.runs(row),
            **self.bundles.runs(row),
            **self.trail.runs(row),
            "backup": {
                "create": self.page.make_backup,
            },
        }

    def offered(self, code: str, line: Any) -> tuple[Do, ...]:
        """What can be done with a row, beside it: of a section whose rows allow different things."""
        return self.leads.offered(line) if code == "leads" else ()

    def _row(self, table: Table | None) -> Any:
        """The row that is stood on; that there is none is said, so that no button stays silent."""
        found = table.current_row() if table is not None else None
        if found is None:
            self.page.desk.say(t("先选一行。") if table is not None and table.has_rows else t("这里还没有可以办的。"))
        return found

    def open_row(self, code: str, value: Any) -> None:
        """Enter on a row."""
        if code in self._open:
            self._open[code](value)

    def show(self, form: Any, work: Callable[[Any, dict[str, str]], Any], sentence: str, code: str) -> None:
        """Lay a form over the page; what it wrote is told, and its section read anew."""
        self.page.show_form(form, work, lambda _answer: self.done(sentence, code))

    def done(self, sentence: str, code: str) -> None:
        """Something was written: say it and read the section anew."""
        self.page.desk.say(sentence)
        self.page.turn(code)

    def show_look(self, looked: Looked, again: Callable[[], object], take: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        """Lay what a file would change over the page; ``take(context)`` does it when the officer has agreed, ``done`` follows."""
        view = LookView(looked)
        view.left.connect(self.page.uncover)
        view.again.connect(lambda: (self.page.uncover(), again()))

        def refused(failure: Any) -> None:
            view.refused()
            self.page.tell(failure)

        def taken(answer: Any) -> None:
            self.page.uncover()
            done(answer)

        view.agreed.connect(lambda: self.page.put(take, taken, refused))
        self.page.cover(view)
        view.take_focus()

    # -- the station

    def change_station(self) -> None:
        """Address, telephones, facts of the returns."""
        self.page.ask(lambda c: station_facts.details(c.db, c.actor), self._change_station)

    def _change_station(self, details: station_facts.StationDetails) -> None:
        form = forms.StationChange(details)
        work = lambda c, values: station_facts.change(c.db, c.actor, c.now(), form.changes(values), details.version)  # noqa: E731
        self.show(form, work, t("站点信息已保存。"), "station")

    # -- accounts

    def add_account(self) -> None:
        """A new account."""
        form = forms.AccountForm(password=not self.page.context.station.practice)
        work = lambda c, values: officers.add(c.db, c.actor, c.now(), forms.account_form(values))  # noqa: E731
        self.show(form, work, t("账号已开通。"), "people")

    def _living(self, row: Any) -> OfficerLine | None:
        """The account stood on; one that has ended says so."""
        if not isinstance(row, OfficerLine):
            return None
        if not row.active:
            self.page.desk.say(t("{name}的账号已经停用，不能再改。").format(name=row.name))
            return None
        return row

    def change_account(self, row: Any) -> None:
        """Who it is for and what it may do."""
        account = self._living(row) if self.page.may("officer.change") else None
        if account is not None:
            work = lambda c, values: officers.change(  # noqa: E731
                c.db, c.actor, c.now(), account.login, forms.account_form(values, account.login)
            )
            self.show(forms.AccountForm(account), work, t("账号已修改，下次登录起生效。"), "people")

    def own_phone(self, row: Any) -> None:
        """The own telephone of the account stood on, as papers and the board of specialists print it."""
        account = self._living(row)
        if account is not None:
            work = lambda c, v: officers.set_phone(c.db, c.actor, c.now(), account.login, v["phone"])  # noqa: E731
            self.show(forms.PhoneForm(account), work, t("电话已保存。"), "people")

    def new_password(self, row: Any) -> None:
        """Another's password, who must then choose an own one."""
        account = self._living(row)
        if account is not None:
            own = account.login == self.page.context.actor.login
            self._set_password(account, t("口令已改。") if own else t("新口令已设。{name}登录时要换成自己的。").format(name=account.name))

    def own_password(self) -> None:
        """One's own."""
        actor = self.page.context.actor
        self._set_password(OfficerLine(actor.officer_id or 0, actor.login, actor.name, (), "", active=True), t("口令已改。"))

    def _set_password(self, account: OfficerLine, sentence: str) -> None:
        own = account.login == self.page.context.actor.login
        work = lambda c, values: officers.set_password(c.db, c.actor, c.now(), account.login, values["password"])  # noqa: E731
        self.show(forms.PasswordForm(account, own=own), work, sentence, "people")

    def end_account(self, row: Any) -> None:
        """An account ends; its history stays."""
        account = self._living(row)
        if account is None:
            return
        if account.login == self.page.context.actor.login:
            self.page.desk.say(t("不能停用自己的账号，请由另一位管理员办理。"))
            return
        work = lambda c, values: officers.end(c.db, c.actor, c.now(), account.login, values["reason"])  # noqa: E731
        self.show(forms.AccountEnd(account), work, t("账号已停用。"), "people")

    # -- the rules

    def change_rule(self, row: Any) -> None:
        """One rule as the county decided it."""
        if not isinstance(row, Rule) or not self.page.may("setting.change"):
            return
        if row.code == "targets":
            self._to_plan()
            return
        field = forms.rule_field(row.code, row.raw)
        if field is None:
            second = table_forms.SecondChange(row.raw)  # type: ignore[arg-type]
            self.show(second, lambda c, values: _set_rule(c, row.code, dict(values)), t("规则已改。"), "profile")
            return
        form = forms.RuleChange(row.code, row.raw, field)
        self.show(form, lambda c, values: _set_rule(c, row.code, form.rule(values)), t("规则已改。"), "profile")

    def _to_plan(self) -> None:
        """The figures of the plan stand in a section of their own, where the returns may be read."""
        if self.page.may("return.read"):
            self.page.turn("plan")
        else:
            self.page.desk.say(t("计划指标由站长在“计划指标”里填。"))

    def change_target(self, row: Any) -> None:
        """A figure of the plan, as it was handed down."""
        if isinstance(row, table_forms.PlanLine) and self.page.may("setting.change"):
            work = lambda c, values: plan.set_target(  # noqa: E731
                c.db, c.actor, c.now(), row.target.value, table_forms.number_of(values["value"]), values["responsible"]
            )
            self.show(table_forms.TargetChange(row), work, t("计划指标已保存。"), "plan")

    # -- files

    def file(self, title: str, kinds: str) -> Path | None:
        """Ask for a file; None where the officer thought better of it."""
        path, _kind = QFileDialog.getOpenFileName(self.page, title, str(Path.home()), kinds)
        return Path(path) if path else None

    def _print(self, wanted: Wanted) -> None:
        """A paper opens where papers are."""
        self.page.desk.go("prints", Ref("paper", wanted))


def _set_rule(c: Any, name: str, value: object) -> Any:
    try:
        return profiles.override(c.db, c.actor, c.now(), name, value)
    except Refused as refused:
        if refused.code != "profile.value":
            raise
        raise Refused("profile.rule_value", field="value", name=t(RULES[name]), value=str(value)) from refused
