"""The first inquiry of who stands at the counter. Methods of the Queue page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.inquiries import InquiryOutcome
from app.services import inquiries
from app.services.inquiries import InquiryForm as Inquiry
from app.texts import t
from ui.desk.queue.forms import InquiryForm


def ask_inquiry(page: Any) -> None:
    """Record what the visitor asked; both fields come filled."""
    if page.board is None or page.board.present is None:
        return
    errand = page.board.present.errand.name
    page.open_form("inquiry", InquiryForm, page._inquire, lambda form: form.fill(errand), page.keep_of("inquiry", t("首问登记")))


def inquire(page: Any, values: Mapping[str, str]) -> None:
    """Keep it under the number."""
    assert page.board is not None and page.board.present is not None
    context, ticket = page.desk.context, page.board.present.ticket
    wanted = Inquiry(values["topic"], values["answer"], InquiryOutcome(values["outcome"]), ticket=ticket)
    page.write(
        "inquiry",
        lambda: inquiries.record(context.db, context.actor, context.now(), wanted),
        lambda line: t("首问已登记：{code}").format(code=line.code),
    )
