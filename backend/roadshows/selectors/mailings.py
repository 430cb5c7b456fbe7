"""Mails to guests: who reads them, whom one would reach, and how far its sending is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.permissions import may
from backend.roadshows.enums import HOLDS_A_PLACE, LetterState, RegistrationState
from backend.roadshows.models import Event, GuestView, Letter, Mailing, MailOptOut, Registration
from backend.roadshows.selectors.guests import GuestFilters, narrowed_guests

MOST_FAILURES = 100
OPEN_LETTERS = (LetterState.QUEUED, LetterState.SENDING)
# Who gave the place back or away, or was not given it, gets no more mails.
NOT_COMING = (RegistrationState.CANCELLED, RegistrationState.REJECTED, RegistrationState.TRANSFERRED)


class _Sha256(Func):
    """As `optout_digest` makes it, where the rows are."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = TextField()


def visible_views(viewer: Viewer, event: Event) -> QuerySet[GuestView]:
    """What the host's team keeps that serves this event, by name; to its helpers what is of this event alone."""
    rows = GuestView.objects.filter(organization=event.organization_id).order_by("name")
    if may(viewer, "roadshows.keep_guest_views", event):
        return rows.filter(Q(event=None) | Q(event=event))
    return rows.filter(event=event) if may(viewer, "roadshows.view_registrations", event) else rows.none()


def visible_mailings(viewer: Viewer, event: Event) -> QuerySet[Mailing]:
    """All of an event for those who work for its host, newest first; none for anybody else."""
    rows = Mailing.objects.filter(event=event).select_related("event__organization", "created_by", "released_by")
    return rows.order_by("-id") if may(viewer, "roadshows.view_registrations", event) else rows.none()


def opt_out_digest(organization_id: UUID, email: str) -> str:
    """Of one contact at one host. Independent of the site's key, for the wish outlives it."""
    return digest_of(f"{organization_id}:{email}")


def has_opted_out(organization_id: UUID, email: str) -> bool:
    digest = opt_out_digest(organization_id, email)
    return MailOptOut.objects.filter(organization=organization_id, contact_digest=digest).exists()


def recipients_of(event: Event, filters: GuestFilters) -> QuerySet[Registration]:
    """One registration for each address that fits: no one who gave the place back, whose contact is gone, who has no
    address, or who wants no mail of this host.
    """
    rows = _reachable(event, filters)
    refused = MailOptOut.objects.filter(organization=event.organization_id).values("contact_digest")
    rows = rows.alias(digest=_digest(event), is_live=Q(state__in=HOLDS_A_PLACE)).exclude(digest__in=refused)
    # Of several of one address the place that is held, for its ticket is what the mail may lead to.
    return rows.order_by("email", "-is_live", "-id").distinct("email")


def _reachable(event: Event, filters: GuestFilters) -> QuerySet[Registration]:
    rows = narrowed_guests(Registration.objects.filter(event=event), filters)
    return rows.filter(email__isnull=False).exclude(state__in=NOT_COMING)


def _digest(event: Event) -> _Sha256:
    return _Sha256(Concat(Value(f"{event.organization_id}:"), F("email"), output_field=TextField()))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a mail would reach, and why not the others who fit its filters."""

    recipients: int
    without_address: int
    opted_out: int
    given_back: int


def reach_of(event: Event, filters: GuestFilters) -> Reach:
    fitting = narrowed_guests(Registration.objects.filter(event=event), filters)
    given_back = Q(state__in=NOT_COMING)
    counted = fitting.order_by().aggregate(
        given_back=Count("pk", filter=given_back), without=Count("pk", filter=Q(email=None) & ~given_back)
    )
    recipients = recipients_of(event, filters).count()
    addresses = _reachable(event, filters).order_by().values("email").distinct().count()
    return Reach(recipients, counted["without"], addresses - recipients, counted["given_back"])


def example_guests(event: Event, filters: GuestFilters) -> list[Registration]:
    """The first recipient of each language, to show what they would read."""
    rows = Registration.objects.filter(pk__in=recipients_of(event, filters).values("pk"))
    return list(rows.order_by("language", "id").distinct("language"))


@dataclass(frozen=True, slots=True)
class Progress:
    total: int
    sent: int
    failed: int
    withheld: int

    @property
    def open(self) -> int:
        return self.total - self.sent - self.failed - self.withheld


def progress_of(mailings: Iterable[Mailing]) -> dict[UUID, Progress]:
    """How far each is; one query."""
    ids = [one.pk for one in mailings]
    found: dict[UUID, dict[str, int]] = {pk: {} for pk in ids}
    counted = Letter.objects.filter(mailing__in=ids).values("mailing", "state").annotate(count=Count("pk"))
    for row in counted.order_by():
        found[row["mailing"]][row["state"]] = row["count"]
    return {pk: _progress(states) for pk, states in found.items()}


def _progress(states: dict[str, int]) -> Progress:
    ended = (states.get(state, 0) for state in (LetterState.SENT, LetterState.FAILED, LetterState.WITHHELD))
    return Progress(sum(states.values()), *ended)


def unsent_letters(mailing: Mailing) -> list[Letter]:
    """Those that did not go out, with their guests; the first hundred."""
    rows = (
        mailing.letters.filter(state__in=(LetterState.FAILED, LetterState.WITHHELD))
        .select_related("registration")
        .order_by("state", "id")
    )
    return list(rows[:MOST_FAILURES])
