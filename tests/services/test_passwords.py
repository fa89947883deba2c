"""Officers' passwords: Argon2id, never readable, never weak."""

from __future__ import annotations

import pytest

from app.domain.errors import Refused
from app.services import passwords

COST = dict(passwords.COST)


def test_a_guess_costs_64_mebibytes_and_three_passes(monkeypatch):
    monkeypatch.setattr(passwords, "COST", COST)
    assert passwords.hashed("correct horse").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_password_fits_its_own_stored_form_only():
    stored = passwords.hashed("correct horse")
    assert stored.startswith("$argon2id$")
    assert passwords.fits(stored, "correct horse")
    assert not passwords.fits(stored, "Correct horse")


def test_equal_passwords_are_stored_differently():
    assert passwords.hashed("correct horse") != passwords.hashed("correct horse")


@pytest.mark.parametrize("stored", ["", "correct horse", "$argon2id$v=19$m=65536,t=3,p=4$broken"])
def test_what_is_no_stored_password_fits_nothing(stored):
    assert not passwords.fits(stored, "correct horse")


@pytest.mark.parametrize(("password", "code"), [("short", "password.short"), ("", "password.short"), ("WANGMIN1", "password.is_login")])
def test_a_weak_password_is_refused_beside_its_field(password, code):
    with pytest.raises(Refused, match=code.replace(".", r"\.")) as caught:
        passwords.check_strength(password, "wangmin1")
    assert caught.value.field == "password"
