"""Events of the demo's host, made where the product keeps its rows: what `manage shell` is given to run, which prints their ids."""

# An event of the demo's host with the demo's startup on its run of show, about to begin.
ABOUT_TO_BEGIN = """
import json
from datetime import timedelta
from backend.accounts.models import User
from backend.core import clock
from backend.deals.models import Pitch
from backend.organizations.models import Organization
from tests.factories.roadshows import AgendaItemFactory, EventFactory
host = Organization.objects.get(memberships__person__email="host@demo.xiangmihu.example")
pitch = Pitch.objects.filter(
    organization__memberships__person__email="startup@demo.xiangmihu.example", state="published", deck__isnull=False
).order_by("pk").first()
now = clock.now()
event = EventFactory.create(
    organization=host, published=True, title="后台之夜", starts_at=now + timedelta(minutes=20),
    ends_at=now + timedelta(hours=2)
)
line = AgendaItemFactory.create(
    event=event, position=1, kind="pitch", pitch=pitch, title="样机演示", minutes=8, is_confirmed=True, shows_deck=True
)
AgendaItemFactory.create(event=event, position=2, kind="talk", title="致谢", minutes=5)
print(json.dumps({"event": str(event.pk), "line": str(line.pk), "pages": pitch.deck.page_count}))
"""
