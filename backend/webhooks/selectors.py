"""Reads of endpoints and of what was sent to them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet

from backend.core.actors import Viewer
from backend.core.permissions import may
from backend.organizations.models import Organization
from backend.webhooks.enums import EndpointState, WebhookDeliveryState
from backend.webhooks.models import Attempt, Delivery, Endpoint

# A try takes seconds; after so long whoever claimed it is dead.
_CLAIM_HOLDS = timedelta(minutes=3)


def visible_endpoints(viewer: Viewer, organization: Organization) -> QuerySet[Endpoint]:
    """All of an organization for its admins, the newest first; none for anybody else."""
    rows = Endpoint.objects.filter(organization=organization).order_by("-id")
    return rows if may(viewer, "organizations.manage_webhooks", organization) else rows.none()


def deliveries_of(endpoint: Endpoint, *, state: str = "") -> QuerySet[Delivery]:
    """The newest first, each with its tries."""
    rows = Delivery.objects.filter(endpoint=endpoint).select_related("message").order_by("-id")
    rows = rows.prefetch_related(Prefetch("attempts", Attempt.objects.order_by("-id")))
    return rows.filter(state=state) if state else rows


def listening(organization_id: UUID | OuterRef, kind: str) -> QuerySet[Endpoint]:
    """Endpoints that are to be told of such a thing."""
    return Endpoint.objects.filter(organization=organization_id, state=EndpointState.ACTIVE, kinds__contains=[kind])


def due_deliveries(now: datetime) -> QuerySet[Delivery]:
    """Those whose time has come and that nobody is at."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _CLAIM_HOLDS)
    rows = Delivery.objects.filter(free, state=WebhookDeliveryState.WAITING, due_at__lte=now)
    return rows.order_by("due_at", "id")
