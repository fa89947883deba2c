"""A PDF to a printer that the system knows, by its print service (CUPS); Windows has none of that kind, there the window prints."""

from __future__ import annotations

import shutil
import subprocess

from app.domain.errors import Surroundings

SECONDS = 20


def send(pdf: bytes, name: str = "") -> None:
    """Queue ``pdf`` on the printer ``name``, the default one without; nothing of it is written to a file of ours.

    Surroundings ``printer.no_service`` without a print service, ``printer.refused`` when it takes no job for this printer.
    """
    command = shutil.which("lp")
    if command is None:
        raise Surroundings("printer.no_service")
    try:
        done = subprocess.run([command, *(["-d", name] if name else []), "-"], input=pdf, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Surroundings("printer.refused", address=name) from error
    if done.returncode:
        raise Surroundings("printer.refused", address=name)
