"""What the tests of backups, attachments and checks share: a data folder with the key file of the test's station."""

from __future__ import annotations

from app.settings import Settings
from db import keys
from tests.dbfixtures import KEY

CODE = "2345-6789-ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2"


def with_key(settings: Settings) -> Settings:
    """The settings, with ``station.key`` of the test's station in the data folder; it opens like a practice station's."""
    settings.data.mkdir(parents=True, exist_ok=True)
    keys.write_key_file(settings.key_path, keys.key_body(KEY, recovery_code=CODE, practice=True))
    return settings


def key_of(_body):
    """The test station's key, whatever the key file says."""
    return KEY
