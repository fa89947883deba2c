"""What is handled together (一件事), in the settings: every bundle with its items in order, its editions, and the form that sets one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.clock import station_time
from app.domain.errors import Refused
from app.services import bundle_editions, items
from app.services.bundle_editions import BundleEdition, Parts
from app.texts import t
from ui import theme
from ui.desk.kept import Keep
from ui.desk.reading import Fact, Reading, Section
from ui.desk.record_form import RecordForm, text_area, words_field
from ui.desk.settings.names import Handlers
from ui.desk.settings.shown import Shown
from ui.kit.fields import Field, two_columns
from ui.kit.runs import Runs, bold, plain, with_icon
from ui.models.rows import Column

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

PART_LINES = 6


@dataclass(frozen=True, slots=True)
class BundleRow:
    """An edition of a bundle, with the names of its items."""

    edition: BundleEdition
    names: Mapping[str, str]

    def item(self, code: str) -> str:
        """The name of an item; its code where the catalogue has it no more."""
        return self.names.get(code, code)

    def lines(self) -> tuple[str, ...]:
        """A line for each item: 就业困难人员认定：失业登记, what stands behind the colon is closed before."""
        shown = ((self.item(item), t("、").join(self.item(one) for one in after)) for item, after in self.edition.parts)
        return tuple(f"{item}{t('：')}{after}" if after else item for item, after in shown)


def listed(c: Any) -> Shown:
    """The newest edition of every bundle."""
    return _shown(bundle_editions.current(c.db, c.actor), _names(c))


def editions(c: Any, code: str) -> Shown:
    """Every edition of one bundle, the newest first."""
    return _shown(bundle_editions.editions(c.db, c.actor, code), _names(c))


def _names(c: Any) -> dict[str, str]:
    return {line.code: line.name for line in items.listing(c.db, c.actor)}


def _shown(found: tuple[BundleEdition, ...], names: Mapping[str, str]) -> Shown:
    columns = (
        Column("state", t("状态"), lambda r: _state(r.edition), 4, 0),
        Column("name", t("一件事"), lambda r: bold(r.edition.name), 0, 1, tip=lambda r: r.edition.name, least=14),
        Column("edition", t("版本"), lambda r: edition_words(r.edition), 4, 2),
        Column("code", t("编码"), lambda r: r.edition.code, 5, 2, tone="fg_secondary"),
    )
    return Shown(rows=tuple(BundleRow(one, names) for one in found), columns=columns, read=_reading)


def _state(one: BundleEdition) -> Runs:
    return with_icon("check-circle", t("在用"), "ok") if one.active else with_icon("minus", t("停用"), "fg_secondary")


def edition_words(one: BundleEdition) -> str:
    """第 2 版; what ships has no number."""
    return t("第 {n} 版").format(n=one.edition) if one.edition else t("自带")


def _reading(row: BundleRow) -> Reading:
    one = row.edition
    since = t("{at:%Y-%m-%d %H:%M} 由 {who} 设定").format(at=station_time(one.set_at), who=one.set_by) if one.set_at else t("随程序提供")
    order = tuple(Fact("", f"{place}. {line}") for place, line in enumerate(row.lines(), start=1))
    return Reading(one.name, plain(edition_words(one)), (Section(t("事项，冒号后面的先办结"), order), Section("", (Fact("", since),))))


class BundleSet(RecordForm):
    """The name and the items of a bundle, one a line; behind a colon what is closed before."""

    def __init__(self, row: BundleRow | None) -> None:
        code = words_field(t("编码"), hint=t("2 到 10 位大写字母和数字，例如 KNBF"), required=True)
        name = words_field(t("名称"), hint=t("例如 困难帮扶“一件事”"), required=True)
        area = text_area()
        area.setFixedHeight(theme.line_height() * PART_LINES)
        parts = Field(t("事项"), area, hint=t("每行一个事项的名称或编码；要先办结别的，写在冒号后面，用顿号隔开"), required=True)
        known = row.edition.code if row is not None else "new"
        title = t("修改一件事") if row is not None else t("新的一件事")
        note = t("以后收的件按新的一版办；已经收的按原来的一版。")
        fields = {"kind": code, "name": name, "item": parts}
        keep = Keep(f"bundle.{known}", f"bundle:{known}", title)
        super().__init__(title, t("保存"), fields, two_columns((code, name)), parts, note=note, keep=keep)
        if row is not None:
            self.show_record({"kind": row.edition.code, "name": row.edition.name, "item": "\n".join(row.lines())})
            code.lock(t("编码不变；要另一件事，请新建。"))


def parts_of(text: str, names: Mapping[str, str]) -> Parts:
    """The items of the lines, each by its name or its code; refused where a word is neither."""
    by_name = {"".join(name.split()): code for code, name in names.items()}

    def code_of(word: str) -> str:
        found = by_name.get("".join(word.split())) or (word.strip().upper() if word.strip().upper() in names else None)
        if found is None:
            raise Refused("bundle.part", field="item", text=word.strip()[:40])
        return found

    lines = [line.replace(":", "：").partition("：") for line in text.splitlines() if line.strip()]
    return [(code_of(item), [code_of(one) for one in _words(after)]) for item, _, after in lines]


def _words(text: str) -> list[str]:
    return [part for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]


class BundleActs:
    """The forms of bundles over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "bundles": {
                "add": lambda: self._set(None),
                "change": lambda: self.change(row()),
                "end": lambda: self.withdraw(row()),
                "editions": lambda: self.show_editions(row()),
            }
        }

    def change(self, row: Any) -> None:
        """The next edition of the bundle stood on."""
        if isinstance(row, BundleRow):
            self._set(row)

    def _set(self, row: BundleRow | None) -> None:
        def work(c: Any, v: dict[str, str]) -> BundleEdition:
            return bundle_editions.put(c.db, c.actor, c.now(), v["kind"], v["name"], parts_of(v["item"], _names(c)))

        self.acts.show(BundleSet(row), work, t("一件事已保存。"), "bundles")

    def withdraw(self, row: Any) -> None:
        """Offer the bundle stood on no longer."""
        if isinstance(row, BundleRow):
            work = lambda c: bundle_editions.withdraw(c.db, c.actor, c.now(), row.edition.code)  # noqa: E731
            self.page.put(work, lambda _: self.acts.done(t("已停用，各版都留着。"), "bundles"))

    def show_editions(self, row: Any) -> None:
        """Every edition of the bundle stood on."""
        if isinstance(row, BundleRow):
            self.page.ask(lambda c: editions(c, row.edition.code), lambda found: self.page.show_found("bundles", found))
