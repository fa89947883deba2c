"""Qt without a screen: the platform is set before PyQt6 is imported, the application is dressed once."""

from __future__ import annotations

import os
from functools import partial

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from ui import theme
from ui.app import dress, make_app


@pytest.fixture(scope="session")
def qapp():
    return make_app()


@pytest.fixture(autouse=True)
def light(qapp):
    """Every test begins in the light theme at the standard text size."""
    if theme.current() != theme.Theme():
        dress(qapp, theme.Theme())


@pytest.fixture
def port():
    from tests.ui.sample import SamplePort

    return SamplePort()


@pytest.fixture
def shell(qtbot, port):
    """The desk with sample pages, painted and filled."""
    from tests.ui.sample_pages import find
    from ui.desk.shell import Shell

    made = Shell(port, find=find)
    qtbot.addWidget(made)
    made.resize(1366, 696)
    made.show()
    made.begin()
    quiet(qtbot, made)
    return made


def quiet(qtbot, owner) -> None:
    """Wait until every job has come home."""
    qtbot.waitUntil(lambda: not owner.jobs.busy)


PATIENCE = 60_000
"""Milliseconds until what is waited for will not come any more; a busy machine is no reason to fail."""


@pytest.fixture
def qtbot(qtbot):
    """Waits long, and holds the widgets of a test: a window that only a reference cycle holds can be collected while it is painted."""
    for wait in ("waitUntil", "waitSignal", "waitSignals", "waitActive", "waitExposed"):
        setattr(qtbot, wait, partial(getattr(qtbot, wait), timeout=PATIENCE))
    held, add = [], qtbot.addWidget

    def keep(widget, **more):
        held.append(widget)
        add(widget, **more)

    qtbot.addWidget = keep
    yield qtbot
    held.clear()
