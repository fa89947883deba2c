"""Which monitor a public face stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PyQt6.QtGui import QGuiApplication, QScreen

Monitor = TypeVar("Monitor")


def chosen(name: str) -> QScreen | None:
    """The monitor of that number (from 1) or name; without one the last that is not the first, else the only one."""
    screens = QGuiApplication.screens()
    if name.isdigit():
        return screens[int(name) - 1] if 0 < int(name) <= len(screens) else QGuiApplication.primaryScreen()
    named = next((screen for screen in screens if screen.name() == name), None)
    return named or (screens[-1] if screens else None)


def visitors(monitors: Sequence[Monitor], desk: Monitor | None, hall: Monitor | None) -> Monitor | None:
    """The monitor that a visitor at the counter looks at: the first on which neither the desk nor the screen of the hall stands.

    None where there is none: what the visitor is asked is then a window beside the desk's own.
    """
    return next((one for one in monitors if one is not desk and one is not hall), None)


def visitors_screen(desk: QScreen | None, hall: str) -> QScreen | None:
    """The same of this machine. ``hall`` is the monitor the settings name for the public screen; ``none`` where they name none."""
    return visitors(QGuiApplication.screens(), desk or QGuiApplication.primaryScreen(), chosen(hall) if hall not in ("", "none") else None)
