from backend.roadshows.models.desk import GuestView, Letter, Mailing, MailOptOut
from backend.roadshows.models.door import CheckIn, CheckInDevice, CheckInList
from backend.roadshows.models.event import AgendaItem, Event
from backend.roadshows.models.registration import ContactCode, Registration
from backend.roadshows.models.stage import Stage
from backend.roadshows.models.ticketing import Quota, TicketType
from backend.roadshows.models.voucher import Voucher
from backend.roadshows.models.waiting import WaitlistEntry

__all__ = [
    "AgendaItem",
    "CheckIn",
    "CheckInDevice",
    "CheckInList",
    "ContactCode",
    "Event",
    "GuestView",
    "Letter",
    "MailOptOut",
    "Mailing",
    "Quota",
    "Registration",
    "Stage",
    "TicketType",
    "Voucher",
    "WaitlistEntry",
]
