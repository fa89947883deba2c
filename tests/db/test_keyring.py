"""The keyring: used where it can be reached, never an exception where it cannot; also with a real Secret Service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import InitError, PasswordDeleteError

from db import keyring_store

DATA = bytes(range(32))


class MemoryKeyring(KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


class LockedKeyring(MemoryKeyring):
    """A keyring that nobody unlocks."""

    def _locked(self, *_args):
        raise InitError("locked")

    get_password = set_password = delete_password = _locked


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_kept_key_comes_back_until_it_is_forgotten(use):
    use(MemoryKeyring())
    assert keyring_store.load("k1") is None
    assert keyring_store.store("k1", DATA)
    assert keyring_store.load("k1") == DATA
    keyring_store.forget("k1")
    assert keyring_store.load("k1") is None


@pytest.mark.parametrize("backend", [fail.Keyring, LockedKeyring])
def test_without_a_keyring_the_answer_is_no(use, backend):
    use(backend())
    assert keyring_store.load("k1") is None
    assert not keyring_store.store("k1", DATA)
    keyring_store.forget("k1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="another system's keyring is looked for by keyring itself")
def test_a_keyring_somebody_chose_goes_before_the_systems(use, monkeypatch):
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{__name__}.MemoryKeyring")
    assert keyring_store.store("k1", DATA)
    assert type(keyring.get_keyring()).__name__ == "MemoryKeyring"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="another system's keyring is looked for by keyring itself")
def test_without_a_secret_service_keyring_searches_itself(use, monkeypatch):
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert keyring_store.load("k1") is None


def test_what_is_no_key_is_no_key(use):
    backend = MemoryKeyring()
    backend.kept[keyring_store.SERVICE, "k1"] = "not base 64!"
    use(backend)
    assert keyring_store.load("k1") is None


def in_a_session(child: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a session of its own, with the keyring daemon a desktop runs; its argument is an empty folder."""
    if not shutil.which("gnome-keyring-daemon") or not shutil.which("dbus-run-session"):
        pytest.skip("a keyring cannot start here: gnome-keyring or dbus is not installed")
    root = Path(__file__).parents[2]
    script = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" "$1" "$2"'
    away = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share"), "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(root)}
    environment = {k: v for k, v in os.environ.items() if k not in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")} | away
    command = ["dbus-run-session", "--", "sh", "-c", script, sys.executable, str(child), str(tmp_path / "data")]
    return subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, timeout=600, check=False)


def test_the_three_recoveries_work_with_a_real_secret_service(tmp_path):
    """Lost keyring, new machine, forgotten password: through the services."""
    done = in_a_session(Path(__file__).with_name("secret_service_child.py"), tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer == {
        "backend": "keyring.backends.SecretService",
        "loaded": ["keyring.backends.SecretService", "keyring.backends.fail"],  # the search for all others takes long
        "in_keyring": True,
        "lost_keyring": ["key.needed", True],
        "new_machine": ["key.needed", True],
        "forgotten_password": ["login.wrong", "admin"],
    }
