"""Which text may come in at all: what no database keeps, no paper prints and no file name holds is stopped at the door."""

from __future__ import annotations

import unicodedata

from app.domain.errors import Usage

LONGEST = 10_000
"""Characters of one field; the longest narrative of a return is a tenth of it."""
_LAYOUT = frozenset("\t\n\r")


def check_text(text: str, field: str) -> None:
    """Refuse what is no text (a NUL, another control character, half a character) or too long, naming the field."""
    if len(text) > LONGEST:
        raise Usage("text.too_long", field=field, most=LONGEST)
    if any(unicodedata.category(character) in ("Cc", "Cs") and character not in _LAYOUT for character in text):
        raise Usage("text.control", field=field)
