"""A row its owner claims while an import runs stays the owner's."""

import pytest
from django.db import transaction
from django.db.models import QuerySet

from backend.core import clock
from backend.deals.imports.columns import Subject
from backend.deals.imports.parsing import OrganizationRow
from backend.deals.imports.upserts import Writer, Written
from backend.organizations.enums import Origin
from backend.organizations.models import Organization
from tests.factories.organizations import OrganizationFactory
from tests.support.races import overlap


def _claim_beside_an_import() -> tuple[Organization, Written]:
    """The claim is approved, but not committed, when the import of the same row begins."""
    company = OrganizationFactory.create(reference=True, kind="startup", description="as the source says")
    row = OrganizationRow(
        number=2, id=company.external_id, name=company.legal_name, description="as the source says now"
    )
    writer, done = Writer(company.source, company.source_credit, {}), []

    def approve() -> None:
        Organization.objects.filter(pk=company.pk).update(origin=Origin.MEMBER, claimed_at=clock.now())

    def write() -> None:
        with transaction.atomic():
            done.append(writer.write(Subject.COMPANIES, "companies.csv", [row]))

    assert overlap(approve, write) == [None, None]
    company.refresh_from_db()
    return company, done[0]


@pytest.mark.django_db(transaction=True)
def test_a_row_claimed_while_an_import_runs_is_left_alone() -> None:
    company, done = _claim_beside_an_import()
    assert (company.origin, company.description) == (Origin.MEMBER, "as the source says")
    assert (done.claimed, done.changed, done.touched) == (1, 0, set())


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_import_writes_over_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    company, done = _claim_beside_an_import()
    assert (company.origin, company.description) == (Origin.MEMBER, "as the source says now")
    assert (done.claimed, done.changed) == (0, 1)
