"""A host asks people to an event that is for invited guests: each gets a link of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from backend.accounts.selectors import person_known_as
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.core.languages import text
from backend.core.ratelimit import Limit, consume
from backend.roadshows.contacts import by_contacts, normalize_contact
from backend.roadshows.enums import HOLDS_A_PLACE, IN_LINE, GuestInvitationState
from backend.roadshows.errors import (
    BadContact,
    InvitationGone,
    InvitationSettled,
    InvitedLineFlawed,
    RegistrationClosed,
    WrongNumberToInvite,
)
from backend.roadshows.events import InvitationEnded, InvitationSent
from backend.roadshows.models import Event, Invitation, Registration, WaitlistEntry
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.invitations import has_place
from backend.roadshows.services.entry import held_invitation
from backend.roadshows.services.events import locked_event, person_id_of, require_step
from backend.roadshows.services.registrations import tell_holder
from backend.roadshows.services.waiting.desk import remove_entry
from backend.roadshows.tickets import invitation_secret_of

MOST_AT_ONCE = 200
# Each is up to so many letters to people who have not asked for one.
INVITING = Limit("roadshows.inviting", 20, 86_400)
RESENDING = Limit("roadshows.invitation_resent", 3, 86_400)
SENDING_TICKETS = Limit("roadshows.invited_ticket_sent", 3, 86_400)
_LONGEST_NAME = 80
_WITHDRAWN = text("邀请已撤回。", "The invitation was withdrawn.")
_PARTS = re.compile(r"[,，;；\t]")


@dataclass(frozen=True, slots=True)
class Invitee:
    """One line a host wrote; the contact in its one spelling."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Invited:
    """How many are written to, and how many were invited or had a place before."""

    invited: int
    known: int


def read_lines(lines: str) -> list[Invitee]:
    """A name, a comma and a contact in each; a contact that comes twice counts once, by its last line.

    Raises InvitedLineFlawed, which names the first bad line, WrongNumberToInvite.
    """
    found = [_invitee(line, number) for number, line in enumerate(lines.splitlines(), start=1) if line.strip()]
    people = list({one.contact: one for one in found}.values())
    if not 1 <= len(people) <= MOST_AT_ONCE:
        raise WrongNumberToInvite(str(WrongNumberToInvite.message).format(most=MOST_AT_ONCE))
    return people


def _invitee(line: str, number: int) -> Invitee:
    parts = [part.strip() for part in _PARTS.split(line)]
    try:
        name, contact = parts
        if not 0 < len(name) <= _LONGEST_NAME:
            raise ValueError
        return Invitee(name, normalize_contact(contact))
    except (ValueError, BadContact) as error:
        said = str(InvitedLineFlawed.message).format(line=number)
        raise InvitedLineFlawed(said, fields={"lines": [said]}) from error


def invite_guests(*, actor: Actor, event: Event, people: Sequence[Invitee], language: str, now: datetime) -> Invited:
    """Send each a link in their language. Who is invited already, or has a place, is passed over; who declined or whose
    invitation was withdrawn is asked again. Raises NotPermitted, WrongState, RegistrationClosed, TooManyRequests.
    """
    require_step(actor, "invite_guests", event)
    consume(INVITING, str(event.pk), must_count=True)
    return _invite(actor, event, people, language, now)


@transaction.atomic
def _invite(actor: Actor, event: Event, people: Sequence[Invitee], language: str, now: datetime) -> Invited:
    # Held against newcomers, so that who is known now is known until the end.
    locked = locked_event(event.pk)
    require_step(actor, "invite_guests", locked)
    if not takes_registrations(locked, now):
        raise RegistrationClosed
    ours = by_contacts([one.contact for one in people])
    places = Registration.objects.filter(ours, event=locked, state__in=HOLDS_A_PLACE).only("email", "phone")
    held = {row.contact for row in places}
    before = {row.contact: row for row in Invitation.objects.select_for_update().filter(ours, event=locked)}
    asked = [one for one in people if one.contact not in held and not _is_asked(before.get(one.contact))]
    for one in asked:
        row = before.get(one.contact) or _new(locked, one.contact)
        row.name, row.language, row.invited_by_id = one.name, language, person_id_of(actor)
        row.state, row.answered_at, row.registration = GuestInvitationState.INVITED, None, None
        row.save()
        outbox.publish(InvitationSent(invitation_id=row.pk))
    if asked:
        host = locked.organization_id
        audit.record(actor, "event.guests_invited", locked, organizations=[host], count=len(asked))
    return Invited(len(asked), len(people) - len(asked))


def _is_asked(invitation: Invitation | None) -> bool:
    """Who gave a place back that they were invited to is asked anew."""
    return invitation is not None and invitation.state == GuestInvitationState.INVITED


def _new(event: Event, contact: str) -> Invitation:
    row_id, is_email = new_id(), "@" in contact
    return Invitation(
        id=row_id,
        event=event,
        email=contact if is_email else None,
        phone=None if is_email else contact,
        secret_digest=digest_of(invitation_secret_of(row_id)),
    )


def resend_invitation(*, actor: Actor, event: Event, invitation_id: UUID) -> Invitation:
    """The same link once more. Raises InvitationGone, InvitationSettled, NotPermitted, WrongState, TooManyRequests."""
    require_step(actor, "invite_guests", event)
    consume(RESENDING, str(invitation_id), must_count=True)
    return _resend(actor, event, invitation_id)


@transaction.atomic
def _resend(actor: Actor, event: Event, invitation_id: UUID) -> Invitation:
    row = _held_of(event, invitation_id)
    if row.state != GuestInvitationState.INVITED:
        raise InvitationSettled
    audit.record(actor, "guest_invitation.resent", row, organizations=[event.organization_id])
    outbox.publish(InvitationSent(invitation_id=row.pk))
    return row


@transaction.atomic
def revoke_invitation(*, actor: Actor, event: Event, invitation_id: UUID, now: datetime) -> Invitation:
    """The link opens nothing any more, and the guest sees the event no longer, nor waits for a place. Done twice, it is once.

    Raises InvitationGone, InvitationSettled for who has a place, NotPermitted, WrongState.
    """
    require_step(actor, "invite_guests", event)
    _take_off_the_line(actor, event, invitation_id)
    row = _held_of(event, invitation_id)
    if has_place(row):
        raise InvitationSettled
    return _ended(actor, row, GuestInvitationState.REVOKED, "guest_invitation.revoked", now)


def _take_off_the_line(actor: Actor, event: Event, invitation_id: UUID) -> None:
    """Rows of the line are locked before that of the invitation, as by who accepts a place. Raises InvitationGone."""
    invited = Invitation.objects.filter(pk=invitation_id, event=event).first()
    if invited is None:
        raise InvitationGone
    person = person_known_as(invited.contact)
    theirs = by_contacts([invited.contact]) | (Q(person=person) if person else Q())
    for entry in WaitlistEntry.objects.filter(theirs, event=event, state__in=IN_LINE).order_by("pk"):
        with translation.override(entry.language):
            reason = str(_WITHDRAWN)
        remove_entry(actor=actor, entry=entry, reason=reason)


@transaction.atomic
def decline_invitation(*, actor: Actor, invitation: Invitation, now: datetime) -> Invitation:
    """The guest will not come. Done twice, it is once. Raises InvitationGone, InvitationSettled for who has registered."""
    row = held_invitation(invitation.pk)
    if row.state == GuestInvitationState.REVOKED:
        raise InvitationGone
    if row.state == GuestInvitationState.REGISTERED:
        raise InvitationSettled
    return _ended(actor, row, GuestInvitationState.DECLINED, "guest_invitation.declined", now)


def send_ticket_again(*, invitation: Invitation) -> None:
    """To the contact that was invited, and to no other: whoever holds the link need not be its guest.

    Raises InvitationGone for who has no place, TooManyRequests.
    """
    consume(SENDING_TICKETS, str(invitation.pk), must_count=True)
    _send_ticket(invitation.pk)


@transaction.atomic
def _send_ticket(invitation_id: UUID) -> None:
    row = held_invitation(invitation_id)
    if not has_place(row) or row.registration is None:
        raise InvitationGone
    tell_holder(row.registration)


def _held_of(event: Event, invitation_id: UUID) -> Invitation:
    """Raises InvitationGone for one of another event too."""
    row = held_invitation(invitation_id)
    if row.event_id != event.pk:
        raise InvitationGone
    return row


def _ended(actor: Actor, row: Invitation, state: GuestInvitationState, act: str, now: datetime) -> Invitation:
    if row.state != state:
        row.state, row.answered_at, row.registration = state, now, None
        row.save(update_fields=["state", "answered_at", "registration", "updated_at"])
        audit.record(actor, act, row, organizations=[row.event.organization_id])
        outbox.publish(InvitationEnded(invitation_id=row.pk))
    return row
