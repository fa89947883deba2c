"""What every paper is made of: the list of papers, the head that all carry, a line of material."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Document(StrEnum):
    """The papers a station prints, by the word of the command line."""

    TICKET = "ticket"
    APPOINTMENT = "appointment"
    INQUIRY = "inquiry"
    ONE_TIME_NOTICE = "one-time-notice"
    ACCEPTANCE = "acceptance"
    ASSISTANCE_FILE = "assistance-file"
    SERVICE_LISTS = "service-lists"
    RATING_SLIP = "rating-slip"
    RETURN = "return"
    APPROVAL_SLIP = "approval-slip"
    CHASER = "chaser"
    EXTENSION_NOTICE = "extension-notice"
    CASE_SHEET = "case-sheet"
    INQUIRY_REGISTER = "inquiry-register"
    COMPLAINT_REGISTER = "complaint-register"
    MATERIAL_RECEIPT = "material-receipt"
    PROXY_ACCEPTANCE = "proxy-acceptance"
    PROXY_AUTHORISATION = "proxy-authorisation"
    PROXY_SUSPENSION = "proxy-suspension"
    PROXY_RENEWAL = "proxy-renewal"
    PROXY_COMPLETION = "proxy-completion"
    DESK_LIST = "desk-list"
    WALL = "wall"
    STAFF_BOARD = "staff-board"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper carries: the station, the paper's number, who printed it and when.

    ``qr`` is the ASCII payload of the code at the top (a case or ticket number), empty for none; never a person's number.
    """

    station_name: str
    officer: str
    printed_at: datetime
    document_number: str = ""
    case_number: str = ""
    qr: str = ""
    practice: bool = False

    def __post_init__(self) -> None:
        if not self.qr.isascii():
            raise ValueError("a QR payload is ASCII only")


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """One material taken in: its name, how many, and in which form (原件、复印件)."""

    name: str
    quantity: int
    form: str = "原件"
    unit: str = "份"
    remark: str = ""
