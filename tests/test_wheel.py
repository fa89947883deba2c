"""What a station installs: locked packages and a wheel that holds the program and nothing else."""

import re
import tomllib
from pathlib import Path

import pytest

from installer import smoke

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "installer" / "requirements").glob("*.txt"))
PINNED = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^;]+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def requirements(lock: Path) -> list[list[str]]:
    """Return for each package its pin and its hashes."""
    joined = lock.read_text("ascii").replace("\\\n", " ")
    return [re.split(r"\s+(?=--)", line.strip()) for line in joined.splitlines()]


def test_the_three_locks_are_there():
    assert [lock.stem for lock in LOCKS] == ["build", "run", "test"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_pins_and_hashes_and_no_address(lock):
    for pin, *hashes in requirements(lock):
        assert PINNED.fullmatch(pin)
        assert hashes
        assert all(HASH.fullmatch(one) for one in hashes)


def test_what_the_project_needs_is_locked_and_nothing_else_is_asked_for():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", one)[0].lower() for one in asked}
    chosen = {line.partition("#")[0].strip() for line in (ROOT / "installer/requirements/run.in").read_text("utf-8").splitlines()}
    locked = {pin.partition("==")[0] for pin, *_ in requirements(ROOT / "installer/requirements/run.txt")}
    assert names <= locked
    assert {re.split(r"[\[<>=]", one)[0].lower() for one in chosen if one} == names | {"pyqt6-qt6"}


@pytest.mark.slow
def test_the_installed_wheel_opens_a_station(capsys):
    assert smoke.main() == 0
    assert "installs and works" in capsys.readouterr().out
