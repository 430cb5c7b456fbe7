"""What companies and hosts are told of final decks. The words are made when they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications.kinds import Kind, Message, register
from backend.roadshows.enums import EventState
from backend.roadshows.models import AgendaItem, FinalDeck
from backend.roadshows.notices import named
from backend.roadshows.selectors.events import events_worked_for, slots_of
from backend.roadshows.selectors.final_decks import missing
from backend.roadshows.wording import moment_of

DECK_ASKED = "roadshows.deck_asked"
DECK_DUE = "roadshows.deck_due"
DECK_REOPENED = "roadshows.deck_reopened"
DECK_DELIVERED = "roadshows.deck_delivered"


def _own(person: User) -> QuerySet[AgendaItem]:
    """Slots of the person's companies that said yes, of events that ask for decks."""
    return slots_of(person).filter(is_confirmed=True, event__decks_due_at__isnull=False)


def _missing(person: User, ids: Collection[UUID]) -> Mapping[UUID, AgendaItem]:
    """What was brought meanwhile is asked for no more."""
    return missing(_own(person)).in_bulk(list(ids))


def _reopened(person: User, ids: Collection[UUID]) -> Mapping[UUID, AgendaItem]:
    """Until another one is there."""
    open_again = FinalDeck.objects.filter(event=OuterRef("event"), pitch=OuterRef("pitch"), reopened_at__isnull=False)
    return _own(person).filter(Exists(open_again)).in_bulk(list(ids))


def _tell_asked(row: AgendaItem) -> Message:
    title = named(text("{event}请您提交演示文稿", "{event} asks for your final deck"), row.event)
    return Message(title, _due(row), "/events")


def _tell_due(row: AgendaItem) -> Message:
    title = named(text("{event}的演示文稿即将截止", "Your final deck for {event} is due soon"), row.event)
    return Message(title, _due(row), "/events")


def _due(row: AgendaItem) -> str:
    said = str(text("“{slot}”，截止：{due}", "“{slot}”, due {due}"))
    return said.format(slot=row.title, due=moment_of(row.event.decks_due_at) if row.event.decks_due_at else "")


def _tell_reopened(row: AgendaItem) -> Message:
    title = named(text("{event}允许您更换演示文稿", "{event} lets you bring another deck"), row.event)
    return Message(title, row.title, "/events")


def _brought(person: User, ids: Collection[UUID]) -> Mapping[UUID, AgendaItem]:
    """For those who work for the host, as long as the company stands by its yes and the event was not called off."""
    there = FinalDeck.objects.filter(event=OuterRef("event"), pitch=OuterRef("pitch"), file__isnull=False)
    events = events_worked_for(person).exclude(state=EventState.CANCELLED).values("pk")
    rows = AgendaItem.objects.filter(Exists(there), event__in=events, is_confirmed=True)
    return rows.select_related("event").in_bulk(list(ids))


def _tell_brought(row: AgendaItem) -> Message:
    """By the line's own title: the company's name is shown only where its pitch may be read."""
    title = str(text("“{slot}”的演示文稿已提交", "The final deck of “{slot}” is there")).format(slot=row.title)
    return Message(title, named(text("活动{event}", "Event {event}"), row.event), f"/org/events/{row.event_id}")


for _kind in (
    Kind(DECK_ASKED, "slots", _missing, _tell_asked),
    Kind(DECK_DUE, "slots", _missing, _tell_due, is_urgent=True),
    Kind(DECK_REOPENED, "slots", _reopened, _tell_reopened),
    Kind(DECK_DELIVERED, "hosting", _brought, _tell_brought),
):
    register(_kind)
