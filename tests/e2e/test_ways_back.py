"""Lost keyring, new machine, forgotten password: by the words of the recovery sheet, with the keyring daemon a desktop runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from printing.recovery_sheet import USES
from tests.db.test_keyring import in_a_session

ROOT = Path(__file__).parents[2]


@pytest.mark.no_cover  # a dozen child processes; the tests of keys and recovery run the same lines
def test_three_ways_lead_back_in_by_the_words_of_the_sheet(tmp_path):
    """Each is locked first and open at the end; a copy restored elsewhere opens with nothing but the recovery code."""
    done = in_a_session(Path(__file__).with_name("ways_back_child.py"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "before": "ok",
        "lost_keyring": ["key.needed", True, "ok"],
        "new_machine": ["key.needed", True, "key.needed", True, "ok"],
        "forgotten_password": [True, "login.wrong", 0, "ok"],
    }


@pytest.mark.parametrize(("title", "steps"), USES)
def test_every_use_of_the_sheet_has_three_steps_and_stands_in_the_documentation(title, steps):
    assert len(steps) == 3
    page = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    for command in re.findall(r"stationdesk [a-z]+(?: [a-z]+)?|--db", " ".join(steps)):
        assert command in page
