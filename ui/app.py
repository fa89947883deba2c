"""The application object: input method, scaling, fonts, style and theme, set up once before the first window."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import MutableMapping
from pathlib import Path

from PyQt6.QtCore import QLibraryInfo, Qt
from PyQt6.QtGui import QFontDatabase, QGuiApplication
from PyQt6.QtWidgets import QApplication

from ui import theme

STYLE = "Fusion"  # as it is: a style in Python would be asked for every line that is drawn
_FACE = ("printing", "faces/sans.ttf")
_PACKAGED = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")


def plugin_folder() -> Path:
    """Where Qt looks for input-method plug-ins."""
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"


def fix_input_method(environment: MutableMapping[str, str], plugins: Path) -> None:
    """Where fcitx is asked for and no plug-in of it fits this Qt, take ibus: fcitx5 answers on its front end (tried)."""
    wanted = environment.get("QT_IM_MODULE", "")
    if wanted.startswith("fcitx") and not any(plugins.glob("*fcitx*")):
        environment["QT_IM_MODULE"] = "ibus"


def _inside(package: str, name: str) -> Path | None:
    """A file of a package, found without importing it."""
    found = importlib.util.find_spec(package)
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    return None


def load_face() -> str:
    """The family of the face cut at set-up, else of the packaged one; empty when neither is there: then the system's sans."""
    for package, name in (_FACE, _PACKAGED):
        path = _inside(package, name)
        if path is not None:
            number = QFontDatabase.addApplicationFont(str(path))
            families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
            if families:
                return families[0]
    return ""


def make_app(remembered: tuple[str, str] | None = None) -> QApplication:
    """The running application, made if there is none: call before any window. ``remembered`` are the words of its theme and text size.

    The style is named as an argument: setting it brings back an object with all the numbers of ``QStyle``, before the first paint.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        fix_input_method(os.environ, plugin_folder())
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(["stationdesk", "-style", STYLE])
        app.setApplicationName("stationdesk")
        app.setDesktopFileName("stationdesk")
        theme.set_family(load_face())
    return dress(app, remembered_theme(*remembered) if remembered else None)


def dress(app: QApplication, wanted: theme.Theme | None = None) -> QApplication:
    """Put the theme over the face and the style."""
    theme.apply(app, wanted or theme.current())
    return app


def remembered_theme(name: str, text: str) -> theme.Theme:
    """The theme of remembered words; ``auto`` or an unknown word follows the system's colour scheme."""
    if name not in theme.THEMES:
        hints = QGuiApplication.styleHints()
        dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
        name = "dark" if dark else "light"
    return theme.Theme(name, text if text in theme.TEXT_SIZES else theme.TEXT_SIZES[0])
