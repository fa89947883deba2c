"""Processes of the benchmark: each says "ready", waits for one line, and answers with one line of JSON."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Child:
    """One of them, started."""

    def __init__(self, words: Sequence[str]) -> None:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def await_ready(self) -> None:
        """Until it says so."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", "a process of the benchmark could not start"

    def told(self, word: str) -> Any:
        """Give it its line; what it measured."""
        answer, _ = self.process.communicate(f"{word}\n", timeout=300)
        return json.loads(answer.splitlines()[-1])
