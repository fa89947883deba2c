"""What every test shares."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

pytest_plugins = ["tests.dbfixtures"]
