"""Small choices of a seat: which columns are shown, whether the panel is folded, the theme."""

from __future__ import annotations

from typing import Protocol


class Preferences(Protocol):
    """Where small choices of a seat are remembered (columns shown, panel folded); the settings file answers it."""

    def get(self, key: str) -> str:
        """The remembered text, or nothing."""
        ...

    def put(self, key: str, value: str) -> None:
        """Remember ``value``."""
        ...


class NoPreferences:
    """Remembers nothing beyond this run."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str:
        """What was put in this run."""
        return self._kept.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Keep it for this run."""
        self._kept[key] = value
