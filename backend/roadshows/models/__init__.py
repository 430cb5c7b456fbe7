from backend.roadshows.models.asking import Answer, DecisionLetter, EventConsent, Question
from backend.roadshows.models.deck import FinalDeck
from backend.roadshows.models.desk import GuestView, Letter, Mailing, MailOptOut
from backend.roadshows.models.door import CheckIn, CheckInDevice, CheckInList
from backend.roadshows.models.event import AgendaItem, Event
from backend.roadshows.models.helping import EventHelper
from backend.roadshows.models.holding import AdmittedContact, DeskPayment, TransferOffer
from backend.roadshows.models.imported import GuestImport
from backend.roadshows.models.invitation import Invitation
from backend.roadshows.models.minutes import Minutes
from backend.roadshows.models.registration import ContactCode, Registration
from backend.roadshows.models.released import AgendaRelease, ReleasedItem
from backend.roadshows.models.report import EventReport
from backend.roadshows.models.series import EventSeries
from backend.roadshows.models.stage import Stage
from backend.roadshows.models.ticketing import Quota, TicketType
from backend.roadshows.models.voucher import Voucher
from backend.roadshows.models.waiting import WaitlistEntry

__all__ = [
    "AdmittedContact",
    "AgendaItem",
    "AgendaRelease",
    "Answer",
    "CheckIn",
    "CheckInDevice",
    "CheckInList",
    "ContactCode",
    "DecisionLetter",
    "DeskPayment",
    "Event",
    "EventConsent",
    "EventHelper",
    "EventReport",
    "EventSeries",
    "FinalDeck",
    "GuestImport",
    "GuestView",
    "Invitation",
    "Letter",
    "MailOptOut",
    "Mailing",
    "Minutes",
    "Question",
    "Quota",
    "Registration",
    "ReleasedItem",
    "Stage",
    "TicketType",
    "TransferOffer",
    "Voucher",
    "WaitlistEntry",
]
