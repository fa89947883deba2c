"""Set-up: the faces, the table of readings, the probe of the screen."""

import re
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

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


LOCKS = Path(build_pinyin.__file__).parent / "requirements"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; ([^\\]+))?((?: \\\n +--hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE)


def locked(python: str) -> set[str]:
    """The packages that the three locks install on a Linux machine with this Python."""
    here = default_environment() | {"python_version": python, "python_full_version": f"{python}.4"}
    lines = [line for lock in LOCKS.glob("*.txt") for line in LOCKED.findall(lock.read_text(encoding="utf-8"))]
    return {canonicalize_name(name) for name, _version, marker, _hashes in lines if not marker or Marker(marker).evaluate(here)}


def test_every_line_of_a_lock_has_its_hashes():
    for lock in LOCKS.glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert len(LOCKED.findall(text)) == len(re.findall(r"^[a-zA-Z]", text, re.MULTILINE)) >= 7, lock


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_locks_are_whole_for_every_python_of_the_two_systems(python):
    """Debian 12 has 3.11, Ubuntu 24.04 has 3.12; set-up resolves nothing, so what a package needs there has to stand in a lock."""
    here = default_environment() | {"python_version": python, "python_full_version": f"{python}.4", "extra": ""}
    there, needs = locked(python), []
    for name in there & {canonicalize_name(found.metadata["Name"]) for found in metadata.distributions()}:
        found = metadata.distribution(name)
        assert SpecifierSet(found.metadata.get("Requires-Python") or "").contains(f"{python}.4"), name
        wanted = [Requirement(line) for line in found.requires or ()]
        needs += [(name, str(one)) for one in wanted if not one.marker or one.marker.evaluate(here)]
    assert len(needs) > 60
    assert [(name, one) for name, one in needs if canonicalize_name(Requirement(one).name) not in there] == []
