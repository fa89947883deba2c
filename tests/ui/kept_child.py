"""A desk in a process of its own, for a test that ends it without a word: forms are half filled until the test kills it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from PyQt6.QtCore import QEventLoop
from PyQt6.QtWidgets import QApplication

from app.services import drafts
from app.settings import SeatPreferences, Settings
from tests.ui.real_desk import opener
from ui.app import make_app
from ui.desk.places import Ref
from ui.desk.start import LatePort
from ui.desk.window import DeskWindow


def until(held) -> None:
    """Run the event loop until something holds."""
    while not held():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def calm(window: DeskWindow) -> None:
    """Until every job has come home."""
    for _ in range(3):
        until(lambda: not window.jobs.busy and not window._soon.isActive())


def main(folder: str, now: str, number: str) -> None:
    """Half fill the forms of an act, of a new case, of an inquiry at the counter and of a complaint; say so; go on standing there."""
    app = make_app()
    settings = Settings(Path(folder))
    window = DeskWindow(LatePort(SeatPreferences(settings)), opener(settings, "clerk1", datetime.fromisoformat(now)))
    window.resize(1366, 696)
    window.show()
    until(lambda: window.station is not None)
    calm(window)
    window.go("queue")
    calm(window)
    for act in ("queue.call", "new"):
        window.do(act)
        calm(window)
    window.page._forms["inquiry"].fields["topic"].editor.insert("社保补贴怎么领")
    window.go("cases", Ref("new_case"))
    calm(window)
    window.page.new.reason.editor.insert("停电那天的")
    window.page.open(Ref("case", number))
    calm(window)
    detail = window.page.detail
    detail.begin(next(act for act in detail.offered(detail.view) if act.permission == "case.refuse"))
    detail.form.fields["reason"].editor.insert("材料与本人情况不符，142")
    window.page.open(Ref("voices"))
    calm(window)
    window.page.voices.begin()
    calm(window)
    window.page.voices.form.fields["text"].editor.setPlainText("等了四十分钟没有人叫号")
    context = window.desk.context
    until(lambda: len(drafts.listing(context.db, context.actor)) == 4)
    sys.stdout.write("kept\n")
    sys.stdout.flush()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
