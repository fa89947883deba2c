"""Starting the kiosk: full screen on the chosen monitor, until an officer leaves it."""

from __future__ import annotations

from datetime import datetime

from app.services.board import KIOSK
from app.services.faces import Link
from app.settings import Settings
from ui.app import make_app
from ui.kiosk.live import StationKiosk
from ui.kiosk.window import Kiosk
from ui.monitors import chosen


def run(settings: Settings, phrase: str | None, now: datetime | None, screen: str) -> int:
    """Take numbers until an officer closes it; the exit code."""
    from app import log

    app = make_app()  # the object must live as long as its windows
    log.start(settings.logs, settings.log_level)
    link = Link(settings, KIOSK, phrase=phrase, wanted=now)
    monitor = chosen(screen or settings.screen)
    window = Kiosk(StationKiosk(link), monitor.physicalDotsPerInch() if monitor is not None else 0.0)
    if monitor is not None:
        window.setGeometry(monitor.geometry())
    window.showFullScreen()
    window.begin()
    code = app.exec()
    link.close()
    return code
