"""Asking organizations and people to help with an event, their answers, and the end of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.digests import digest_of
from backend.core.errors import NotPermitted
from backend.core.ids import new_id
from backend.core.permissions import require
from backend.core.ratelimit import Limit, consume
from backend.organizations import selectors as organizations
from backend.organizations.enums import Origin
from backend.organizations.models import Organization
from backend.organizations.permissions import is_member
from backend.roadshows.enums import ASKED_TO_HELP, HelperRole, HelperState
from backend.roadshows.errors import (
    AlreadyHelps,
    CheckInListUnknown,
    HelperGone,
    HelpsItself,
    ListsNeeded,
    NotAHost,
    OrganizationUnknown,
    TooManyHelpers,
)
from backend.roadshows.events import HelperAnswered, HelperEnded, HelperInvited
from backend.roadshows.models import CheckInDevice, CheckInList, Event, EventHelper
from backend.roadshows.permissions import forget_help, is_host
from backend.roadshows.selectors.helping import ANSWERED_WHILE
from backend.roadshows.services.events import locked_event, person_id_of, require_step
from backend.roadshows.tickets import helper_secret_of

# Each to a person is a letter to somebody who has not asked for one.
INVITATIONS = Limit("roadshows.invite_helpers", 100, 24 * 3600)
ANSWERS = Limit("roadshows.answer_helpers", 60, 3600)
MAX_HELPERS = 50
_HELPS = HelperState.ACCEPTED.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a host asks: an organization, or one person by mail. `lists` of the door are for who only checks in."""

    role: HelperRole
    organization: UUID | None
    email: str
    lists: Sequence[UUID]


@transaction.atomic
def invite_helper(*, actor: Actor, event: Event, wanted: Wanted, language: str, now: datetime) -> EventHelper:
    """Ask somebody to help; until they say yes it gives no right. A person is sent a link, in the given language.

    Raises NotPermitted, WrongState, OrganizationUnknown, NotAHost for a co-host that may not host itself, HelpsItself,
    ListsNeeded, CheckInListUnknown, AlreadyHelps, TooManyHelpers, TooManyRequests.
    """
    locked = locked_event(event.pk)
    require_step(actor, "invite_helpers", locked)
    consume(INVITATIONS, str(actor.pk))
    if locked.helpers.filter(state__in=ASKED_TO_HELP).count() >= MAX_HELPERS:
        raise TooManyHelpers
    organization = _asked_organization(actor, locked, wanted)
    lists = _asked_lists(locked, wanted)
    pk = new_id()
    row = EventHelper(
        id=pk,
        event=locked,
        role=wanted.role,
        organization=organization,
        email="" if organization is not None else wanted.email.strip().lower(),
        language=language,
        secret_digest=None if organization is not None else digest_of(helper_secret_of(pk)),
        invited_by_id=person_id_of(actor),
    )
    _save_once(row)
    row.lists.set(lists)
    _record(actor, "event.helper_invited", row)
    outbox.publish(HelperInvited(helper_id=row.pk))
    return row


@transaction.atomic
def answer_helper(*, actor: User, helper: EventHelper, accepts: bool, now: datetime) -> EventHelper:
    """Say yes or no, for oneself or for an organization one administers; the host's people are told.

    The caller has found the row by its link, or among the person's own (`invitations_of`). Raises HelperGone when it was
    answered or withdrawn, or its event is over, HelpsItself, AlreadyHelps, NotPermitted, TooManyRequests.
    """
    consume(ANSWERS, str(actor.pk))
    row = _locked(helper)
    if row.state != HelperState.INVITED or row.event.state not in ANSWERED_WHILE:
        raise HelperGone
    require(actor, "roadshows.answer_helper", row)
    if accepts and is_member(actor, row.event):
        raise HelpsItself
    row.state = HelperState.ACCEPTED if accepts else HelperState.DECLINED
    row.answered_at, row.answered_by = now, actor
    if accepts and row.organization_id is None:
        row.person = actor
    _save_once(row)
    forget_help(actor)
    _record(actor, "event.helper_accepted" if accepts else "event.helper_declined", row)
    outbox.publish(HelperAnswered(helper_id=row.pk))
    return row


@transaction.atomic
def end_helper(*, actor: Actor, helper: EventHelper, now: datetime) -> EventHelper:
    """Either side ends it, or the host takes an invitation back; rights and the devices they handed out end at once.

    Whoever reads a ticket at a door as this helper comes before it or is refused. Safe to run twice. Raises NotPermitted.
    """
    row = _locked(helper)
    require(actor, "roadshows.end_helper", row)
    if row.state not in ASKED_TO_HELP:
        return row
    was_helping, by_host = row.state == HelperState.ACCEPTED, is_member(actor, row.event)
    row.state, row.ended_at, row.ended_by_id = HelperState.ENDED, now, person_id_of(actor)
    row.save(update_fields=["state", "ended_at", "ended_by", "updated_at"])
    open_ones = CheckInDevice.objects.filter(helper=row, revoked_at=None)
    revoked = open_ones.update(revoked_at=now, updated_at=now)
    if is_person(actor):
        forget_help(actor)
    _record(actor, "event.helper_ended" if was_helping else "event.helper_withdrawn", row, devices=revoked)
    if was_helping:
        outbox.publish(HelperEnded(helper_id=row.pk, by_host=by_host))
    return row


def hold_help(helper_id: UUID | None) -> None:
    """Keep somebody a helper until the transaction ends; None is who needs no help to. Raises NotPermitted when it has ended.

    Shared: many read tickets as the same helper at once, and `end_helper` waits for them.
    """
    if helper_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM roadshows_eventhelper WHERE id = %s AND state = %s FOR SHARE", [helper_id, _HELPS]
        )
        if cursor.fetchone() is None:
            raise NotPermitted(rule="roadshows.keep_door")


def _locked(helper: EventHelper) -> EventHelper:
    rows = EventHelper.objects.select_for_update(of=("self",)).select_related("event__organization", "organization")
    return rows.get(pk=helper.pk)


def _asked_organization(actor: Actor, event: Event, wanted: Wanted) -> Organization | None:
    if wanted.organization is None:
        return None
    row = organizations.visible_organizations(actor).filter(pk=wanted.organization, origin=Origin.MEMBER).first()
    if row is None:
        raise OrganizationUnknown(fields={"organization": [OrganizationUnknown.message]})
    if row.pk == event.organization_id:
        raise HelpsItself(fields={"organization": [HelpsItself.message]})
    if wanted.role == HelperRole.CO_HOST and not is_host(actor, row):
        raise NotAHost(fields={"organization": [NotAHost.message]})
    return row


def _asked_lists(event: Event, wanted: Wanted) -> list[CheckInList]:
    """Held as they are, for the event is locked."""
    if wanted.role != HelperRole.CHECK_IN:
        return []
    lists = list(CheckInList.objects.filter(event=event, pk__in=wanted.lists))
    if not lists:
        raise ListsNeeded(fields={"lists": [ListsNeeded.message]})
    if len(lists) != len(set(wanted.lists)):
        raise CheckInListUnknown
    return lists


def _save_once(row: EventHelper) -> None:
    """Who was asked already, or helps already by another address, is not asked twice."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyHelps from error


def _record(actor: Actor, action: str, row: EventHelper, **data: object) -> None:
    """On the desks of both organizations."""
    both = [row.event.organization_id, *([row.organization_id] if row.organization_id else [])]
    audit.record(actor, action, row.event, organizations=both, helper=str(row.pk), role=row.role, **data)
