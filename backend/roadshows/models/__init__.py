from backend.roadshows.models.event import AgendaItem, Event, Quota
from backend.roadshows.models.registration import ContactCode, Registration

__all__ = ["AgendaItem", "ContactCode", "Event", "Quota", "Registration"]
