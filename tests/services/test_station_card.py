"""The station's card is signed by the key it names."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.errors import Surroundings
from app.services import station_card


def signed(card: dict) -> bytes:
    body = {key: value for key, value in card.items() if key != "signature"}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_card_carries_a_signature_that_its_own_key_confirms(sqlite_db, tmp_path):
    made = station_card.write(sqlite_db, tmp_path / "card.json")
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    key = Ed25519PublicKey.from_public_bytes(b64decode(card["public_key"]))
    key.verify(b64decode(card["signature"]), signed(card))
    assert made.fingerprint == station_card.fingerprint(card["public_key"])
    with pytest.raises(InvalidSignature):
        key.verify(b64decode(card["signature"]), signed({**card, "code": "other"}))


def test_a_place_that_cannot_be_written_is_named(sqlite_db, tmp_path):
    (tmp_path / "plain").write_text("a file where the folder should be")
    with pytest.raises(Surroundings):
        station_card.write(sqlite_db, tmp_path / "plain" / "card.json")
