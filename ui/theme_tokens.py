"""The design tokens: three colour themes, three text sizes, one spacing scale, and the fixed colours of the public faces.

This page and ``theme.py``/``theme_qss.py`` are the only ones of ``ui`` in which a colour, a size or a font may stand as a literal
(a test reads all the others). The classes are named tuples: making dataclasses of so many fields costs 5 ms before the first paint.
Every colour pair that carries text is checked for contrast by a test that recomputes it from here.
"""

from __future__ import annotations

from typing import NamedTuple


class Colours(NamedTuple):
    """One theme. Red is for overdue, due today, failed and destructive; amber for nearly due; green for done; blue for all the rest."""

    bg_canvas: str
    bg_surface: str
    bg_sunken: str
    bg_hover: str
    bg_selected: str
    bg_tint: str
    bg_bar: str
    bg_bar_field: str
    bg_disabled: str
    fg_text: str
    fg_secondary: str
    fg_tertiary: str
    fg_disabled: str
    fg_onbar: str
    fg_onbar_secondary: str
    line_hair: str
    line_control: str
    accent: str
    accent_hover: str
    accent_pressed: str
    fg_onaccent: str
    danger: str
    danger_tint: str
    fg_ondanger: str
    warn: str
    warn_icon: str
    warn_tint: str
    ok: str
    ok_tint: str
    pause: str
    pause_tint: str
    focus: str
    hatch: str


LIGHT = Colours(
    bg_canvas="#F2F4F7",
    bg_surface="#FFFFFF",
    bg_sunken="#E8ECF1",
    bg_hover="#EDF3FB",
    bg_selected="#D3E4F9",
    bg_tint="#E3EDFA",
    bg_bar="#17335C",
    bg_bar_field="#2A4874",
    bg_disabled="#E8ECF1",
    fg_text="#17202B",
    fg_secondary="#3F4E60",
    fg_tertiary="#566476",
    fg_disabled="#7C8896",
    fg_onbar="#FFFFFF",
    fg_onbar_secondary="#C9D6E8",
    line_hair="#D3DAE2",
    line_control="#738295",
    accent="#1456AD",
    accent_hover="#104690",
    accent_pressed="#0B3570",
    fg_onaccent="#FFFFFF",
    danger="#A31919",
    danger_tint="#FBE9E8",
    fg_ondanger="#FFFFFF",
    warn="#744500",
    warn_icon="#B36B00",
    warn_tint="#FCEFD6",
    ok="#14592F",
    ok_tint="#E1F2E7",
    pause="#3F4E60",
    pause_tint="#E8ECF1",
    focus="#1456AD",
    hatch="#D9DFE6",
)

DARK = Colours(
    bg_canvas="#131920",
    bg_surface="#1B232D",
    bg_sunken="#10151B",
    bg_hover="#243142",
    bg_selected="#24436B",
    bg_tint="#1E3048",
    bg_bar="#0B1524",
    bg_bar_field="#1A2A40",
    bg_disabled="#232C37",
    fg_text="#EDF1F6",
    fg_secondary="#BAC5D2",
    fg_tertiary="#9AA7B7",
    fg_disabled="#78869A",
    fg_onbar="#FFFFFF",
    fg_onbar_secondary="#B9C7DA",
    line_hair="#323E4C",
    line_control="#74849A",
    accent="#8BBBF9",
    accent_hover="#A6CBFB",
    accent_pressed="#C3DCFD",
    fg_onaccent="#0B1A2E",
    danger="#FFA59D",
    danger_tint="#44211F",
    fg_ondanger="#2A0705",
    warn="#F4C46B",
    warn_icon="#F4C46B",
    warn_tint="#3D3015",
    ok="#86DBA3",
    ok_tint="#17392A",
    pause="#BAC5D2",
    pause_tint="#2A3542",
    focus="#8BBBF9",
    hatch="#2A3440",
)

CONTRAST = Colours(
    bg_canvas="#000000",
    bg_surface="#000000",
    bg_sunken="#000000",
    bg_hover="#1A1A1A",
    bg_selected="#003A75",
    bg_tint="#00264D",
    bg_bar="#000000",
    bg_bar_field="#000000",
    bg_disabled="#000000",
    fg_text="#FFFFFF",
    fg_secondary="#FFFFFF",
    fg_tertiary="#E6E6E6",
    fg_disabled="#A8A8A8",
    fg_onbar="#FFFFFF",
    fg_onbar_secondary="#FFFFFF",
    line_hair="#8C8C8C",
    line_control="#FFFFFF",
    accent="#7CC4FF",
    accent_hover="#A6D8FF",
    accent_pressed="#D0EAFF",
    fg_onaccent="#000000",
    danger="#FF9C94",
    danger_tint="#000000",
    fg_ondanger="#000000",
    warn="#FFD84D",
    warn_icon="#FFD84D",
    warn_tint="#000000",
    ok="#7DF0A0",
    ok_tint="#000000",
    pause="#FFFFFF",
    pause_tint="#000000",
    focus="#FFFF00",
    hatch="#4D4D4D",
)

COLOURS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


class Sizes(NamedTuple):
    """One text size; every number is logical pixels."""

    caption: int
    body: int
    sub: int
    title: int
    panel_ticket: int
    queue_name: int
    control: int
    control_big: int
    row: int
    row_compact: int
    row_grid: int
    row_two: int
    nav: int
    topbar: int
    statusbar: int
    panel: int
    navwidth: int
    icon: int
    queue_ticket: int = 128
    mark: int = 12  # the 班 mark, the one thing smaller than a caption


STANDARD = Sizes(13, 15, 17, 21, 40, 28, 36, 44, 40, 34, 30, 54, 44, 48, 28, 272, 108, 20)
LARGE = Sizes(15, 17, 19, 24, 44, 30, 40, 48, 44, 38, 34, 60, 48, 52, 32, 288, 120, 22)
HUGE = Sizes(18, 20, 22, 27, 48, 34, 48, 54, 52, 44, 40, 70, 54, 58, 36, 312, 136, 26)

SIZES = {"standard": STANDARD, "large": LARGE, "huge": HUGE}


class Space(NamedTuple):
    """The 8-px grid, the radii and the fixed measures that no text size changes."""

    hair: int = 1
    half: int = 4
    gap: int = 8
    inner: int = 12
    button: int = 14
    group: int = 16
    form: int = 24
    wide: int = 32
    cell: int = 8
    cell_grid: int = 6
    radius: int = 4
    radius_tag: int = 3
    bar: int = 4  # the accent bar of a selected row
    ring: int = 2  # the focus ring and how far outside it lies
    line_title: float = 1.3
    line_body: float = 1.4
    line_ticket: float = 1.1
    rail: int = 56
    day_cell: int = 28
    dot: int = 12
    progress: int = 8
    search_max: int = 392
    search_min: int = 190
    palette: int = 800
    card: int = 456
    wizard_nav: int = 264
    wizard_side: int = 446
    min_width: int = 1000
    min_height: int = 600


SPACE = Space()


class Timing(NamedTuple):
    """How long things stand, in milliseconds."""

    toast: int = 4000
    file: int = 30_000
    clock: int = 1000
    minute: int = 60_000
    search: int = 80
    reveal: int = 30_000
    progress: int = 100
    board: int = 120
    long_touch: int = 3000


TIMING = Timing()


class PublicColours(NamedTuple):
    """The public screen and the kiosk: fixed, no themes."""

    ground: str = "#0B2145"
    text: str = "#FFFFFF"
    second: str = "#D5E2F5"
    card: str = "#FFFFFF"
    number: str = "#0E3F86"
    card_text: str = "#0B2145"
    card_frame: str = "#5EA0F2"
    foot: str = "#17335C"
    kiosk_ground: str = "#F2F4F7"
    kiosk_text: str = "#3F4E60"
    kiosk_primary: str = "#1456AD"


PUBLIC = PublicColours()


class BoardSizes(NamedTuple):
    """The public screen: type and places in pixels of a screen 1080 high; other screens scale them."""

    unit: int = 1080
    wide: int = 1920
    call: int = 340
    counter: int = 128
    recent: int = 80
    waiting: int = 72
    title: int = 52
    time: int = 64
    say: int = 84
    quiet: int = 120
    foot: int = 48
    label: int = 44
    smallest: int = 36
    bar: int = 104
    floor: int = 120
    edge: int = 48
    gap: int = 32
    frame: int = 8
    inner: int = 16
    line: int = 2
    side: int = 660
    row: int = 112
    counts: int = 168


BOARD = BoardSizes()


class KioskSizes(NamedTuple):
    """The kiosk: type and places in pixels of a screen whose short side is 1080 (tall) or 1200 (wide); targets never under 15 mm."""

    tall: int = 1080
    wide: int = 1200
    target_mm: float = 15.0
    target: int = 96
    mm_per_inch: float = 25.4
    number_tall: int = 340
    number_wide: int = 324
    question: int = 68
    called: int = 108
    choice: int = 50
    roomy: float = 1.5  # how much higher than its words a choice may grow where the screen has room
    text: int = 36
    small: int = 30
    small_wide: int = 39
    bar: int = 128
    edge: int = 48
    gap: int = 24
    half: int = 12
    radius: int = 8
    line: int = 2
    icon: int = 64
    tall_target: int = 124
    seconds: int = 60
    fresh: int = 5


KIOSK = KioskSizes()

SCRIM = (16, 24, 36, 128)

# (foreground, background, wanted ratio): the table of the design sheet. 7 body text, 4.5 other text, 3 borders, icons, focus.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(("fg_text", ground, 7.0) for ground in ("bg_surface", "bg_canvas", "bg_sunken", "bg_selected", "bg_hover")),
    *(("fg_secondary", ground, 7.0) for ground in ("bg_surface", "bg_canvas", "bg_sunken")),
    *(("fg_tertiary", ground, 4.5) for ground in ("bg_surface", "bg_canvas", "bg_sunken")),
    ("fg_disabled", "bg_surface", 3.0),
    *(("accent", ground, 4.5) for ground in ("bg_surface", "bg_canvas", "bg_tint", "bg_selected")),
    *(("fg_onaccent", ground, 4.5) for ground in ("accent", "accent_hover", "accent_pressed")),
    ("danger", "bg_surface", 7.0),
    ("danger", "danger_tint", 4.5),
    ("fg_ondanger", "danger", 4.5),
    ("warn", "bg_surface", 7.0),
    ("warn", "warn_tint", 7.0),
    ("warn_icon", "bg_surface", 3.0),
    ("ok", "bg_surface", 7.0),
    ("ok", "ok_tint", 4.5),
    ("pause", "pause_tint", 4.5),
    ("line_control", "bg_surface", 3.0),
    ("focus", "bg_surface", 3.0),
    ("focus", "bg_canvas", 3.0),
    ("fg_onbar", "bg_bar", 7.0),
    ("fg_onbar_secondary", "bg_bar", 7.0),
    ("fg_onbar_secondary", "bg_bar_field", 4.5),
    ("danger", "bg_selected", 4.5),
    ("warn", "bg_selected", 4.5),
    ("fg_secondary", "bg_selected", 4.5),
    ("danger", "bg_canvas", 4.5),
    ("fg_disabled", "bg_disabled", 3.0),
)
