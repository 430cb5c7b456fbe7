"""An organization's endpoints: made, changed, tried, and sent to once more."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import audit
from backend.core.actors import Actor
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.outgoing import flaw_of
from backend.core.permissions import require
from backend.organizations.models import Organization
from backend.webhooks import kinds as known
from backend.webhooks import wake
from backend.webhooks.enums import EndpointState, WebhookDeliveryState
from backend.webhooks.errors import BadAddress, EndpointNotActive, TooManyEndpoints, UnknownKind
from backend.webhooks.models import Delivery, Endpoint
from backend.webhooks.services.emitting import emit_to
from backend.webhooks.signing import new_secret, sealed

MAX_ENDPOINTS = 10
# Both secrets sign for so long, so that a receiver can be changed in its own time.
OVERLAP = timedelta(hours=24)
RULE = "organizations.manage_webhooks"


@transaction.atomic
def add_endpoint(
    *, actor: Actor, organization: Organization, url: str, note: str, kinds: Collection[str]
) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is answered this once. Raises NotPermitted, BadAddress, UnknownKind, TooManyEndpoints."""
    require(actor, RULE, organization)
    # Held, so that two who add at one moment count each other.
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if Endpoint.objects.filter(organization=organization).count() >= MAX_ENDPOINTS:
        raise TooManyEndpoints
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        organization=organization,
        url=_checked(url),
        note=note,
        kinds=_known(kinds),
        secret=sealed(secret),
        created_by_id=actor.pk if is_person(actor) else None,
    )
    _record(actor, "webhook.added", endpoint)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *, actor: Actor, endpoint: Endpoint, url: str, note: str, kinds: Collection[str], is_active: bool, now: datetime
) -> Endpoint:
    """What waits for one that is paused is not sent any more. Raises NotPermitted, BadAddress, UnknownKind."""
    locked = _locked(actor, endpoint)
    locked.url, locked.note, locked.kinds = _checked(url), note, _known(kinds)
    if is_active and locked.state != EndpointState.ACTIVE:
        locked.state, locked.disabled_at, locked.failing_since = EndpointState.ACTIVE, None, None
    elif not is_active and locked.state == EndpointState.ACTIVE:
        locked.state = EndpointState.PAUSED
        stop_waiting(locked, now=now)
    locked.save()
    _record(actor, "webhook.changed", locked, state=locked.state)
    return locked


@transaction.atomic
def remove_endpoint(*, actor: Actor, endpoint: Endpoint) -> None:
    """With its log. Raises NotPermitted."""
    locked = _locked(actor, endpoint)
    _record(actor, "webhook.removed", locked)
    locked.delete()


@transaction.atomic
def rotate_secret(*, actor: Actor, endpoint: Endpoint, now: datetime) -> tuple[Endpoint, str]:
    """A new secret, answered this once; the one before signs as well for a day. Raises NotPermitted."""
    locked = _locked(actor, endpoint)
    secret = new_secret()
    locked.old_secret, locked.old_secret_until = locked.secret, now + OVERLAP
    locked.secret = sealed(secret)
    locked.save(update_fields=["secret", "old_secret", "old_secret_until", "updated_at"])
    _record(actor, "webhook.secret_rotated", locked)
    return locked, secret


@transaction.atomic
def send_trial(*, actor: Actor, endpoint: Endpoint, now: datetime) -> Delivery:
    """A message that says nothing, to see whether it is taken. Raises NotPermitted, EndpointNotActive."""
    locked = _locked(actor, endpoint)
    if locked.state != EndpointState.ACTIVE:
        raise EndpointNotActive
    message = emit_to(
        locked, kind=known.TRIAL, cause=f"trial:{new_id()}", describe=lambda: {"object": "webhook_endpoint"}, now=now
    )
    _record(actor, "webhook.tried", locked)
    return Delivery.objects.get(endpoint=locked, message=message)


@transaction.atomic
def send_again(*, actor: Actor, endpoint: Endpoint, delivery_id: UUID, now: datetime) -> Delivery:
    """The same message under the same id, as often as anybody asks. Raises NotPermitted, EndpointNotActive, NotFound."""
    locked = _locked(actor, endpoint)
    if locked.state != EndpointState.ACTIVE:
        raise EndpointNotActive
    delivery = Delivery.objects.select_for_update().filter(endpoint=locked, pk=delivery_id).first()
    if delivery is None:
        raise NotFound
    delivery.state, delivery.tries, delivery.due_at = WebhookDeliveryState.WAITING, 0, now
    delivery.claimed_at = delivery.finished_at = None
    delivery.save()
    _record(actor, "webhook.sent_again", locked, delivery=str(delivery.pk))
    transaction.on_commit(wake.sending, robust=True)
    return delivery


def stop_waiting(endpoint: Endpoint, *, now: datetime) -> None:
    """What has not left yet stays."""
    waiting = Delivery.objects.filter(endpoint=endpoint, state=WebhookDeliveryState.WAITING)
    waiting.update(state=WebhookDeliveryState.STOPPED, finished_at=now, updated_at=now)


def _locked(actor: Actor, endpoint: Endpoint) -> Endpoint:
    require(actor, RULE, endpoint.organization)
    found = Endpoint.objects.select_for_update(of=("self",)).select_related("organization").filter(pk=endpoint.pk)
    row = found.first()
    if row is None:
        raise NotFound
    return row


def _checked(url: str) -> str:
    if flaw_of(url):
        raise BadAddress(fields={"url": [BadAddress.message]})
    return url


def _known(kinds: Collection[str]) -> list[str]:
    offered = known.all_kinds()
    if not kinds or not set(kinds) <= set(offered):
        raise UnknownKind(fields={"kinds": [UnknownKind.message]})
    return [one for one in offered if one in kinds]


def _record(actor: Actor, action: str, endpoint: Endpoint, **data: object) -> None:
    audit.record(actor, action, endpoint, organizations=[endpoint.organization_id], **data)
