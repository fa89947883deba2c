"""A conversation with one process of the command line: a line in, a document out, and which words were walked."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.test_cli_page import WORDS, untold

ROOT = Path(__file__).parents[2]
Words = tuple[str, ...]


@dataclass
class Talk:
    """A ``batch`` on one station, kept open; ``walked`` holds the words that were answered as they should be."""

    data: Path
    url: str
    child: subprocess.Popen[str]
    code: str = ""
    walked: set[Words] = field(default_factory=set)
    refused: set[Words] = field(default_factory=set)

    @classmethod
    def begin(cls, data: Path, url: str, *given: str) -> Talk:
        """Start the process; ``given`` are global options of the batch."""
        where = ["--data", str(data), *(["--db", url] if url else [])]
        command = [sys.executable, "-m", "app", *where, "--json", *given, "batch"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        return cls(data, url, subprocess.Popen(command, cwd=ROOT, **pipes))

    def ask(self, line: str, *typed: str) -> dict[str, Any]:
        """One command, with what it reads from standard input behind it; its document."""
        assert self.child.stdin is not None and self.child.stdout is not None
        self.child.stdin.write("\n".join((line, *typed)) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())

    def do(self, line: str, *typed: str) -> dict[str, Any]:
        """A command that has to come out right, with the keys that docs/cli.md tells of its answer."""
        answer = self.ask(line, *typed)
        assert "error" not in answer, (line, answer)
        assert untold(words_in(line), answer) == []
        self.walked.add(words_in(line))
        return answer

    def refuse(self, line: str, code: str, *typed: str) -> None:
        """A command that has to be refused with this code."""
        answer = self.ask(line, *typed)
        assert answer.get("error", {}).get("code") == code, (line, answer)
        self.refused.add(words_in(line))

    def end(self) -> int:
        """Close the conversation; the exit code of the process."""
        self.child.communicate()
        return self.child.returncode


def words_in(line: str) -> Words:
    """The words of a command: one, or two where the first has words of its own (``queue take``)."""
    first, *rest = shlex.split(line)
    return (first, *rest[:1]) if (first, *rest[:1]) in WORDS else (first,)


def only(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The one row there is."""
    (row,) = rows
    return row
