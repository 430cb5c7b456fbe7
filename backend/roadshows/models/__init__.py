from backend.roadshows.models.event import AgendaItem, Event, Quota
from backend.roadshows.models.registration import ContactCode, Registration
from backend.roadshows.models.stage import Stage
from backend.roadshows.models.ticketing import TicketType

__all__ = ["AgendaItem", "ContactCode", "Event", "Quota", "Registration", "Stage", "TicketType"]
