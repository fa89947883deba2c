"""The tables are mapped when they are first asked for; the list of where they stand is the truth."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

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


def test_one_model_maps_its_own_module_only():
    code = "import sys; from db.models import Ticket; print(sorted(n for n in sys.modules if n.startswith('db.models.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['db.models.queue']"
