"""The rule profile in force: the shipped file of the station's place, with what the county has set over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from app.domain.actor import LOOKER, Actor
from app.domain.errors import NotFound
from app.domain.profiles import DEFAULT_PROFILE as DEFAULT_PROFILE
from app.domain.profiles import RuleProfile, parse_profile
from app.services import setting_values
from db import queries
from db.uow import Database, ReadSession, Unit

OVERRIDES = "profile"


def codes() -> tuple[str, ...]:
    """The profiles that ship with the program."""
    folder = resources.files("app").joinpath("data/profiles")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def _file(code: str) -> Mapping[str, Any]:
    if code not in codes():
        raise NotFound("profile.none", field="profile", profile=code, known="、".join(codes()))
    return tomllib.loads(resources.files("app").joinpath(f"data/profiles/{code}.toml").read_text(encoding="utf-8"))


@cache
def shipped(code: str) -> RuleProfile:
    """A profile as it ships."""
    return parse_profile(code, _file(code))


def of(session: ReadSession | Unit) -> RuleProfile:
    """The profile in force."""
    return in_force(*queries.station.profile_state(session))


def in_force(code: str, changed: Mapping[str, Any] | None) -> RuleProfile:
    """The shipped profile ``code`` with what was set over it."""
    return _changed(code, changed) if changed else shipped(code)


def current(db: Database) -> RuleProfile:
    """The same for somebody who has not logged in."""
    with db.read("station.look", LOOKER) as session:
        return of(session)


def _changed(code: str, changed: Mapping[str, Any]) -> RuleProfile:
    base = dict(_file(code))
    silent = [rule for rule in base["silent"] if rule not in changed]
    return parse_profile(code, {**base, **changed, "silent": silent})


def override(db: Database, actor: Actor, now: datetime, key: str, value: Any) -> RuleProfile:
    """Set one rule as the county decided it; refused when it is unknown or unreadable."""
    with db.write("setting.change", actor, now) as unit:
        setting_values.hold(unit, OVERRIDES)
        code, changed = queries.station.profile_state(unit)
        fresh = {**(changed or {}), key: value}
        profile = _changed(code, fresh)
        setting_values.put(unit, OVERRIDES, fresh)
        return profile
