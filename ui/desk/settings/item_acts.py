"""What can be done with the service items in the settings: their drafts, their editions, the county's file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtWidgets import QFileDialog

from app.domain.service_items import ItemState, missing_elements
from app.services import item_books, items, list_export
from app.services.item_books import ItemLook
from app.services.items import ItemGuide, ItemLine
from app.services.papers import Wanted
from app.texts import t, word
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.settings import forms, table_forms
from ui.desk.settings import items as shown
from ui.desk.settings.names import Handlers
from ui.kit.runs import bold

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

LISTS = t("事项清单 (*.xlsx *.toml)")
BOOK = t("Excel 工作簿 (*.xlsx)")


class ItemActs:
    """The forms of the items over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "items": {
                "import": self.import_items,
                "export": self.export_items,
                "editions": lambda: self.show_editions(row()),
                "lines": self.acts.hall.give_missing,
            }
        }

    # -- the county's file

    def import_items(self) -> None:
        """Look at the county's file first: nothing is written before the officer has seen what it changes."""
        path = self.acts.file(t("选事项清单文件"), LISTS)
        if path is not None:
            self._look(path)

    def _look(self, path: Path) -> None:
        self.page.ask(lambda c: item_books.look(c.db, c.actor, path), partial(self._looked, path), slot="look")

    def _looked(self, path: Path, found: ItemLook) -> None:
        take = lambda c: item_books.take(c.db, c.actor, c.now(), found)  # noqa: E731
        told = t("已导入 {n} 个事项。").format(n=len(found.changes))
        self.acts.show_look(shown.looked(found), lambda: self._look(path), take, lambda _: self.acts.done(told, "items"))

    def export_items(self) -> None:
        """The catalogue as the workbook that a county fills in."""
        name = list_export.file_name(t("服务事项清单"), self.page.context.now())
        path, _kind = QFileDialog.getSaveFileName(self.page, t("导出清单"), str(Path.home() / name), BOOK)
        if path:
            out = Path(path if path.lower().endswith(".xlsx") else f"{path}.xlsx")
            self.page.ask(lambda c: item_books.export_book(c.db, c.actor, out), partial(self._exported, out), slot="book")

    def _exported(self, out: Path, count: int) -> None:
        self.page.desk.tell_file(t("已导出 {n} 个事项到 {path}").format(n=count, path=out), str(out))

    def show_editions(self, row: Any) -> None:
        """Every edition of the item stood on."""
        if isinstance(row, ItemLine):
            self.page.ask(lambda c: shown.editions(c, row.code), lambda found: self.page.show_found("items", found))

    # -- one item

    def reading(self, guide: ItemGuide, draft: ItemGuide | None) -> Reading:
        """The item that counts, and what waits to be published."""
        said = t("承诺时限：{limit}").format(limit=shown.promised(guide.line))
        made = shown.sections_of(guide.item)
        if draft is not None:
            made = (Section(t("第 {n} 版草稿").format(n=draft.line.version), (Fact("", _waits(draft)),)), *made)
        return Reading(guide.line.name, bold(said), made, self._item_acts(guide, draft))

    def _item_acts(self, guide: ItemGuide, draft: ItemGuide | None) -> tuple[Do, ...]:
        code, acts = guide.line.code, []
        if draft is not None and self.page.may("item.publish"):
            acts.append(Do(t("公布第 {n} 版").format(n=draft.line.version), lambda: self._publish(code), "bullhorn-outline"))
        if self.page.may("item.change"):
            acts.append(Do(t("修改"), lambda: self._change_item(draft or guide), "pencil-outline"))
            acts.append(Do(t("修改材料"), lambda: self._change_materials(draft or guide), "file-document-edit-outline"))
        if self.page.may("print.paper"):
            acts.append(
                Do(t("打印办事指南"), lambda: self.page.desk.go("prints", Ref("paper", Wanted("guide", item=code))), "printer-outline")
            )
        if self.page.may("item.line"):
            acts.append(Do(t("排哪一队"), lambda: self.acts.hall.move_item(code, guide.line.name), "ticket-confirmation-outline"))
        return tuple(acts)

    def _publish(self, code: str) -> None:
        self.page.put(lambda c: items.publish(c.db, c.actor, c.now(), code), lambda _: self._item_done(code, t("事项已公布。")))

    def _change_item(self, guide: ItemGuide) -> None:
        form, code = forms.ItemChange(guide), guide.line.code
        work = lambda c, values: items.change(c.db, c.actor, c.now(), code, form.changes(values))  # noqa: E731
        self.page.show_form(form, work, lambda _: self._item_done(code, t("草稿已存好，站长公布后生效。")))

    def _change_materials(self, guide: ItemGuide) -> None:
        """The materials of the next version; where the county keeps them alike everywhere, it says so."""
        if "materials" in guide.item.locked:
            self.page.desk.say(t("材料由县里统一，不能改。"))
            return
        form, code = table_forms.MaterialsChange(guide), guide.line.code
        work = lambda c, values: items.change(c.db, c.actor, c.now(), code, {"materials": form.materials(values)})  # noqa: E731
        self.page.show_form(form, work, lambda _: self._item_done(code, t("草稿已存好，站长公布后生效。")))

    def _item_done(self, code: str, sentence: str) -> None:
        self.page.stand_on_item(code)
        self.acts.done(sentence, "items")


def read_item(c: Any, code: str) -> tuple[ItemGuide, ItemGuide | None]:
    """An item in the version that counts, and its draft where one waits."""
    guide = items.guide(c.db, c.actor, code)
    waiting = next((number for number, state in guide.versions if state == ItemState.DRAFT.value), None)
    return guide, items.guide(c.db, c.actor, code, waiting) if waiting is not None else None


def _waits(draft: ItemGuide) -> str:
    missing = t("、").join(word(one) for one in missing_elements(draft.item))
    return t("还缺 {what}，填全了才能公布").format(what=missing) if missing else t("填全了，等站长公布")
