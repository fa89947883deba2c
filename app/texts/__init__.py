"""Code → sentence, for every error, action and check; Chinese first, through ``t`` so that a translator can add a language.

Each area keeps its sentences in a module of this package (``ERRORS``, ``ACTIONS``, ``CHECKS``); this page only joins them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from app.domain.errors import UserError


def t(text: str) -> str:
    """The text in the user's language: Chinese is the source language and, so far, the only one."""
    return text


@cache
def _joined(table: str) -> dict[str, str]:
    joined: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        joined |= getattr(importlib.import_module(f"{__name__}.{module.name}"), table, {})
    return joined


def errors() -> dict[str, str]:
    """All error sentences by code."""
    return _joined("ERRORS")


def actions() -> dict[str, str]:
    """The name of every action by code, as the audit list shows it."""
    return _joined("ACTIONS")


def sentence(error: UserError) -> str:
    """The sentence a user reads for ``error``; KeyError when the code has none (a test keeps that from happening)."""
    return t(errors()[error.code]).format(**error.params)


def action_name(code: str) -> str:
    """The Chinese name of an action code."""
    return t(actions()[code])
