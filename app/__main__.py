"""``python -m app`` and ``stationdesk``: decides between the windows and the command line, and loads no more than that needs."""

from __future__ import annotations

import faulthandler
import sys

WINDOWS = {"display", "kiosk"}
TAKES_VALUE = {"--data", "--db", "--as", "--now", "--screen"}


def first_word(argv: list[str]) -> str | None:
    """The first word that is neither a global option nor its value."""
    rest = iter(argv)
    for part in rest:
        if part in TAKES_VALUE:
            next(rest, None)
        elif part in ("--help", "-h", "--version") or not part.startswith("-"):
            return part
    return None


def main(argv: list[str] | None = None) -> int:
    """Open the windows (no word, ``display``, ``kiosk``) or run one command; the answer is the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    faulthandler.enable()
    word = first_word(argv)
    if word in WINDOWS or word is None:
        from app.main import run

        return run(argv)
    from app.cli import main as command

    return command(argv, word)


if __name__ == "__main__":
    sys.exit(main())
