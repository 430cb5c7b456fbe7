"""What payees say of the money they take."""

from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.organizations import selectors as organizations
from backend.organizations.models import Organization
from backend.payments.models import PayeeTerms


def terms_of(payee_id: UUID) -> PayeeTerms | None:
    return PayeeTerms.objects.filter(payee=payee_id).first()


def visible_terms(viewer: Viewer) -> QuerySet[Organization]:
    """The organizations the viewer works for, as payees; what each says is read with `terms_among`."""
    return Organization.objects.filter(pk__in=organizations.worked_for(viewer)).select_related("logo").order_by("id")


def terms_among(payees: list[Organization]) -> dict[UUID, PayeeTerms]:
    """By payee, the terms of those that have some. One query."""
    return {row.payee_id: row for row in PayeeTerms.objects.filter(payee__in=payees)}
