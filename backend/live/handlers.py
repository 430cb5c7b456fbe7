"""Whose rights may have ended is told to every process in the moment of the commit, which asks again for those it holds.

Nothing depends on it: what is lost, or ends by the clock alone, is found by the check of each minute.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from backend.accounts.events import AccessEnded
from backend.accounts.selectors import person_known_as
from backend.backstage.events import SpeakerLinkEnded
from backend.core import outbox
from backend.interactions.models import Participant
from backend.judging.events import LinkEnded
from backend.live import bus
from backend.organizations.events import MembersChanged, OrganizationChanged, StandingChanged
from backend.organizations.models import Membership
from backend.roadshows.enums import EventState
from backend.roadshows.events import (
    EventNarrowed,
    HelperEnded,
    InvitationEnded,
    RegistrationCancelled,
    RegistrationExpired,
    RegistrationRefused,
    TransferDone,
    WaitingRemoved,
)
from backend.roadshows.models import Event, EventHelper, Invitation, Registration, TransferOffer, WaitlistEntry


def _ended(*, people: Iterable[UUID | None] = (), rooms: Iterable[UUID] = ()) -> None:
    told = bus.Ended(frozenset(str(one) for one in people if one), frozenset(map(str, rooms)))
    if told == bus.Ended():
        return
    transaction.on_commit(lambda: bus.announce_ended(told), robust=True)


@outbox.on(AccessEnded, same_transaction=True)
def on_access_ended(event: AccessEnded) -> None:
    _ended(people=[event.person_id])


@outbox.on(StandingChanged, same_transaction=True)
def on_standing_changed(event: StandingChanged) -> None:
    _ended(people=[event.person_id])


@outbox.on(MembersChanged, same_transaction=True)
def on_members_changed(event: MembersChanged) -> None:
    if event.lowered:
        _ended(people=event.lowered)


@outbox.on(OrganizationChanged, same_transaction=True)
def on_organization_changed(event: OrganizationChanged) -> None:
    """It may be verified no longer: its own events are then open to nobody, and others not to its people."""
    shown = Event.objects.filter(
        organization=event.organization_id, state__in=(EventState.PUBLISHED, EventState.LIVE)
    ).values_list("pk", flat=True)
    _ended(people=_members_of(event.organization_id), rooms=list(shown))


@outbox.on(EventNarrowed, same_transaction=True)
def on_event_narrowed(event: EventNarrowed) -> None:
    _ended(rooms=[event.event_id])


@outbox.on(HelperEnded, same_transaction=True)
def on_helper_ended(event: HelperEnded) -> None:
    helper = EventHelper.objects.filter(pk=event.helper_id).first()
    if helper is not None:
        whole = _members_of(helper.organization_id) if helper.organization_id else []
        _ended(people=[helper.person_id, *whole])


@outbox.on(RegistrationCancelled, same_transaction=True)
def on_registration_cancelled(event: RegistrationCancelled) -> None:
    _place_ended(event.registration_id)


@outbox.on(RegistrationExpired, same_transaction=True)
def on_registration_expired(event: RegistrationExpired) -> None:
    _place_ended(event.registration_id)


@outbox.on(RegistrationRefused, same_transaction=True)
def on_registration_refused(event: RegistrationRefused) -> None:
    _place_ended(event.registration_id)


@outbox.on(TransferDone, same_transaction=True)
def on_transfer_done(event: TransferDone) -> None:
    offer = TransferOffer.objects.filter(pk=event.offer_id).first()
    if offer is not None:
        _place_ended(offer.registration_id)


@outbox.on(WaitingRemoved, same_transaction=True)
def on_waiting_removed(event: WaitingRemoved) -> None:
    row = WaitlistEntry.objects.filter(pk=event.entry_id).first()
    if row is not None:
        _ended(people=[row.person_id, _account_of(row)])


@outbox.on(InvitationEnded, same_transaction=True)
def on_invitation_ended(event: InvitationEnded) -> None:
    row = Invitation.objects.filter(pk=event.invitation_id).first()
    if row is not None:
        _ended(people=[_account_of(row)])


@outbox.on(LinkEnded, same_transaction=True)
def on_link_ended(event: LinkEnded) -> None:
    _ended(people=[event.judge_id])


@outbox.on(SpeakerLinkEnded, same_transaction=True)
def on_speaker_link_ended(event: SpeakerLinkEnded) -> None:
    _ended(people=[event.link_id])


def _place_ended(registration_id: UUID) -> None:
    """Its holder, who may be in the room by the ticket alone."""
    row = Registration.objects.filter(pk=registration_id).first()
    if row is not None:
        theirs = Participant.objects.filter(registration=row).values_list("pk", flat=True)
        _ended(people=[row.person_id, _account_of(row), *theirs])


def _account_of(row: Registration | WaitlistEntry | Invitation) -> UUID | None:
    """Of whoever proved the contact by which an event knows somebody."""
    known = person_known_as(row.contact) if row.contact else None
    return known.pk if known else None


def _members_of(organization_id: UUID) -> list[UUID]:
    return list(Membership.objects.filter(organization=organization_id).values_list("person_id", flat=True))
