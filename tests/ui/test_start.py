"""Starting: what is imported before the first paint, the input method, the faces."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.ui.conftest import PATIENCE
from ui.app import fix_input_method, load_face, remembered_theme

HEAVY = (
    "sqlalchemy",
    "reportlab",
    "openpyxl",
    "xlsxwriter",
    "alembic",
    "requests",
    "keyring",
    "psycopg",
    "pypinyin",
    "qtawesome",
    "argon2",
    "segno",
)
SHELL = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from ui.app import make_app
app = make_app()
from tests.ui.sample import SamplePort
from ui.desk.shell import Shell
from tests.ui.sample_pages import find
shell = Shell(SamplePort(), find=find)
shell.resize(1366, 696)
shell.show()
while not shell._begun:
    app.processEvents()
print(",".join(sorted(sys.modules)), flush=True)
shell.jobs.wait()
os._exit(0)
"""


def test_the_shell_paints_before_anything_heavy_is_imported():
    done = subprocess.run([sys.executable, "-c", SHELL], capture_output=True, text=True, timeout=10 * PATIENCE / 1000, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.strip().splitlines()[-1].split(",")}
    assert "PyQt6" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_page_is_asked_for_only_after_the_first_paint(qtbot, port):
    from tests.ui.sample_pages import find
    from ui.desk.shell import Shell

    asked = []
    shell = Shell(port, find=lambda code: asked.append(code) or find(code))
    qtbot.addWidget(shell)
    assert asked == []
    shell.show()
    qtbot.waitUntil(lambda: asked == ["today"])
    qtbot.waitUntil(lambda: not shell.jobs.busy)


@pytest.mark.parametrize(
    ("wanted", "plugins", "taken"),
    [("fcitx", [], "ibus"), ("fcitx5", [], "ibus"), ("fcitx", ["libfcitx5.so"], "fcitx"), ("ibus", [], "ibus")],
)
def test_fcitx_without_a_fitting_plug_in_is_reached_through_ibus(tmp_path, wanted, plugins, taken):
    for name in plugins:
        (tmp_path / name).touch()
    environment = {"QT_IM_MODULE": wanted}
    fix_input_method(environment, tmp_path)
    assert environment["QT_IM_MODULE"] == taken


def test_no_wish_for_an_input_method_is_left_alone(tmp_path):
    environment: dict[str, str] = {}
    fix_input_method(environment, tmp_path)
    assert environment == {}


def test_a_face_with_chinese_characters_is_found(qapp):
    from PyQt6.QtGui import QFont, QFontMetrics

    family = load_face()
    assert family
    assert all(QFontMetrics(QFont(family)).inFont(character) for character in "站务台逾期办结")


def test_a_remembered_theme_comes_back_and_an_unknown_word_follows_the_system(qapp):
    assert remembered_theme("contrast", "huge").is_contrast
    assert remembered_theme("auto", "tiny").name in ("light", "dark")
    assert remembered_theme("auto", "tiny").text == "standard"


def test_a_thousand_rows_are_shown_without_a_stall(qtbot):
    from ui.kit.runs import bold
    from ui.kit.status import Tag
    from ui.kit.table import Table
    from ui.models.rows import Column, RowsModel

    model = RowsModel((Column("a", "状态", lambda r: Tag("near"), 6, 0), Column("b", "姓名", lambda r: bold(str(r)))))
    table = Table(model)
    qtbot.addWidget(table)
    table.resize(900, 600)
    began = time.process_time()
    model.set_rows(range(20_000))
    table.show()
    table.scrollToBottom()
    table.grab()
    assert time.process_time() - began < 2.0
