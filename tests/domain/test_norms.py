"""Which edition of a text on the wall holds."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib.resources import files

import pytest

from app.domain import norms as rules
from app.domain.errors import Refused
from app.domain.norms import SYSTEMS, Edition, NormCode
from app.texts import word

D = date(2026, 10, 9)
SHIPPED = rules.parse_norms(tomllib.loads((files("app") / "data/norms.toml").read_text("utf-8")), D)


def edition(number: int, day: date) -> Edition:
    return Edition(NormCode.PROXY, number, "帮办代办制", "一、", day)


def test_the_five_systems_and_the_norm_of_service_ship_with_a_text():
    assert list(SHIPPED) == list(NormCode) and len(SYSTEMS) == 5
    assert all(len(one.paragraphs) >= 5 and one.title == word(one.code) for one in SHIPPED.values())


def test_of_the_editions_that_took_effect_the_one_published_last_holds():
    known = [edition(1, D), edition(2, D + timedelta(days=5)), edition(3, D + timedelta(days=5))]
    assert rules.in_force(known, D + timedelta(days=4)) == known[0]
    assert rules.in_force(known, D + timedelta(days=5)) == known[2]
    assert rules.in_force(known, D - timedelta(days=1)) is None
    assert rules.in_force([edition(1, D), edition(2, D - timedelta(days=300))], D).number == 2


@pytest.mark.parametrize(("title", "text", "code"), [(" ", "一、", "norm.title"), ("制度", "\n ", "norm.text")])
def test_an_edition_without_a_title_or_a_text_is_refused(title, text, code):
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        rules.check_edition(title, text)
