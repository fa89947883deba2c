"""What libraries import and this program never calls is not loaded, and is there for whoever asks it after all."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from threading import Barrier, Thread

import pytest

from db.stand_ins import StandIn, standing_in

NEVER_ASKED = [
    "asyncio.events",
    "email",
    "http.client",
    "importlib.metadata",
    "importlib_metadata",
    "more_itertools",
    "ssl",
    "urllib.request",
]
LIBRARIES = f"""
import sys
import db.uow
from db import keyring_store
assert keyring_store.load("nothing") is None
print([name for name in {NEVER_ASKED} if name in sys.modules])
import asyncio, importlib.metadata, urllib.request
from sqlalchemy.util import concurrency
print(asyncio.run(asyncio.sleep(0, "slept")), importlib.metadata.version("sqlalchemy") != "", urllib.request.Request.__name__)
print(concurrency.asyncio.Lock is asyncio.Lock)
"""


@pytest.fixture
def rare(tmp_path, monkeypatch):
    """A package with a module in it that nobody has imported yet."""
    (tmp_path / "rare_package").mkdir()
    (tmp_path / "rare_package" / "__init__.py").write_text("")
    (tmp_path / "rare_package" / "part.py").write_text("ANSWER = 42\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "rare_package.part"
    for name in ("rare_package.part", "rare_package"):
        sys.modules.pop(name, None)


def test_the_database_and_the_keyring_come_without_what_they_are_never_asked_for():
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run([sys.executable, "-c", LIBRARIES], capture_output=True, text=True, env=environment, timeout=60)
    assert done.stdout.splitlines() == ["[]", "slept True Request", "True"], done.stderr


def test_a_stand_in_brings_the_module_when_it_is_asked_and_stands_for_it_in_no_later_import(rare):
    with standing_in(rare, known=7):
        held = importlib.import_module(rare)
    assert isinstance(held, StandIn) and held.known == 7 and rare not in sys.modules
    real = importlib.import_module(rare)
    assert not isinstance(real, StandIn) and held.ANSWER == real.ANSWER == 42
    with pytest.raises(AttributeError):
        _ = held.nothing


def test_asked_inside_the_block_it_gives_way_at_once(rare):
    with standing_in(rare):
        held = importlib.import_module(rare)
        assert held.ANSWER == 42 and not isinstance(sys.modules[rare], StandIn)
    assert not isinstance(sys.modules[rare], StandIn)


def test_a_loaded_module_stands_for_itself():
    with standing_in("subprocess"):
        assert sys.modules["subprocess"] is subprocess
    assert sys.modules["subprocess"] is subprocess


def test_threads_that_ask_at_the_same_time_all_get_an_answer(rare):
    with standing_in(rare):
        held = importlib.import_module(rare)
    together, got = Barrier(8), []

    def ask() -> None:
        together.wait()
        got.append(held.ANSWER)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [42] * 8
