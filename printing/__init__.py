"""The printing room: document values in, PDF bytes out. It knows no database and no window, and the same value gives the same bytes."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from app.domain.documents import (
    AcceptancePaper,
    AppointmentPaper,
    ApprovalSlipPaper,
    AssistanceFilePaper,
    CaseSheetPaper,
    ChaserPaper,
    ExtensionPaper,
    InquiryPaper,
    InquiryRegisterPaper,
    MaterialReceiptPaper,
    OneTimeNoticePaper,
    Paper,
    ProxyPaper,
    RatingSlipPaper,
    RecoverySheet,
    ReturnPaper,
    ServiceListsPaper,
    TicketPaper,
    shows_forbidden_id,
)
from app.domain.documents_office import OfficePaper
from app.domain.errors import Refused

_MODULES: dict[type, str] = {
    TicketPaper: "ticket",
    AppointmentPaper: "appointment",
    InquiryPaper: "inquiry",
    OneTimeNoticePaper: "one_time_notice",
    AcceptancePaper: "acceptance",
    AssistanceFilePaper: "assistance_file",
    ServiceListsPaper: "service_lists",
    RatingSlipPaper: "rating_slip",
    ApprovalSlipPaper: "approval_slip",
    ChaserPaper: "chaser",
    ExtensionPaper: "extension_notice",
    CaseSheetPaper: "case_sheet",
    InquiryRegisterPaper: "inquiry_register",
    MaterialReceiptPaper: "material_receipt",
    ProxyPaper: "proxy",
    ReturnPaper: "return_sheet",
    RecoverySheet: "recovery_sheet",
    OfficePaper: "office_sheet",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper: the file's bytes and how many pages it has."""

    pdf: bytes
    pages: int


def render(paper: Paper) -> Rendered:
    """Draw ``paper``.

    Refused ``print.missing_glyph`` names characters no face has, ``print.id_on_public_paper`` an ID number where none may stand;
    Surroundings ``print.faces_missing`` when set-up did not leave the faces. Nothing is drawn then.
    """
    from app.texts.printing import label
    from printing.faces import demand_glyphs

    forbidden = shows_forbidden_id(paper)
    if forbidden:
        raise Refused("print.id_on_public_paper", field=forbidden, label=label(forbidden))
    demand_glyphs(paper)
    drawn = importlib.import_module(f"printing.{_MODULES[type(paper)]}").draw(paper)
    return Rendered(drawn.pdf, drawn.pages)
