"""``python -m app`` and ``stationdesk``: decides between the windows and the command line, and loads no more than that needs."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from contextlib import suppress

STOPPED = 130
"""What a shell says of a command that Ctrl-C ended."""
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


def main() -> int:
    """The process: what it writes is its owner's alone, and Ctrl-C ends it with a sentence also while it still loads."""
    with suppress(RuntimeError, OSError):  # without a standard error there is no place for it
        faulthandler.enable()
    os.umask(0o077)
    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return _stopped(sys.argv[1:])
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said; a second Ctrl-C must not break into the end


def run(argv: list[str]) -> int:
    """Open the windows (no word, ``display``, ``kiosk``) or run one command; the answer is the exit code."""
    word = first_word(argv)
    if word in WINDOWS or word is None:
        from app.main import run as windows

        return windows(argv)
    from app.cli import main as command

    return command(argv, word)


def _stopped(argv: list[str]) -> int:
    """Half of a package may be loaded, so only what needs none is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from app.domain.errors import UserError
    from app.texts import failure

    document = failure(UserError("cli.stopped"))
    with suppress(OSError):
        if "--json" in argv:
            sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
        else:
            sys.stderr.write(document["error"]["message"] + "\n")
    return STOPPED


if __name__ == "__main__":
    sys.exit(main())
