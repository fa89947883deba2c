"""What a rule refuses, asked for in one line; every refusal has its sentence, filled."""

from __future__ import annotations

import pytest

from app.domain.errors import Refused
from app.texts import sentence


def refused(call, *args: object, **named: object) -> Refused:
    """The refusal itself."""
    with pytest.raises(Refused) as caught:
        call(*args, **named)
    assert "{" not in sentence(caught.value)
    return caught.value


def refusal(call, *args: object, **named: object) -> str:
    """Its code."""
    return refused(call, *args, **named).code
