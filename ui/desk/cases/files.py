"""The foot of the materials: the files kept with a case, sealed as they come in, written out where the officer says."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QMenu, QWidget

from app.domain.actions import may
from app.services import attachments
from app.services.attachments import AttachmentLine
from app.texts import t
from ui import theme
from ui.desk.desk import Desk
from ui.kit.buttons import link, open_menu
from ui.kit.text import IconLabel, column, label, row, rule, set_tone
from ui.messages import Failure


class CaseFiles(QWidget):
    """Says how many files there are; one link adds a file, the other lists them to be saved elsewhere."""

    def __init__(self, desk: Desk, refused: Callable[[Failure], None]) -> None:
        super().__init__()
        self.desk, self.refused = desk, refused
        self.record, self.lines = "", ()  # type: str, tuple[AttachmentLine, ...]
        self.count = label("")
        self.show_all = link(t("另存出来"), self._offer, icon="content-save-outline")
        self.add = link(t("加扫描件或照片"), self._choose, icon="paperclip")
        pad, gap = theme.SPACE.inner, theme.SPACE.gap
        line = row(IconLabel("paperclip", "fg_secondary"), self.count, None, self.show_all, self.add, margins=(pad, gap, pad, gap))
        self.setLayout(column(rule(), line, gap=0))

    def open(self, case_id: int, *, may_add: bool) -> None:
        """Read the files of a case; one that has ended takes them all the same, a void one does not."""
        context = self.desk.context
        self.record = f"cases:{case_id}"
        self.add.setVisible(may_add and may(context.actor, "case.attach"))
        self.desk.jobs.read(self, partial(attachments.listing, context.db, context.actor, self.record), self._show, slot="files")

    def _show(self, lines: tuple[AttachmentLine, ...]) -> None:
        self.lines = lines
        self.count.setText(t("附件 {n} 份").format(n=len(lines)) if lines else t("还没有附件"))
        set_tone(self.count, "")
        self.show_all.setVisible(bool(lines))
        context, record = self.desk.context, self.record
        if lines:
            work = partial(attachments.changed, context.db, context.actor, context.settings, record)
            self.desk.jobs.read(self, work, self._tell_changed, slot="changed")

    def _tell_changed(self, found: frozenset[int]) -> None:
        """A file that is not what was kept is named, in the colour of danger: it says nothing about the case any more."""
        titles = [line.title for line in self.lines if line.id in found]
        if titles:
            self.count.setText(t("附件 {n} 份，被改动或丢失：{titles}").format(n=len(self.lines), titles=t("、").join(titles)))
            set_tone(self.count, "danger")
        elif self.lines and theme.current().text != theme.TEXT_SIZES[-1]:
            self.count.setText(t("附件 {n} 份（内容未改动）").format(n=len(self.lines)))

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, t("选一个文件"))
        if path:
            self.attach(Path(path))

    def attach(self, path: Path) -> None:
        """Keep a file with the case."""
        context, record = self.desk.context, self.record

        def work() -> tuple[AttachmentLine, ...]:
            attachments.add(context.db, context.actor, context.now(), context.settings, attachments.form_of(record, path))
            return attachments.listing(context.db, context.actor, record)

        self.desk.jobs.write(self, work, self._kept, self.refused)

    def _kept(self, lines: tuple[AttachmentLine, ...]) -> None:
        self._show(lines)
        self.desk.say(t("附件已加密保存。"))

    def _offer(self) -> None:
        menu = QMenu(self)
        for line in self.lines:
            menu.addAction(t("{title}（{day}）").format(title=line.title, day=f"{line.added_at:%m-%d}"), partial(self._save, line))
        open_menu(menu, self.show_all)

    def _save(self, line: AttachmentLine) -> None:
        path, _ = QFileDialog.getSaveFileName(self, t("另存为"), f"附件-{line.id}{mimetypes.guess_extension(line.media_type) or ''}")
        if path:
            self.save_to(line, Path(path))

    def save_to(self, line: AttachmentLine, path: Path) -> None:
        """Write a file out in the clear."""
        context = self.desk.context

        def work() -> int:
            return path.write_bytes(attachments.content(context.db, context.actor, context.settings, line.id))

        self.desk.jobs.write(self, work, lambda _size: self.desk.say(t("附件已另存。用完请及时删除。")), self.refused)
