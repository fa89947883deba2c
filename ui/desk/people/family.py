"""The tab 家庭: the members, and whether the household stands on the register of those without anyone in work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent

from app.domain.households import ExitKind, ZeroState
from app.domain.jobs_market import ConfirmedHow
from app.domain.persons import IN_WORK, StatusKind
from app.services import codes, households
from app.services.households import ClearForm, ExitForm, HouseholdForm, HouseholdView, MemberLine, RegisterLine
from app.services.search import Hit
from app.texts import t, word
from app.texts import today as say
from ui import theme
from ui.desk.kept import Keep
from ui.desk.people.model import about
from ui.desk.people.tabs import TableTab
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.buttons import second
from ui.kit.fields import Choice, Field, line, two_columns
from ui.kit.runs import Run, RunLabel, Runs, bold, plain
from ui.kit.table import Table
from ui.kit.text import card, row
from ui.models.rows import NAME_LINES, Column, RowsModel

NEAR_DAYS = 9
SHOWN_HITS = 5


def standing(view: HouseholdView | None) -> RegisterLine | None:
    """The recognition that stands now."""
    return next((one for one in view.records if one.state is ZeroState.RECOGNISED), None) if view is not None else None


def register_runs(view: HouseholdView) -> Runs:
    """Whether the household is on the register, its last day and how many days are left."""
    now = standing(view)
    if now is None:
        last = view.records[0] if view.records else None
        if last is None:
            return (Run(t("不在零就业家庭名册"), False, "fg_secondary", "body", "home-outline"),)
        ended = last.cleared_on or last.exited_on
        words = t("零就业家庭{state}，{day}").format(state=word(last.state), day=ended)
        return (Run(words, False, "ok" if last.cleared_on else "fg_secondary", "body", "check-circle"),)
    tone = "danger" if now.days_left <= 0 else "warn" if now.days_left <= NEAR_DAYS else "fg_text"
    icon = "alert-octagon" if now.overdue else "home-account"
    head = t("零就业家庭，{on} 认定　最后一天 {last}　").format(on=now.recognised_on, last=now.last_day)
    return (Run(head, False, "fg_text", "body", icon), Run(say.left_days(now.days_left), True, tone))


class FamilyTab(TableTab):
    """家庭: who lives together; recognised, cleared or taken off the register from here."""

    code, needs, icon, empty, opens = "family", "household.read", "home-account", t("还没有登记家庭，认定零就业家庭从登记开始"), "person"

    def __init__(self, *, may_write: bool) -> None:
        columns = (
            Column("relation", t("与户主关系"), lambda r: r.relation or t("未登记"), 6, 0),
            Column("name", t("姓名"), lambda r: bold(r.name), 5, 0, lines=NAME_LINES),
            Column("about", t("性别年龄"), lambda r: about(r.gender, r.age), 6, 1),
            Column("status", t("就业失业状态"), _member_status, 0, 1),
            Column("since", t("登记日期"), lambda r: r.since.isoformat(), 6, 2, right=True),
        )
        self.visit = second(t("记入户走访"), self.ask("visit_household"), icon="walk")
        self.new = second(t("登记家庭"), self.ask("new_household"), icon="home-plus-outline")
        self.add = second(t("加成员"), self.ask("add_member"), icon="account-plus-outline")
        self.recognise = second(t("认定零就业家庭"), self.ask("recognise"), icon="home-alert-outline")
        self.clear = second(t("清零"), self.ask("clear"), icon="check-circle-outline")
        self.leave = second(t("退出名册"), self.ask("exit"), icon="exit-to-app")
        super().__init__(columns, self.new, self.add, self.visit, self.recognise, self.clear, self.leave)
        self.register = RunLabel(rank=1)
        pad = theme.SPACE.inner
        self.strip = card(row(self.register, margins=(pad, theme.SPACE.gap, pad, theme.SPACE.gap)))
        lay = self.layout()
        assert lay is not None
        lay.insertWidget(0, self.strip)  # type: ignore[attr-defined]
        self.view: HouseholdView | None = None
        self.may_write = may_write
        self._buttons()

    def read(self, context: Any, person_id: int) -> HouseholdView | None:
        return households.of_person(context.db, context.actor, context.now(), person_id)

    def show_read(self, answer: HouseholdView | None) -> None:
        self.view = answer
        super().show_read(answer.members if answer is not None else ())
        self._buttons()

    def _buttons(self) -> None:
        there, on_register = self.view is not None, standing(self.view) is not None
        self.strip.setVisible(there)
        if self.view is not None:
            self.register.set_runs(register_runs(self.view))
        for button, shown in (
            (self.new, not there),
            (self.add, there),
            (self.visit, there),
            (self.recognise, there and not on_register),
            (self.clear, on_register),
            (self.leave, on_register),
        ):
            button.setVisible(self.may_write and shown)


def _member_status(one: MemberLine) -> Runs:
    at_work = one.status in IN_WORK
    return plain(word(one.status) if one.status else t("未登记"), "ok" if at_work else "fg_text")


class PersonPick(Choice):
    """Find a person by name, pinyin or number and take them: the editor of a field; ``text()`` is the id.

    ``wanted(text)`` asks for hits, which come back by ``show_hits``.
    """

    wanted = pyqtSignal(str)

    def __init__(self, hint: str = "") -> None:
        super().__init__(())
        self.chosen = ""
        self.box = line(hint=hint or t("姓名、拼音首字母、证件或手机后四位"))
        self.model = RowsModel((Column("name", "", lambda h: bold(h.title), 6, 0), Column("second", "", lambda h: h.second, 0, 1)), self)
        self.table = Table(self.model, row_size="row_grid")
        heads = self.table.horizontalHeader()
        assert heads is not None
        heads.hide()
        self.table.setFixedHeight(theme.sizes().row_grid * SHOWN_HITS)
        self.table.hide()
        self.table.opened.connect(self.take)
        self.table.clicked.connect(lambda index: self.take(self.model.row_at(index)))
        lay = self.layout()
        assert lay is not None
        lay.addWidget(self.box)
        lay.addWidget(self.table)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.search)
        self._wait.timeout.connect(lambda: self.wanted.emit(self.box.text().strip()))
        self.box.textEdited.connect(self._edited)
        self.setFocusProxy(self.box)

    def _edited(self, _text: str) -> None:
        self.chosen = ""
        self._wait.start()
        self.picked.emit("")

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show who was found."""
        self.model.set_rows(hits)
        self.table.setVisible(bool(hits))
        self.table.select_first()

    def take(self, hit: Hit | None) -> None:
        """Take this one."""
        if hit is not None:
            self.chosen = str(hit.id)
            self.box.setText(hit.title)
            self.table.hide()
            self.picked.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter takes the first one, ↓ goes among them."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take(self.table.current_row())  # type: ignore[arg-type]
        elif event is not None and event.key() == Qt.Key.Key_Down:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def text(self) -> str:
        return self.chosen

    def setText(self, code: str) -> None:
        """A draft keeps the number of who was chosen and not the name: nobody is chosen unseen, one picks again."""
        self.chosen = ""
        self.box.clear()


def relation_field() -> Field:
    """How a member stands to the head; there is one head already."""
    return choice_field(t("与户主关系"), [(row.name, row.name) for row in codes.choices("relation") if row.code != "head"])


class HouseholdNew(RecordForm):
    """Register the household of a person: the person is its head."""

    def __init__(self, person_id: int, name: str, address: str) -> None:
        fields = {"address": words_field(t("住址"))}
        keep = Keep("household_new", f"person:{person_id}", t("登记家庭"))
        super().__init__(t("登记家庭"), t("登记"), fields, *fields.values(), note=t("户主 {name}").format(name=name), keep=keep)
        self.fill({"address": address})


class MemberAdd(RecordForm):
    """Add a member who is registered as a person."""

    def __init__(self, view: HouseholdView) -> None:
        self.pick = PersonPick()
        fields = {"members": Field(t("是谁"), self.pick, required=True), "relation": relation_field()}
        keep = Keep("member_add", f"household:{view.id}", t("加家庭成员"), str(view.version))
        super().__init__(t("加家庭成员"), t("加入"), fields, *fields.values(), note=view.code, keep=keep)


def with_member(view: HouseholdView, values: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """All members with the new one."""
    kept = tuple((one.person_id, one.relation) for one in view.members if one.person_id != view.head_id)
    return (*kept, (int(values["members"]), values["relation"]))


class RecogniseFamily(RecordForm):
    """The competent office recognised the household."""

    def __init__(self, view: HouseholdView, today: date) -> None:
        fields = {
            "on": date_field(t("认定日期"), today, required=True),
            "recognised_by": words_field(t("认定机关")),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天认定的要写；超过三个工作日的等第二人确认")),
        }
        note = t("{code}，{n} 人").format(code=view.code, n=len(view.members))
        made = tuple(fields.values())
        pairs = (made[:2], made[2:])
        keep = Keep("recognise", f"household:{view.id}", t("认定零就业家庭"), str(view.version))
        super().__init__(t("认定零就业家庭"), t("列入名册"), fields, two_columns(*pairs), note=note, keep=keep)


def recognise_form(view: HouseholdView, values: Mapping[str, str]) -> households.RecogniseForm:
    """What the form says."""
    on = day_of(values["on"])
    assert on is not None
    members = tuple((one.person_id, one.relation) for one in view.members if one.person_id != view.head_id)
    household = HouseholdForm(view.head_id, members, view.address, view.grid_id)
    return households.RecogniseForm(household, on, values["recognised_by"], values["late_reason"])


class ClearFamily(RecordForm):
    """A member started work: who, where, since when, and how it was confirmed."""

    def __init__(self, view: HouseholdView) -> None:
        forms = [(kind.value, word(kind)) for kind in StatusKind if kind in IN_WORK]
        fields = {
            "person": choice_field(t("谁上岗了"), [(str(one.person_id), one.name) for one in view.members]),
            "started_on": date_field(t("上岗日期"), required=True),
            "employer": words_field(t("单位"), required=True),
            "form": choice_field(t("就业形式"), forms),
            "confirmed_how": choice_field(t("怎么确认的"), [(how.value, word(how)) for how in ConfirmedHow]),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天上岗的要写；超过三个工作日的等第二人确认")),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        keep = Keep("clear", f"household:{view.id}", t("零就业家庭清零"), str(view.version))
        super().__init__(t("零就业家庭清零"), t("清零"), fields, rows, note=view.code, keep=keep)


def clear_form(values: Mapping[str, str]) -> ClearForm:
    """What the form says."""
    person, started = int(values["person"]), day_of(values["started_on"])
    how, form = ConfirmedHow(values["confirmed_how"]), StatusKind(values["form"])
    return ClearForm(person, None, started, values["employer"], form, how, values["late_reason"])


class ExitFamily(RecordForm):
    """The household leaves the register without anyone in work."""

    def __init__(self, view: HouseholdView, today: date) -> None:
        fields = {
            "kind": choice_field(t("退出情形"), [(one.value, word(one)) for one in ExitKind]),
            "on": date_field(t("退出日期"), today, required=True),
            "reason": words_field(t("说明")),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天退出的要写；超过三个工作日的等第二人确认")),
        }
        keep = Keep("exit", f"household:{view.id}", t("退出零就业家庭名册"), str(view.version))
        made = tuple(fields.values())
        super().__init__(t("退出零就业家庭名册"), t("退出名册"), fields, two_columns(made[:2], made[2:]), note=view.code, keep=keep)


def exit_form(values: Mapping[str, str]) -> ExitForm:
    """What the form says."""
    on = day_of(values["on"])
    assert on is not None
    return ExitForm(ExitKind(values["kind"]), on, values["reason"], values["late_reason"])
