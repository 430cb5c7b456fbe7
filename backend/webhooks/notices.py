"""What admins are told about their organization's endpoints."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit
from uuid import UUID

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications.kinds import Group, Kind, Message, register, register_group
from backend.organizations.permissions import administered_by
from backend.webhooks.enums import EndpointState
from backend.webhooks.models import Endpoint

DISABLED = "webhooks.disabled"


def _disabled(person: User, ids: Collection[UUID]) -> Mapping[UUID, Endpoint]:
    """Those that are off still, of organizations the person administers."""
    own = administered_by(person)
    rows = Endpoint.objects.filter(organization__in=own, state=EndpointState.DISABLED).select_related("organization")
    return rows.in_bulk(list(ids))


def _tell_disabled(row: Endpoint) -> Message:
    title = text("{name} 的 Webhook 已停用", "A webhook of {name} was turned off")
    said = text(
        "发往 {host} 的消息连续失败，已停止发送。修复后请重新启用，未送达的消息可以重发。",
        "Messages to {host} kept failing, so none are sent any more. Turn it on again once it is mended; what was missed "
        "can be sent again.",
    )
    host = urlsplit(row.url).hostname or ""
    path = f"/organizations/{row.organization_id}?tab=webhooks"
    return Message(str(title).format(name=row.organization.display_name), str(said).format(host=host), path)


register_group(Group("webhooks", text("Webhook", "Webhooks")))
register(Kind(DISABLED, "webhooks", _disabled, _tell_disabled, is_urgent=True))
