"""Which monitor a public face stands on."""

from __future__ import annotations

from PyQt6.QtGui import QGuiApplication, QScreen


def chosen(name: str) -> QScreen | None:
    """The monitor of that number (from 1) or name; without one the last that is not the first, else the only one."""
    screens = QGuiApplication.screens()
    if name.isdigit():
        return screens[int(name) - 1] if 0 < int(name) <= len(screens) else QGuiApplication.primaryScreen()
    named = next((screen for screen in screens if screen.name() == name), None)
    return named or (screens[-1] if screens else None)
