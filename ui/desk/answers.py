"""The answer that stands in the form of a first inquiry from the start, so that what was asked is all there is to type."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtWidgets import QComboBox

from app.domain.inquiries import InquiryOutcome
from ui.kit.fields import Field


def stock_answer(fields: Mapping[str, Field], words: str) -> None:
    """Fill ``answer`` with ``words`` while it is empty; for a matter that belongs elsewhere they say nothing, and go."""
    outcome, answer = fields["outcome"], fields["answer"]

    def turned() -> None:
        told = outcome.value() == InquiryOutcome.TOLD_WHERE.value
        if answer.value().strip() == (words if told else ""):
            answer.set_value("" if told else words)

    assert isinstance(outcome.editor, QComboBox)
    outcome.editor.currentIndexChanged.connect(turned)
    turned()
