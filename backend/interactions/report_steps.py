"""How far a guest came in the room: the last steps of an event's report."""

from django.db.models import Exists, OuterRef, Q

from backend.interactions.models import InterestMark, Question
from backend.roadshows.enums import ReportStep
from backend.roadshows.models import Event
from backend.roadshows.selectors.report import LaterStep, add_step

# The ticket that a participant holds now, so that who gave one back and took another is one guest.
_THEIRS = Q(participant__registration=OuterRef("pk"))


def _asked() -> Exists:
    return Exists(Question.objects.filter(_THEIRS, event=OuterRef("event")))


def _tapped() -> Exists:
    return Exists(InterestMark.objects.filter(_THEIRS, event=OuterRef("event"), withdrawn_at=None))


def _was_asked(event: Event) -> bool:
    return Question.objects.filter(event=event).exists()


def _was_tapped(event: Event) -> bool:
    return InterestMark.objects.filter(event=event).exists()


add_step(ReportStep.ASKED, LaterStep(_asked, _was_asked))
add_step(ReportStep.TAPPED, LaterStep(_tapped, _was_tapped))
