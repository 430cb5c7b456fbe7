"""Whom a host lets judge, and with which pitches they have a conflict of interest."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import outbox
from backend.core.actors import Actor, Juror
from backend.core.ids import new_id
from backend.judging.enums import DeclaredBy, PanelState
from backend.judging.errors import JudgeUnknown, LinkRefused, PanelNotOpen, TooManyJudges
from backend.judging.events import LinkEnded
from backend.judging.links import link_digest
from backend.judging.models import Conflict, Judge
from backend.judging.selectors.judges import judge_behind
from backend.judging.services.holding import hold_panel, judge_of, judged_pitch, record, run
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.services.events import hold_open

MOST_JUDGES = 50


@transaction.atomic
def add_judge(*, actor: Actor, event_id: UUID, name: str, title: str = "", email: str = "") -> Judge:
    """Let somebody judge, by a personal link (`links.address_of`).

    Raises NotFound, NotPermitted, WrongState, ResultsRevealed, TooManyJudges.
    """
    event, _ = run(actor, event_id)
    _mind_the_number(event)
    judge_id = new_id()
    judge = Judge.objects.create(
        id=judge_id,
        event=event,
        name=name,
        title=title,
        email=email.lower(),
        link_digest=link_digest(judge_id, 1),
        created_by_id=actor.pk if is_person(actor) else None,
    )
    record(actor, "judge_added", event, judge=str(judge.pk))
    return judge


@transaction.atomic
def renew_link(*, actor: Actor, event_id: UUID, judge_id: UUID) -> Judge:
    """Another link in the place of one that was lost or revoked; the one before opens nothing any more.

    Raises NotFound, NotPermitted, WrongState, ResultsRevealed, JudgeUnknown for one who was forgotten too, TooManyJudges.
    """
    event, _ = run(actor, event_id)
    judge = judge_of(event, judge_id)
    if judge.is_forgotten:
        raise JudgeUnknown
    if judge.revoked_at is not None:
        _mind_the_number(event)
    judge.link_edition += 1
    judge.link_digest, judge.revoked_at = link_digest(judge.pk, judge.link_edition), None
    judge.save(update_fields=["link_edition", "link_digest", "revoked_at", "updated_at"])
    record(actor, "judge_link_renewed", event, judge=str(judge.pk))
    outbox.publish(LinkEnded(judge_id=judge.pk))
    return judge


@transaction.atomic
def revoke_judge(*, actor: Actor, event_id: UUID, judge_id: UUID, now: datetime) -> Judge:
    """The link opens nothing any more, and what the judge gave does not count; a new link brings both back. Safe to run twice.

    Raises NotFound, NotPermitted, WrongState, ResultsRevealed, JudgeUnknown.
    """
    event, _ = run(actor, event_id)
    judge = judge_of(event, judge_id)
    if judge.revoked_at is None:
        judge.revoked_at = now
        judge.save(update_fields=["revoked_at", "updated_at"])
        record(actor, "judge_revoked", event, judge=str(judge.pk))
        outbox.publish(LinkEnded(judge_id=judge.pk))
    return judge


@transaction.atomic
def declare_conflict(
    *, actor: Actor, event_id: UUID, judge_id: UUID, pitch_id: UUID, reason: str = "", now: datetime
) -> Conflict:
    """By the host. What the judge gave this pitch does not count from now on. Said again, the first one stands.

    Raises NotFound, NotPermitted, WrongState, ResultsRevealed, JudgeUnknown, PitchNotJudged.
    """
    event, _ = run(actor, event_id)
    judge = judge_of(event, judge_id)
    return _declare(actor, judge, pitch_id, reason, DeclaredBy.HOST, now)


@transaction.atomic
def withdraw_conflict(*, actor: Actor, event_id: UUID, judge_id: UUID, pitch_id: UUID) -> None:
    """By the host, whoever declared it. Safe to run twice. Raises what `declare_conflict` raises."""
    event, _ = run(actor, event_id)
    _withdraw(actor, Conflict.objects.filter(judge=judge_of(event, judge_id), pitch=pitch_id).first())


@transaction.atomic
def declare_own_conflict(*, actor: Actor, event_id: UUID, pitch_id: UUID, reason: str = "", now: datetime) -> Conflict:
    """By the judge themselves, while scores are taken or before. Raises LinkRefused, PanelNotOpen, PitchNotJudged."""
    judge = _judge(actor, event_id)
    return _declare(actor, judge, pitch_id, reason, DeclaredBy.JUDGE, now)


@transaction.atomic
def withdraw_own_conflict(*, actor: Actor, event_id: UUID, pitch_id: UUID) -> None:
    """A slip of the judge's own; what the host declared stays. Raises LinkRefused, PanelNotOpen."""
    judge = _judge(actor, event_id)
    _withdraw(actor, Conflict.objects.filter(judge=judge, pitch=pitch_id, declared_by=DeclaredBy.JUDGE).first())


def _mind_the_number(event: Event) -> None:
    if Judge.objects.filter(event=event, revoked_at=None).count() >= MOST_JUDGES:
        raise TooManyJudges


def _judge(actor: Actor, event_id: UUID) -> Judge:
    """Who acts by a link that is good now, the panel held. Raises LinkRefused, PanelNotOpen."""
    if not isinstance(actor, Juror):
        raise LinkRefused
    event = hold_open(event_id)
    panel = hold_panel(event)
    judge = judge_behind(actor, event_id)
    if judge is None:
        raise LinkRefused
    if panel.state not in (PanelState.DRAFT, PanelState.OPEN) or event.state == EventState.CANCELLED:
        raise PanelNotOpen
    return judge


def _declare(
    actor: Actor, judge: Judge, pitch_id: UUID, reason: str, declared_by: DeclaredBy, now: datetime
) -> Conflict:
    judged_pitch(judge.event, pitch_id)
    row, is_new = Conflict.objects.get_or_create(
        judge=judge,
        pitch_id=pitch_id,
        defaults={"reason": reason.strip(), "declared_by": declared_by, "declared_at": now},
    )
    if is_new:
        record(actor, "conflict_declared", judge.event, judge=str(judge.pk), pitch=str(pitch_id), by=declared_by)
    return row


def _withdraw(actor: Actor, row: Conflict | None) -> None:
    if row is not None:
        row.delete()
        event = row.judge.event
        record(actor, "conflict_withdrawn", event, judge=str(row.judge_id), pitch=str(row.pitch_id))
