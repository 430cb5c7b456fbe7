"""When the guests of an event are forgotten, so is what was said and prepared behind its stage."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from backend.backstage.models import ChatLine, SpeakerLink, SpeakerNotes
from backend.roadshows.models import Event
from backend.roadshows.services.retention import Forgetting, add_forgetting


def _left(rows: QuerySet[Any]) -> Callable[[], Exists]:
    return lambda: Exists(rows.filter(event=OuterRef("pk")))


def _gone(rows: QuerySet[Any]) -> Callable[[Event], None]:
    def forget(event: Event) -> None:
        rows.filter(event=event).delete()

    return forget


for _model in (ChatLine, SpeakerNotes, SpeakerLink):
    _rows = _model._default_manager.all()
    add_forgetting(Forgetting(_left(_rows), _gone(_rows)))
