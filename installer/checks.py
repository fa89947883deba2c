"""All checks of the project, one after the other: `python -m installer.checks`, called by `make test`."""

import os
import subprocess
import sys
from pathlib import Path

from installer.run import undrawable

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

STEPS = {
    "lint": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "types": ["mypy"],
    "imports": ["lint-imports"],
}
TESTS = ["pytest", "-n", "2", "--dist", "worksteal", "--cov", "--cov-report=term", "--durations=10"]


def passes(name: str, command: list[str]) -> bool:
    """Run one check in the project's folder and tell whether it found nothing."""
    print(f"== {name}: {' '.join(command)}", flush=True)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environment, check=False).returncode == 0


def tests_pass() -> bool:
    """Run the tests; where Qt does not load they cannot begin, and the packages to install are named last."""
    if why := undrawable():
        print(f"No tests here: {why}")
        return False
    return passes("tests", TESTS)


def main(arguments: list[str]) -> int:
    """Run every check even when one fails, the tests last, so that their summary closes the output."""
    failed = [name for name, command in STEPS.items() if not passes(name, command)]
    if "--no-tests" not in arguments and not tests_pass():
        failed.append("tests")
    if failed:
        print("Failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
