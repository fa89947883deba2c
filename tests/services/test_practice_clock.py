"""The practice clock is set once and runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.clock import machine_clock, parse_moment
from app.domain.errors import Damaged, Surroundings
from app.services import practice_clock
from app.settings import Settings

MONDAY = parse_moment("2026-03-02T09:00")


def test_without_being_set_it_is_the_machines(settings):
    assert practice_clock.running(settings) is machine_clock


def test_once_set_it_runs_on_for_those_who_come_later(settings):
    settings.data.mkdir()
    machine = iter([MONDAY + timedelta(days=100, minutes=m) for m in (0, 5)]).__next__
    practice_clock.set_to(settings, MONDAY, machine)
    assert practice_clock.running(settings, machine)() == MONDAY + timedelta(minutes=5)


def test_a_broken_file_is_named(settings):
    settings.data.mkdir()
    (settings.data / practice_clock.FILE).write_text("{")
    with pytest.raises(Damaged):
        practice_clock.running(settings)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "plain").write_text("a file where the folder should be")
    with pytest.raises(Surroundings):
        practice_clock.set_to(Settings(tmp_path / "plain" / "data"), MONDAY)
