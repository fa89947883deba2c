"""The tables are mapped when they are first asked for; the list of where they stand is the truth."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from db import models
from db.base import Base


def test_every_model_stands_in_the_module_that_the_list_names():
    models.load_all()
    mapped = {mapper.class_.__name__: mapper.class_.__module__ for mapper in Base.registry.mappers}
    assert mapped == {name: getattr(models, name).__module__ for name in models.names()}
    modules = {f"{models.__name__}.{found.name}" for found in pkgutil.iter_modules(models.__path__)}
    assert set(mapped.values()) == modules
    for name, module in mapped.items():
        assert getattr(importlib.import_module(module), name) is getattr(models, name)


def test_what_is_no_model_is_named():
    with pytest.raises(AttributeError, match="Nothing"):
        _ = models.Nothing


def test_one_model_is_mapped_alone():
    code = "import sys; from db.models import Ticket; from db.base import Base; print(*Base.metadata.tables)"
    code += "; print(*(n for n in sys.modules if n.startswith('db.models.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["ticket", "db.models.queue"]


def test_a_model_that_several_threads_ask_for_is_mapped_once():
    code = """
import threading
from db import models
from db.base import Base
together, got = threading.Barrier(8), []
def ask():
    together.wait()
    got.append(models.Case)
threads = [threading.Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(got), len(set(got)), len(list(Base.registry.mappers)), models.Case.__mapper__ is not None)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["8", "1", "1", "True"]


def test_every_model_is_asked_of_the_package():
    """The class in its own module is not mapped until then."""
    root = Path(models.__file__).parents[2]
    asked = re.compile(rf"from db\.models\.\w+ import .*\b({'|'.join(models.names())})\b")
    sources = [file for room in ("app", "db", "exporters", "installer", "printing", "tests", "ui") for file in (root / room).rglob("*.py")]
    wrong = [file.name for file in sources if asked.search(file.read_text(encoding="utf-8")) and file.parent.name != "models"]
    assert len(sources) > 500 and not wrong
