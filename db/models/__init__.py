"""All tables. Later issues extend them by migration.

``from db.models import Case`` maps that table and no other: mapping costs a millisecond for four columns, and the first page of the desk
reads half of them. What a module of queries needs for other pages it names inside its functions, as ``models.Drill``. A write maps them
all (``load_all``), since the order of its rows follows the foreign keys. A class is asked of this package, never of its module.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from db.models.assistance import EmploymentStatus as EmploymentStatus
    from db.models.assistance import FileStep as FileStep
    from db.models.assistance import FivePoints as FivePoints
    from db.models.assistance import HardshipRecognition as HardshipRecognition
    from db.models.assistance import JobWish as JobWish
    from db.models.assistance import PersonGroup as PersonGroup
    from db.models.assistance import PersonKey as PersonKey
    from db.models.assistance import ServiceList as ServiceList
    from db.models.assistance import ServiceListLine as ServiceListLine
    from db.models.assistance import ServiceRecord as ServiceRecord
    from db.models.audit import AuditEntry as AuditEntry
    from db.models.audit import AuditHead as AuditHead
    from db.models.audit import AuditSignature as AuditSignature
    from db.models.audit import AuditValue as AuditValue
    from db.models.cases import AccountabilityRecord as AccountabilityRecord
    from db.models.cases import Approval as Approval
    from db.models.cases import Case as Case
    from db.models.cases import CaseBundle as CaseBundle
    from db.models.cases import CaseEvent as CaseEvent
    from db.models.cases import CaseMaterial as CaseMaterial
    from db.models.cases import Chaser as Chaser
    from db.models.cases import Extension as Extension
    from db.models.cases import HandOver as HandOver
    from db.models.cases import MaterialReceipt as MaterialReceipt
    from db.models.cases import OneTimeNotice as OneTimeNotice
    from db.models.cases import Proxy as Proxy
    from db.models.cases import RatedMark as RatedMark
    from db.models.cases import Rating as Rating
    from db.models.cases import Rectification as Rectification
    from db.models.infra import Draft as Draft
    from db.models.infra import Holiday as Holiday
    from db.models.infra import HolidayYear as HolidayYear
    from db.models.infra import PrintRecord as PrintRecord
    from db.models.infra import Seat as Seat
    from db.models.infra import Secret as Secret
    from db.models.infra import Setting as Setting
    from db.models.market import Course as Course
    from db.models.market import Enrolment as Enrolment
    from db.models.market import Hire as Hire
    from db.models.market import Job as Job
    from db.models.market import Policy as Policy
    from db.models.market import Referral as Referral
    from db.models.people import AssistanceFile as AssistanceFile
    from db.models.people import Helper as Helper
    from db.models.people import Household as Household
    from db.models.people import HouseholdMember as HouseholdMember
    from db.models.people import Person as Person
    from db.models.people import ZeroEmploymentRecord as ZeroEmploymentRecord
    from db.models.queue import Appointment as Appointment
    from db.models.queue import Counter as Counter
    from db.models.queue import CounterLine as CounterLine
    from db.models.queue import Inquiry as Inquiry
    from db.models.queue import LinePass as LinePass
    from db.models.queue import QueueLine as QueueLine
    from db.models.queue import SaidCall as SaidCall
    from db.models.queue import ScreenNotice as ScreenNotice
    from db.models.queue import Ticket as Ticket
    from db.models.queue import TicketItem as TicketItem
    from db.models.returns import Return as Return
    from db.models.returns import ReturnCell as ReturnCell
    from db.models.returns import ReturnText as ReturnText
    from db.models.staff import Certificate as Certificate
    from db.models.staff import DeputyHead as DeputyHead
    from db.models.staff import DeskHandOver as DeskHandOver
    from db.models.staff import Drill as Drill
    from db.models.staff import DrillPerson as DrillPerson
    from db.models.staff import Norm as Norm
    from db.models.staff import Post as Post
    from db.models.staff import PostAssignment as PostAssignment
    from db.models.staff import Whereabouts as Whereabouts
    from db.models.station import Grid as Grid
    from db.models.station import ItemVersion as ItemVersion
    from db.models.station import Officer as Officer
    from db.models.station import PlanTarget as PlanTarget
    from db.models.station import ServiceItem as ServiceItem
    from db.models.station import Station as Station
    from db.models.visits import Employer as Employer
    from db.models.visits import Visit as Visit
    from db.models.visits import VisitPerson as VisitPerson
    from db.models.voices import CallBack as CallBack
    from db.models.voices import Complaint as Complaint
    from db.models.voices import RatingAppeal as RatingAppeal
    from db.models.voices import RatingInvitation as RatingInvitation
    from db.models.writing import Attachment as Attachment
    from db.models.writing import Batch as Batch
    from db.models.writing import BatchImage as BatchImage
    from db.models.writing import DutyProduct as DutyProduct
    from db.models.writing import NumberSeries as NumberSeries
    from db.models.writing import RequestKey as RequestKey

_HOMES = {
    "assistance": (
        "PersonKey PersonGroup EmploymentStatus HardshipRecognition FivePoints JobWish FileStep ServiceList ServiceListLine ServiceRecord"
    ),
    "audit": "AuditEntry AuditValue AuditHead AuditSignature",
    "cases": (
        "Case CaseEvent CaseMaterial MaterialReceipt CaseBundle Proxy OneTimeNotice HandOver Extension "
        "Approval AccountabilityRecord Chaser RatedMark Rating Rectification"
    ),
    "infra": "Setting Secret Seat Draft Holiday HolidayYear PrintRecord",
    "market": "Job Referral Hire Policy Course Enrolment",
    "people": "Person Household HouseholdMember ZeroEmploymentRecord AssistanceFile Helper",
    "queue": "QueueLine Counter CounterLine Ticket TicketItem SaidCall LinePass Appointment ScreenNotice Inquiry",
    "returns": "ReturnText Return ReturnCell",
    "staff": "Post PostAssignment DeputyHead DeskHandOver Whereabouts Drill DrillPerson Certificate Norm",
    "station": "Station Officer Grid PlanTarget ServiceItem ItemVersion",
    "visits": "Employer Visit VisitPerson",
    "voices": "RatingInvitation RatingAppeal CallBack Complaint",
    "writing": "NumberSeries RequestKey DutyProduct Batch BatchImage Attachment",
}
_MODULE = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A model at its first use; from then on it stands here like any other name."""
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from db.base import mapped

    model = globals()[name] = mapped(getattr(importlib.import_module(f"{__name__}.{_MODULE[name]}"), name))
    return model


@cache
def load_all() -> MetaData:
    """Map every table; the answer holds them."""
    from db.base import Base

    for name in _MODULE:
        __getattr__(name)
    return Base.metadata


def names() -> tuple[str, ...]:
    """The names of all models."""
    return tuple(_MODULE)
