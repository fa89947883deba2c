"""Set-up: the faces, the table of readings, the probe of the screen."""

import zlib
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from installer import build_pinyin, cut_fonts, run, stamps


@cache
def codes(face: Path) -> frozenset[int]:
    with TTFont(face) as font:
        return frozenset(font.getBestCmap())


@pytest.mark.parametrize("face", cut_fonts.SOURCES)
def test_a_face_has_every_wanted_character_of_its_source(face):
    source = codes(cut_fonts.package_folder() / cut_fonts.SOURCES[face])
    assert {code for code in source if cut_fonts.wanted(code)} <= codes(cut_fonts.FACES / f"{face}.ttf")


@pytest.mark.parametrize("face", cut_fonts.SOURCES)
def test_a_face_has_the_outlines_that_papers_can_embed(face):
    with TTFont(cut_fonts.FACES / f"{face}.ttf") as font:
        assert "glyf" in font
        assert "CFF " not in font


@pytest.mark.parametrize("char", "国岭㛃䶮𬍛𫖯龍①⑳Ⅻ☐☑✓□■│─（。")
def test_both_faces_have_what_names_and_forms_need(char):
    assert all(ord(char) in codes(cut_fonts.FACES / f"{face}.ttf") for face in cut_fonts.SOURCES)


def test_traditional_forms_on_cards_are_kept_and_foreign_scripts_are_not():
    assert all(cut_fonts.wanted(ord(char)) for char in "劉華龍")
    assert not any(cut_fonts.wanted(ord(char)) for char in "한ኣ")


@pytest.mark.parametrize(("marked", "plain"), [("lǚ", "lv"), ("zhào", "zhao"), ("ḿ", "m"), ("ê̄", "e")])
def test_readings_lose_their_tones(marked, plain):
    assert build_pinyin.plain(marked) == plain


def test_characters_of_the_same_readings_share_a_line():
    lines = zlib.decompress(build_pinyin.packed({"单": ("dan", "shan"), "张": ("zhang",), "章": ("zhang",)})).decode()
    assert lines.splitlines() == ["dan shan\t单", "zhang\t张章"]


def test_a_made_file_is_made_again_when_its_source_changes(tmp_path: Path):
    source, made = tmp_path / "source", tmp_path / "made"
    source.write_text("one")
    assert stamps.changed(made, stamps.digest_of(source))
    made.touch()
    stamps.remember(made, stamps.digest_of(source))
    assert not stamps.changed(made, stamps.digest_of(source))
    source.write_text("two")
    assert stamps.changed(made, stamps.digest_of(source))


@pytest.mark.parametrize("display", ["", ":98765"])
def test_a_dead_display_is_no_screen(monkeypatch, display):
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert not run.has_screen()
