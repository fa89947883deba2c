"""Characters: which face draws them, which are named before printing, and that they can be copied again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

import printing
from app.domain import documents
from app.domain.errors import Refused, Surroundings
from app.texts import sentence
from app.texts.printing import LABELS
from printing import faces, render, text
from printing.unicode_map import to_unicode_map
from tests.printing import reading, samples

RARE = "㛃䶮𬍛𫖯"
KAI_ONLY = "𬎆"


def _forget() -> None:
    for cached in (faces.all_faces, faces.chain, faces.face_of, text._advance):
        getattr(cached, "cache_clear", lambda: None)()


@pytest.fixture
def own_faces_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without the Kai face and without faces of its own."""
    kept = {name: faces.all_faces()[name] for name in ("serif", "sans")}
    monkeypatch.setattr(faces, "all_faces", lambda: kept)
    _forget()
    yield
    monkeypatch.undo()
    _forget()


@pytest.mark.parametrize("character", RARE)
def test_a_rare_character_of_a_name_prints_and_can_be_copied_again(character: str) -> None:
    paper = replace(samples.acceptance(), applicant=f"王{character}")
    assert f"王{character}" in reading.solid(render(paper).pdf)


def test_a_character_only_the_kai_face_has_prints_where_that_face_is() -> None:
    if "kai" not in faces.all_faces():
        pytest.skip("the Kai face is not installed")
    assert ("kai", KAI_ONLY) in faces.split_runs(f"王{KAI_ONLY}芳")
    paper = replace(samples.acceptance(), applicant=f"王{KAI_ONLY}芳")
    assert f"王{KAI_ONLY}芳" in reading.solid(render(paper).pdf)


@pytest.mark.usefixtures("own_faces_only")
def test_a_character_no_face_has_is_named_with_its_field_and_nothing_is_drawn() -> None:
    with pytest.raises(Refused) as refusal:
        render(replace(samples.acceptance(), applicant=f"王{KAI_ONLY}", address="\U00020000街"))
    assert refusal.value.code == "print.missing_glyph"
    assert refusal.value.field == "applicant"
    said = sentence(refusal.value)
    assert all(word in said for word in ("申请人", f"“{KAI_ONLY}”（U+2C386）", "住址", "U+20000", "没有打印"))


@pytest.mark.parametrize("sign", ["\U0001f600", "\x07", "\ue000"])
def test_signs_that_are_no_letters_are_named_too(sign: str) -> None:
    assert faces.missing(f"王{sign}{sign}") == [sign]
    with pytest.raises(ValueError, match="no face"):
        faces.split_runs(sign)


def test_a_mark_that_can_be_composed_is_composed_and_shapeless_signs_are_left_out() -> None:
    assert faces.clean("Jose\u0301\u200d 葛\U000e0100\u00a0女士") == "José 葛 女士"
    assert faces.missing("Jose\u0301 葛\U000e0100\n") == []


def test_runs_are_split_where_the_face_changes() -> None:
    runs = faces.split_runs("王敏A012", "sans")
    assert runs == [("sans", "王敏A012")]
    assert "".join(piece for _face, piece in faces.split_runs(f"欧阳{RARE}先生")) == f"欧阳{RARE}先生"


def test_every_word_printed_by_the_papers_has_a_glyph() -> None:
    for module in Path(printing.__file__).parent.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        words = "".join(node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        assert (module.name, faces.missing(words)) == (module.name, [])


def test_every_text_field_of_every_paper_has_a_label() -> None:
    values = [value for value in vars(documents).values() if isinstance(value, type) and is_dataclass(value)]
    named = {part.name for value in values for part in fields(value) if "str" in str(part.type)}
    assert named - set(LABELS) == set()


def test_the_copy_map_writes_supplementary_characters_as_surrogates_in_blocks_of_a_hundred() -> None:
    made = to_unicode_map("Song", [0x20] * 150 + [0x2B35B])
    assert "<96> <D86CDF5B>" in made
    assert "100 beginbfchar" in made
    assert "51 beginbfchar" in made


def test_faces_of_the_system_are_taken_where_they_are(tmp_path: Path) -> None:
    fonts = tmp_path / "Fonts"
    fonts.mkdir()
    (fonts / "simkai.ttf").touch()
    found = faces.system_faces(str(tmp_path), [str(fonts / "nothing.ttf")])
    assert [face.name for face in found] == ["simkai"]


def test_a_damaged_face_is_told_as_trouble_of_the_surroundings(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(Surroundings) as trouble:
        faces.Face("broken", broken).font()
    assert "broken.ttf" in sentence(trouble.value)


def test_a_program_without_its_cut_faces_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(faces, "files", lambda _package: tmp_path)
    _forget()
    with pytest.raises(Surroundings) as trouble:
        faces.all_faces()
    monkeypatch.undo()
    _forget()
    assert "make setup" in sentence(trouble.value)
