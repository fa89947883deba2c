"""Lines of standard input that a word asks for: a recovery code, a password. Who sits at a terminal is asked for each."""

from __future__ import annotations

import sys

from app.texts import t

RECOVERY_CODE, PASSWORD, NEW_PASSWORD, NEW_PHRASE = "恢复码（八组字符）", "口令", "新口令", "新的密钥口令"


def typed(what: str) -> str:
    """One line. At a terminal its name stands on standard error first, and what is secret is not shown while it is typed."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked = t("{what}：").format(what=t(what))
    if what != RECOVERY_CODE:  # that one is copied from paper, and has to be compared with it
        from getpass import getpass

        return getpass(asked, stream=sys.stderr)
    sys.stderr.write(asked)
    sys.stderr.flush()
    return sys.stdin.readline().rstrip("\r\n")
