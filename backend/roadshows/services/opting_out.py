"""Wanting no more mails to guests from a host. Tickets, changes and cancellations still come."""

from dataclasses import dataclass

from django.db import transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.organizations.models import Organization
from backend.roadshows.errors import LinkUnknown
from backend.roadshows.models import MailOptOut
from backend.roadshows.stop_links import read_token


@dataclass(frozen=True, slots=True)
class HostMails:
    """Whose mails a link ends, and whether they are still sent."""

    host: str
    is_on: bool


def host_mails(token: str) -> HostMails:
    """Raises LinkUnknown."""
    host, digest = _read(token)
    opted_out = MailOptOut.objects.filter(organization=host, contact_digest=digest).exists()
    return HostMails(host.display_name, not opted_out)


@transaction.atomic
def opt_out(*, actor: Actor, token: str) -> HostMails:
    """No more mailings of this host to this contact. Done twice it is done once. Raises LinkUnknown."""
    host, digest = _read(token)
    row, is_new = MailOptOut.objects.get_or_create(organization=host, contact_digest=digest)
    if is_new:
        audit.record(actor, "mailing.opted_out", row, organizations=[host.pk])
    return HostMails(host.display_name, is_on=False)


def _read(token: str) -> tuple[Organization, str]:
    read = read_token(token)
    host = Organization.objects.filter(pk=read[0]).first() if read else None
    if read is None or host is None:
        raise LinkUnknown
    return host, read[1]
