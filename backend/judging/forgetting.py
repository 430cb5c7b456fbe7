"""When the guests of an event are forgotten, so is who judged: what was given stays, of a judge without a name."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from backend.judging.models import Conflict, Judge
from backend.roadshows.models import Event
from backend.roadshows.services.retention import Forgetting, add_forgetting

# What no secret's digest is: the link opens nothing from now on.
_OF_NO_SECRET = Concat(Value("removed:"), Cast("id", CharField()))


def _is_left() -> Exists:
    named = Judge.objects.filter(~Q(name="") | Q(conflicts__reason__gt=""))
    return Exists(named.filter(event=OuterRef("pk")))


def _forget(event: Event) -> None:
    now = timezone.now()
    # Another edition, so that a pass of the link ends with it.
    blank: dict[str, Any] = {
        "name": "",
        "title": "",
        "email": "",
        "link_digest": _OF_NO_SECRET,
        "link_edition": F("link_edition") + 1,
    }
    Judge.objects.filter(event=event).exclude(name="").update(**blank, updated_at=now)
    # Why somebody is close to a company says who they are.
    Conflict.objects.filter(judge__event=event).exclude(reason="").update(reason="", updated_at=now)


add_forgetting(Forgetting(_is_left, _forget))
