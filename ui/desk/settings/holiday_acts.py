"""What can be done with the holiday tables in the settings: a year's file, looked at, taken, and the deadlines recounted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services import calendars, holiday_tables
from app.services.holiday_tables import Change, Moves
from app.services.recount import Recount, Recounter
from app.texts import t
from ui.desk.settings import holidays
from ui.jobs import Progress

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs


class HolidayActs:
    """The file of a year over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def import_file(self) -> None:
        """The holiday table of a year, as the county sends it: what it changes is counted and shown first."""
        path = self.acts.file(t("选放假安排文件"), t("放假安排 (*.xlsx *.csv *.toml)"))
        if path is not None:
            self._look(path)

    def _look(self, path: Path) -> None:
        def work(c: Any, progress: Progress) -> tuple[Change, Moves]:
            change = holiday_tables.look(c.db, c.actor, path)
            return change, holiday_tables.moves(c.db, c.actor, c.now(), change, progress.report)

        self.page.long(t("正在看哪些办件的期限会变"), work, lambda found: self._looked(path, *found))

    def _looked(self, path: Path, change: Change, moves: Moves) -> None:
        take = lambda c: calendars.take(c.db, c.actor, c.now(), change.tables)  # noqa: E731
        self.acts.show_look(holidays.looked(path.name, change, moves), lambda: self._look(path), take, self._there)

    def _there(self, years: tuple[int, ...]) -> None:
        said = t("、").join(t("{year} 年").format(year=year) for year in years)
        self.acts.done(t("已导入 {years}的放假安排。").format(years=said), "holidays")
        self._recount(Recounter(self.page.context.db))

    def _recount(self, recounter: Recounter) -> None:
        """One short step after the other in the writing pool, so that whoever calls a number meanwhile is served between two of them."""
        work = lambda: recounter.step(self.page.context.now())  # noqa: E731
        self.page.desk.jobs.write(self.page, work, lambda done: self._recounted(recounter, done))

    def _recounted(self, recounter: Recounter, done: Recount) -> None:
        if not done.over:
            self._recount(recounter)
        elif done.moved:
            self.page.desk.say(t("已按新的放假安排重算：{n} 件办件的期限改了，旧的和新的都在经过里。").format(n=done.moved))
