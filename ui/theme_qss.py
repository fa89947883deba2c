"""The one style sheet, filled from the tokens. What QSS cannot draw (tags, rings, check marks) is painted by ``ui.kit``."""

from __future__ import annotations

from string import Template

from ui.theme import TEXT_SIZES, Theme, tokens

_TEMPLATE = Template("""
* { outline: none; }
QWidget { color: $fg_text; }
QMainWindow, QStackedWidget, QWidget[ground="canvas"] { background: $bg_canvas; }
QWidget[ground="surface"] { background: $bg_surface; }
QWidget[ground="sunken"] { background: $bg_sunken; }
QWidget[ground="bar"] { background: $bg_bar; }
QFrame[card="true"] { background: $bg_surface; border: ${border}px solid $line_card; border-radius: ${radius}px; }
QFrame[card="danger"] { background: $bg_surface; border: ${border}px solid $danger; border-left: ${bar}px solid $danger;
  border-radius: ${radius}px; }
QFrame[card="note"] { background: $bg_surface; border: ${border}px solid $line_control; border-left: ${bar}px solid $line_control;
  border-radius: ${radius}px; }
QFrame[rule="true"] { background: $line_hair; border: none; max-height: 1px; min-height: 1px; }
QWidget[edge="left"] { border: none; border-left: ${border}px solid $line_edge; }
QWidget[edge="right"] { border: none; border-right: ${border}px solid $line_edge; }
QWidget[edge="top"] { border: none; border-top: ${border}px solid $line_edge; }
QWidget[edge="bottom"] { border: none; border-bottom: ${border}px solid $line_edge; }

QLabel { background: transparent; font-size: ${body}px; }
QLabel[role="caption"] { font-size: ${caption}px; }
QLabel[role="sub"] { font-size: ${sub}px; }
QLabel[role="title"] { font-size: ${title}px; }
QLabel[role="panel_ticket"] { font-size: ${panel_ticket}px; }
QLabel[role="queue_name"] { font-size: ${queue_name}px; }
QLabel[role="queue_ticket"] { font-size: ${queue_ticket}px; }
QLabel[bold="true"] { font-weight: 700; }
QLabel[tone="secondary"] { color: $fg_secondary; }
QLabel[tone="tertiary"] { color: $fg_tertiary; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="onbar"] { color: $fg_onbar; }
QLabel[tone="onbar_secondary"] { color: $fg_onbar_secondary; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $bg_surface; color: $fg_text;
  border: ${border}px solid $line_control; border-radius: ${radius}px; padding: 0 ${pad}px; font-size: ${body}px;
  selection-background-color: $accent; selection-color: $fg_onaccent; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $fg_tertiary; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${control_in}px; max-height: ${control_in}px; }
QLineEdit[big="true"], QComboBox[big="true"] { min-height: ${big_in}px; max-height: ${big_in}px; font-size: ${sub}px; }
QPlainTextEdit, QTextEdit { padding: ${half}px ${pad_text}px; }
QLineEdit:focus, QLineEdit[shown="focus"], QPlainTextEdit:focus, QTextEdit:focus,
QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 0 ${pad_focus}px; }
QLineEdit:focus, QLineEdit[shown="focus"], QComboBox:focus, QAbstractSpinBox:focus {
  min-height: ${control_focus}px; max-height: ${control_focus}px; }
QLineEdit[big="true"]:focus, QComboBox[big="true"]:focus { min-height: ${big_focus}px; max-height: ${big_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${pad_text_focus}px ${pad_text_focus}px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QTextEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"] {
  border: 2px solid $danger; padding: 0 ${pad_focus}px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"] {
  min-height: ${control_focus}px; max-height: ${control_focus}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  background: $bg_disabled; color: $fg_disabled; border-color: $line_off; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { border: none; padding: 0; background: transparent; }
QLineEdit[role="queue_name"], QLineEdit[role="queue_name"]:focus { font-size: ${queue_name}px; min-height: ${big_in}px;
  max-height: ${big_in}px; }
QLineEdit[cell="true"], QLineEdit[cell="true"]:focus { border: 2px solid $focus; border-radius: 0; padding: 0 ${half}px;
  min-height: 0; max-height: ${control}px; }
QComboBox::drop-down { border: none; width: ${form}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $bg_surface; color: $fg_text; border: ${border}px solid $line_control;
  selection-background-color: $bg_selected; selection-color: $fg_text; }
QCheckBox, QRadioButton { font-size: ${body}px; spacing: ${gap}px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $fg_disabled; }

QAbstractItemView { background: $bg_surface; color: $fg_text; border: ${border}px solid $line_card; border-radius: ${radius}px;
  selection-background-color: $bg_selected; selection-color: $fg_text; gridline-color: $line_hair; font-size: ${body}px; }
QAbstractItemView[bare="true"] { border: none; background: transparent; }
QAbstractItemView[bare="true"][ground="sunken"] { background: $bg_sunken; }
QHeaderView { background: $bg_sunken; border: none; }
QHeaderView::section { background: $bg_sunken; color: $fg_secondary; border: none; border-bottom: 1px solid $line_hair;
  padding: 0 ${cell}px; font-size: ${caption}px; font-weight: 700; }
QTableCornerButton::section { background: $bg_sunken; border: none; }

QScrollBar:vertical { background: transparent; width: ${inner}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${inner}px; margin: 0; }
QScrollBar::handle { background: $line_control; border-radius: ${radius}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${wide}px; }
QScrollBar::handle:horizontal { min-width: ${wide}px; }
QScrollBar::handle:hover { background: $fg_tertiary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { border: none; background: transparent; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $fg_text; border: none; border-bottom: ${bar_tab}px solid transparent;
  padding: ${half}px 2px; margin-right: ${tab_gap}px; font-size: ${body}px; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 700; }
QTabBar::tab:hover:!selected { color: $accent; }
QTabWidget::pane { border: none; border-top: ${border}px solid $line_hair; }
QSplitter::handle { background: transparent; }
QMenu { background: $bg_surface; color: $fg_text; border: ${border}px solid $line_control; }
QMenu::item { padding: ${gap}px ${form}px; }
QMenu::item:selected { background: $bg_selected; color: $fg_text; }
QMenu::item:disabled { color: $fg_disabled; }
QToolTip { background: $bg_surface; color: $fg_text; border: 1px solid $line_control; padding: ${half}px ${gap}px;
  font-size: ${caption}px; }
QCalendarWidget QWidget { background: $bg_surface; color: $fg_text; }
""")


def _derived(theme: Theme) -> dict[str, object]:
    """What the sheet needs beside the tokens: paddings that keep the text still while a border grows."""
    size, border, inner = theme.sizes, theme.border, 11
    contrast = theme.is_contrast
    return {
        "pad": inner - border,
        "pad_focus": inner - 2,
        "pad_text": 8 - border,
        "pad_text_focus": 8 - 2,
        "control_in": size.control - 2 * border,
        "control_focus": size.control - 4,
        "big_in": size.control_big - 2 * border,
        "big_focus": size.control_big - 4,
        "bar_tab": 3,
        "tab_gap": 16 if theme.text == TEXT_SIZES[-1] else 24,  # nine tabs of a person stand in one line
        "line_card": theme.colours.line_hair,
        "line_edge": theme.colours.line_hair,
        "line_off": theme.colours.fg_disabled if contrast else theme.colours.line_hair,
    }


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme at its text size."""
    return _TEMPLATE.substitute(tokens(theme) | _derived(theme))
