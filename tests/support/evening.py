"""An event that begins within the hour, with one talk and one pitch whose deck may be shown, for a host of the demo."""

from datetime import timedelta

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.organizations.models import Organization
from backend.roadshows.enums import AgendaKind
from tests.factories.roadshows import AgendaItemFactory, EventFactory
from tests.support.uploads import stored_deck

PAGES = (["Market"], ["Product"], ["Team"])


def evening_tonight(host_name: str) -> str:
    """The event's id. Its host is the organization of this person of the demo."""
    host = Organization.objects.get(memberships__person=User.objects.get(display_name=host_name))
    event = EventFactory.create(
        published=True, organization=host, title="今晚的路演", starts_at=clock.now() + timedelta(minutes=30)
    )
    pitch = Pitch.objects.filter(state=PitchState.PUBLISHED, deck=None).order_by("pk").first()
    assert pitch is not None
    pitch.deck = stored_deck(SYSTEM, *PAGES)
    pitch.save(update_fields=["deck"])
    AgendaItemFactory.create(event=event, title="开场致辞", position=1)
    AgendaItemFactory.create(
        event=event,
        title="现场演示",
        kind=AgendaKind.PITCH,
        position=2,
        pitch=pitch,
        is_confirmed=True,
        shows_deck=True,
    )
    return str(event.pk)
