"""People: the list with its filter and chips, registering somebody, and the page of one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.clock import business_date
from app.domain.errors import Refused
from app.domain.persons import StatusKind
from app.services import helpers, households, people_lists, person_pages, persons
from app.services.people_lists import PeopleCounts
from app.services.person_pages import PersonFilter, PersonLine
from app.texts import t
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk, Page
from ui.desk.paper import PaperView
from ui.desk.people import model
from ui.desk.people.acts import PersonActs
from ui.desk.people.choose import ChooseView
from ui.desk.people.forms import PersonNew, person_form
from ui.desk.people.person import PersonView
from ui.desk.places import Ref
from ui.kit.buttons import primary
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

FILTERS = {
    "registered": PersonFilter(status=StatusKind.REGISTERED_UNEMPLOYED.value),
    "hardship": PersonFilter(group="hardship"),
    "zero_family": PersonFilter(group="zero_family"),
    "unclear": PersonFilter(unclear=True),
}


class PeoplePage(ListPage):
    """Who the station cares for: find, open, register."""

    help = t(
        "人员：在上面的框里打姓名、拼音首字母、证件或手机后四位找人，Enter 打开。人员页里 Ctrl+Tab 换页签；"
        "五清的每一格按 Enter 就地填写；Ctrl+S 更新五清并发新清单，Ctrl+P 打印一页清单。证件号和手机号平时遮住，点“查看”会留痕。"
    )
    name, place_title, icon = "people", t("人员"), "account-group-outline"
    empty = t("还没有登记人员。按 Ctrl+N 新登记。")
    hint = t("姓名、拼音、后四位")
    with_pane = False
    chosen_words = t("已选 {n} 人")
    fed_by = frozenset({"person", "person_group", "employment_status", "visit_person", "five_points"})
    chips = (
        ("all", t("全部"), ""),
        ("registered", t("登记失业"), "account-clock-outline"),
        ("hardship", t("就业困难"), "hand-heart-outline"),
        ("zero_family", t("零就业家庭"), "home-account"),
        ("unvisited", t("未走访"), "walk"),
        ("unhelped", t("无帮办人"), "account-group-outline"),
        ("unclear", t("五清不全"), "circle-outline"),
    )

    def __init__(self, desk: Desk) -> None:
        self.everyone: int | None = None
        super().__init__(desk)
        self.new = primary(t("新登记"), self.register, icon="account-plus-outline", key=key_of("new"))
        self.head_buttons.addWidget(self.new)
        self.chip_buttons["unvisited"].setToolTip(t("有援助档案，但没有走访过、也没有帮扶人"))
        self.chip_buttons["unhelped"].setToolTip(t("属于重点群体，还没有指定一对一帮办人"))

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return model.columns()

    def fetch(self) -> Fetch:
        c, text, only = self.context, self.box.text().strip(), self.only
        if text:
            return lambda _after, limit: Rows(people_lists.found(c.db, c.actor, c.now(), text, limit))
        if only == "unvisited":
            return lambda _after, limit: Rows(people_lists.unvisited(c.db, c.actor, c.now(), limit))
        if only == "unhelped":
            return lambda _after, limit: Rows(helpers.without(c.db, c.actor, c.now(), limit))
        wanted = FILTERS.get(only, PersonFilter())

        def fetch(after: Any, limit: int) -> Rows:
            found = person_pages.page(c.db, c.actor, c.now(), only=wanted, after=after, limit=limit)
            return Rows(found.rows, found.next_key)

        return fetch

    def open_row(self, value: PersonLine) -> None:
        self.open_person(value.id)

    def arrive(self) -> None:
        """The list, or the person who is open."""
        self.new.setVisible(self.may("person.add"))
        self.refill()
        self.ask(lambda c: people_lists.counts(c.db, c.actor, c.now()), self._count, slot="counts")
        view = self.person
        if view is not None:
            view.read()

    def _count(self, counts: PeopleCounts) -> None:
        self.everyone = counts.all
        self.note.setText(t("共 {n:,} 人").format(n=counts.all))
        self.count_chips({code: getattr(counts, code) for code in ("registered", "hardship", "zero_family", "unclear")})

    def known_count(self) -> int | None:
        """Everybody is counted apart, since the chip of all shows no figure."""
        found = super().known_count()
        return self.everyone if found is None and self.only == "all" and not self.box.text().strip() else found

    def count_rows(self) -> None:
        """The figures are read apart: the list is paged."""

    # -- one person

    @property
    def person(self) -> PersonView | None:
        """The person who is open, also below a form."""
        views = [self.stack.widget(place) for place in range(self.stack.count())]
        return next((view for view in views if isinstance(view, PersonView)), None)

    def open_person(self, person_id: int, tab: str = "file") -> None:
        """Turn to the page of a person."""
        self.close_all()
        view = PersonView(self, person_id, tab)
        self._person_acts_of = PersonActs(self, view)  # Qt holds its method weakly
        self.cover(view)
        view.start()

    def open(self, ref: Ref) -> None:
        """``person`` and ``points`` by the person's id, ``household`` by its own, ``new_person`` begins a registration."""
        if ref.kind in ("person", "points") and isinstance(ref.key, int):
            self.open_person(ref.key)
            if ref.kind == "points" and self.person is not None:
                self.person.file.setFocus()
        elif ref.kind == "household" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(lambda c: households.view(c.db, c.actor, c.now(), wanted), lambda found: self.open_person(found.head_id, "family"))
        elif ref.kind == "new_person":
            self.register()

    # -- registering

    def register(self) -> None:
        """The form of a new person; a number that is known leads to who has it."""
        self.close_all()
        form = PersonNew(lambda: business_date(self.context.now()))

        def work(c: Any, values: dict[str, str]) -> Any:
            try:
                return persons.add(c.db, c.actor, c.now(), person_form(values))
            except Refused as refused:
                form.exists(int(str(refused.params.get("existing", 0))))
                raise

        form.numbered.connect(lambda number: self.ask(lambda c: people_lists.holder(c.db, c.actor, number), form.taken_by, slot="holder"))
        form.known.connect(self._known)
        self.show_form(form, work, lambda added: (self.desk.say(t("{name} 已登记。").format(name=added.name)), self.open_person(added.id)))

    def _known(self, person_id: int) -> None:
        if self.form is not None:
            self.form.done()
        self.open_person(person_id)

    # -- keys

    def acts(self) -> Mapping[str, Act]:
        """New, and what the person's page or the form does."""
        acts: dict[str, Act] = {"new": Act(self.register, "" if self.may("person.add") else t("您的账号不能登记人员。"))}
        shown = self.stack.currentWidget()
        if self.form is not None:
            acts |= self.form_acts()
        elif isinstance(shown, ChooseView):
            acts |= {"save": Act(shown.send), "primary": Act(shown.send)}
        elif isinstance(shown, PaperView):
            acts |= {"print": Act(shown.print_it), "primary": Act(shown.print_it)}
        elif isinstance(shown, PersonView):
            acts |= self._person_acts(shown)
        else:
            row = self.table.current_row()
            acts["primary"] = Act(lambda: self.open_row(row), "" if row is not None else t("先选一个人。"))  # type: ignore[arg-type]
        return acts

    def _person_acts(self, view: PersonView) -> dict[str, Act]:
        run, why_not = view.file.primary_act()
        no_lists = "" if view.file.known is not None and view.file.known.lists is not None else t("还没有清单可以打印。")
        acts = {"next_tab": Act(view.next_tab), "print": Act(lambda: view.asked.emit("print", None), no_lists)}
        return acts | {"save": Act(run, why_not), "primary": Act(run, why_not)} if view.tab == "file" else acts

    def take_focus(self) -> None:
        """Into what is shown."""
        shown = self.stack.currentWidget()
        if isinstance(shown, PersonView):
            shown.take_focus()
        else:
            super().take_focus()

    def back(self) -> bool:
        """Esc: out of the form, out of the person, out of the filter."""
        person = self.person
        if person is not None and person is self.stack.currentWidget():
            self._wanted = person.person_id
        return super().back()


def make(desk: Desk) -> Page:
    """The page of the place ``people``."""
    return PeoplePage(desk)
