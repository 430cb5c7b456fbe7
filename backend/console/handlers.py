"""Something new in the queue: every operator who may decide it is told. Running twice tells nobody twice."""

from datetime import timedelta

from django.db import models

from backend.accounts.selectors import operators
from backend.console import clock_watch, notices
from backend.console.enums import ClockKind, QueueKind
from backend.core import clock, outbox
from backend.deals.events import PitchSubmitted, RevisionSubmitted
from backend.deals.models import Pitch, PitchRevision
from backend.notifications import services as notifications
from backend.organizations.enums import ReviewKind
from backend.organizations.events import ReviewRequested, StandingRequested
from backend.organizations.models import InvestorStanding, OrganizationReview
from backend.payments.events import NoticeOutOfTime
from backend.roadshows.events import EventSubmitted
from backend.roadshows.models import Event


def _tell_operators(kind: QueueKind, case: models.Model | None, *, cause: str = "") -> None:
    """Quiet when the case is gone. Who may not decide it, being a colleague say, is told nothing when it is read."""
    if case is not None:
        notifications.notify_all(
            kind=notices.waiting(kind),
            recipients=operators(),
            subject=case,
            cause=cause,
            now=clock.now(),
        )


@outbox.on(ReviewRequested)
def on_review_requested(event: ReviewRequested) -> None:
    row = OrganizationReview.objects.filter(pk=event.review_id).first()
    is_claim = row is not None and row.kind == ReviewKind.CLAIM
    _tell_operators(QueueKind.CLAIM if is_claim else QueueKind.ORGANIZATION, row)


@outbox.on(StandingRequested)
def on_standing_requested(event: StandingRequested) -> None:
    _tell_operators(QueueKind.STANDING, InvestorStanding.objects.filter(pk=event.standing_id).first())


@outbox.on(PitchSubmitted)
def on_pitch_submitted(event: PitchSubmitted) -> None:
    row = Pitch.objects.filter(pk=event.pitch_id).first()
    _tell_operators(QueueKind.PITCH, row, cause=f"{event.pitch_id}:{event.version}")


@outbox.on(RevisionSubmitted)
def on_revision_submitted(event: RevisionSubmitted) -> None:
    row = PitchRevision.objects.filter(pitch=event.pitch_id).first()
    _tell_operators(QueueKind.REVISION, row, cause=f"{event.pitch_id}:{event.version}")


@outbox.on(EventSubmitted)
def on_event_submitted(event: EventSubmitted) -> None:
    row = Event.objects.filter(pk=event.event_id).first()
    _tell_operators(QueueKind.EVENT, row, cause=f"{event.event_id}:{event.edition}")


@outbox.on(NoticeOutOfTime)
def on_notice_out_of_time(event: NoticeOutOfTime) -> None:
    clock_watch.raise_alarm(ClockKind.GATEWAY, timedelta(seconds=event.ahead_seconds), now=clock.now())
