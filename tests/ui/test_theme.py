"""The tokens hold what the sheet promises, and nothing else in ``ui`` has a colour, size or font of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import ui
from app.texts.ui import STATUS_WORDS
from ui import theme
from ui.kit.icons import exists
from ui.kit.status import LOOKS, Form
from ui.theme_tokens import COLOURS, PAIRS, PUBLIC, SIZES

UI = Path(ui.__file__).parent
TOKEN_PAGES = {"theme.py", "theme_tokens.py", "theme_qss.py"}
SIZE_CALLS = {
    *("setPixelSize", "setPointSize", "setFixedWidth", "setFixedHeight", "setFixedSize", "setMinimumWidth", "setMinimumHeight"),
    *("setMaximumWidth", "setMaximumHeight", "setMinimumSize", "setSpacing", "setContentsMargins", "setIconSize", "QFont", "QColor"),
}


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize(("front", "ground", "wanted"), PAIRS)
def test_every_pair_of_the_contrast_table_reaches_its_number(name, front, ground, wanted):
    colours = COLOURS[name]
    assert contrast(getattr(colours, front), getattr(colours, ground)) >= wanted


@pytest.mark.parametrize(
    ("front", "ground", "printed"), [("fg_text", "bg_surface", 16.43), ("accent", "bg_tint", 5.99), ("ok", "ok_tint", 7.22)]
)
def test_the_computed_contrast_is_the_one_printed_in_the_sheet(front, ground, printed):
    assert contrast(getattr(COLOURS["light"], front), getattr(COLOURS["light"], ground)) == pytest.approx(printed, abs=0.01)


def test_the_public_screen_can_be_read_from_ten_metres():
    assert contrast(PUBLIC.text, PUBLIC.ground) >= 15
    assert contrast(PUBLIC.second, PUBLIC.ground) >= 7


def test_nothing_is_smaller_than_a_caption_except_the_makeup_mark():
    for sizes in SIZES.values():
        assert sizes.mark < sizes.caption < sizes.body < sizes.sub < sizes.title


def test_high_contrast_has_borders_of_two_pixels():
    assert theme.Theme("contrast").border == 2
    assert theme.Theme("light").border == 1


def test_every_status_has_word_icon_and_form_in_one_table():
    assert set(LOOKS) == set(STATUS_WORDS)
    for look in LOOKS.values():
        assert exists(look.icon), look.icon
        assert look.form is Form.PLAIN or look.ground


def _pages() -> list[Path]:
    return sorted(path for path in UI.rglob("*.py") if path.name not in TOKEN_PAGES)


def _has_size(call: ast.Call) -> bool:
    """A number other than 0 and 1, or a text, among the arguments of a call that sets a size, font or colour."""
    values = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return any(isinstance(value, (int, float)) and value not in (0, 1) or (isinstance(value, str) and bool(value)) for value in values)


@pytest.mark.parametrize("path", _pages(), ids=lambda path: str(path.relative_to(UI)))
def test_no_colour_size_or_font_literal_outside_the_theme(path):
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"#[0-9A-Fa-f]{6}\b|rgba?\(|\d(px|pt)\b", node.value)
        ):
            found.append(f"{node.lineno}: {node.value[:40]}")
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SIZE_CALLS and _has_size(node):
            found.append(f"{node.lineno}: {ast.unparse(node)[:60]}")
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "GlobalColor"
            and node.attr != "transparent"
        ):
            found.append(f"{node.lineno}: {node.attr}")
    assert not found


@pytest.mark.parametrize("path", _pages(), ids=lambda path: str(path.relative_to(UI)))
def test_every_icon_named_in_the_windows_exists_in_the_font(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg in ("icon", "icon_name") and isinstance(word.value, ast.Constant) and word.value.value:
                    assert exists(word.value.value), (node.lineno, word.value.value)


def test_a_change_of_theme_reaches_widgets_that_hold_sizes(qtbot, qapp):
    from ui.kit.buttons import primary

    button = primary("办结")
    qtbot.addWidget(button)
    before = button.sizeHint().height()
    theme.apply(qapp, theme.Theme("dark", "huge"))
    assert button.sizeHint().height() == SIZES["huge"].control > before
    assert theme.colour("accent").name().upper() == COLOURS["dark"].accent


def test_the_glyphs_kept_for_the_first_paint_are_those_of_the_map():
    from ui.kit.icons import FRAME_GLYPHS, _glyphs

    assert {name: int(_glyphs()[name], 16) for name in FRAME_GLYPHS} == FRAME_GLYPHS


def test_no_word_is_written_in_the_tone_of_icons():
    """``warn_icon`` has 4.18:1 on the surface, enough for a shape; a word needs ``warn``, and only what is nearly due is amber."""
    found = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"with_icon", "plain", "bold", "Run"}:
                found += [path.name for part in ast.walk(node) if isinstance(part, ast.Constant) and part.value == "warn_icon"]
    assert found == []
