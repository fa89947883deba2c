"""Code → sentence, for every error, action and check; Chinese first, through ``t`` so that a translator can add a language.

Each area keeps its sentences in a module of this package (``ERRORS``, ``ACTIONS``, ``CHECKS``, ``WORDS``); this page only joins them. All
are loaded for the first sentence, so none of them loads the rules behind it; what is put together from their values stands in ``phrases``.
``WORDS`` names the members of the domain's enums (``"CaseState.paused": "停表"``), so that the rules need not know any language. The words
of a module of rules stand in the module of the same name here, or in the one that ``_AREAS`` names: a word loads that one alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

from app.domain.clock import station_time
from app.domain.errors import FirstHand, UserError

_OF_AREA = {
    "assistance": "findings service_lists",
    "calendar": "deadlines",
    "cases": "accountability notices",
    "items": "catalogue item_changes service_items",
    "jobs": "employers jobs_market policies training",
    "office": "norms",
    "pages": "periods",
    "papers": "documents_base",
    "qualifications": "figures",
    "queue": "appointments hours queue_order queueing",
    "seconds": "late_entries second_person",
    "today": "today_lines",
}
_AREAS = {rules: area for area, names in _OF_AREA.items() for rules in names.split()}


def t(text: str) -> str:
    """The text in the user's language: Chinese is the source language and, so far, the only one."""
    return text


@cache
def _joined(table: str) -> dict[str, str]:
    joined: dict[str, str] = {}
    for module in (found for found in pkgutil.iter_modules(__path__) if not found.ispkg):
        joined |= getattr(importlib.import_module(f"{__name__}.{module.name}"), table, {})
    return joined


def errors() -> dict[str, str]:
    """All error sentences by code."""
    return _joined("ERRORS")


def actions() -> dict[str, str]:
    """The name of every action by code, as the audit list shows it."""
    return _joined("ACTIONS")


def words() -> dict[str, str]:
    """The word of every enum member by ``Class.value``."""
    return _joined("WORDS")


@cache
def _words_of(rules: str) -> Mapping[str, str]:
    """The words of one module of rules, by its name without the package's."""
    area = f"{__name__}.{_AREAS.get(rules, rules)}"
    found: Mapping[str, str] = importlib.import_module(area).WORDS if importlib.util.find_spec(area) is not None else {}
    return found


def word(member: Enum) -> str:
    """The word a user reads for a member of a domain enum; KeyError when it has none."""
    kind = type(member)
    return t(_words_of(kind.__module__.rpartition(".")[2])[f"{kind.__name__}.{member.value}"])


def _readable(value: object) -> object:
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, tuple | frozenset | list):
        return t("、").join(str(_readable(part)) for part in value)
    return value


def fill(text: str, params: Mapping[str, object]) -> str:
    """``text`` with its values filled in: enum members by their words, several values joined as a list."""
    return t(text).format(**{name: _readable(value) for name, value in params.items()})


def _action(value: object) -> object:
    """The name of an action code; any other value (a member of a domain enum) as it is."""
    return actions().get(value, value) if type(value) is str else value


def sentence(error: UserError) -> str:
    """The sentence a user reads for ``error``; KeyError when the code has none (a test keeps that from happening)."""
    named = {name: _action(value) if name == "action" else value for name, value in error.params.items()}
    said = fill(errors()[error.code], named)
    return said if error.first is None else said + _told(error.first)


def failure(error: UserError) -> dict[str, dict[str, Any]]:
    """The JSON document of a refusal; whatever the error can point at (``existing``) rides along."""
    body: dict[str, Any] = {"code": error.code, "message": sentence(error), "field": error.field}
    if "existing" in error.params:
        body["existing"] = error.params["existing"]
    return {"error": body}


def _told(first: FirstHand) -> str:
    """Who dealt with it last, in station time."""
    values = {"officer": first.officer, "at": f"{station_time(first.at):%Y-%m-%d %H:%M}", "action": action_name(first.action)}
    return t("最近一次办理：{officer}，{at}，“{action}”。").format(**values)


def checks() -> dict[str, str]:
    """The sentences of warnings and balance checks by code."""
    return _joined("CHECKS")


def action_name(code: str) -> str:
    """The Chinese name of an action code."""
    return t(actions()[code])
