"""The three real sets, whole, into the throw-away test database; their figures counted here straight from the CSV."""

import csv
import gzip
import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from pytest_django.plugin import DjangoDbBlocker

from backend.accounts.models import User
from backend.core.models import AuditEntry
from backend.deals.models import FundingRound, ImportBatch, ImportProblem, RoundInvestor
from backend.organizations.enums import OrganizationKind, Origin
from backend.organizations.models import Membership, Organization
from tests.support.results import is_full

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

# The largest one takes half a minute and holds nothing the others do not.
SETS = ("cb", "itjuzi", "india") if is_full() else ("itjuzi", "india")


@pytest.fixture(scope="module", autouse=True)
def _no_dead_rows_stay(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is taken back stays in the files until it is swept out. The seeding of the demo, when it came after these tests,
    took two minutes instead of ten seconds.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        cursor.execute(f"VACUUM {', '.join(map(connection.ops.quote_name, tables))}")


@dataclass(frozen=True, slots=True)
class Figures:
    companies: int
    investors: int
    deals: int
    rounds: int
    amount_minor: int
    left_out: int


def folder_of(name: str) -> Path:
    folder = Path(os.environ.get("XMH_SHARED", "../shared")) / "matching-data" / name
    if not folder.is_dir():
        pytest.fail(f"The import test needs {folder}; XMH_SHARED names the folder that holds matching-data.")
    return folder


def rows_of(folder: Path, stem: str) -> Iterator[dict[str, str]]:
    with gzip.open(folder / f"{stem}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def figures_of(folder: Path) -> Figures:
    """A company without a name cannot be shown, so it and its deals stay out; a person without one gets a neutral one."""
    companies = {row["id"]: bool(row["name"].strip()) for row in rows_of(folder, "companies")}
    named = {company for company, is_named in companies.items() if is_named}
    all_deals = list(rows_of(folder, "investments_train"))
    deals = [row for row in all_deals if row["company_id"] in named]
    rounds = {
        (row["company_id"], row["round"], row["stage"], row["date"], row["amount_usd"]): row["amount_usd"]
        for row in deals
    }
    return Figures(
        companies=len(named),
        investors=sum(1 for _ in rows_of(folder, "investors")),
        deals=len(deals),
        rounds=len(rounds),
        amount_minor=int(sum(Decimal(amount) for amount in rounds.values() if amount) * 100),
        left_out=len(companies) - len(named) + len(all_deals) - len(deals),
    )


def stored_figures(source: str) -> Figures:
    reference = Organization.objects.filter(source=source, origin=Origin.REFERENCE).exclude(source_credit="")
    rounds = FundingRound.objects.filter(source=source)
    return Figures(
        companies=reference.filter(kind=OrganizationKind.STARTUP).count(),
        investors=reference.filter(kind=OrganizationKind.INVESTMENT_FIRM).count(),
        deals=RoundInvestor.objects.filter(round__source=source).count(),
        rounds=rounds.count(),
        amount_minor=rounds.aggregate(total=Sum("amount_minor"))["total"],
        left_out=ImportProblem.objects.filter(batch__source=source).count(),
    )


def words_of(folder: Path) -> Counter[str]:
    named = (row for row in rows_of(folder, "companies") if row["name"].strip())
    return Counter(word for row in named for word in dict.fromkeys(row["sectors"].split("|")) if word.strip())


def check_sector_words(folder: Path) -> None:
    """Every word is resolved or reported with its count, and kept as the source wrote it."""
    unknown: dict[str, int] = ImportBatch.objects.latest("id").report["companies"]["unknown_sectors"]
    words = words_of(folder)
    assert unknown == {word: words[word] for word in unknown}
    assert {"mobile", "other", "search", "public_relations"} <= set(unknown)
    resolved = set(words) - set(unknown)
    assert {"biotech", "software", "web", "semiconductor", "games_video", "security", "cleantech"} <= resolved
    companies = Organization.objects.filter(kind=OrganizationKind.STARTUP)
    assert Counter(word for row in companies for word in row.source_sectors) == words
    assert not [row for row in companies if bool(row.sectors) != any(word in resolved for word in row.source_sectors)]


@pytest.mark.parametrize("name", SETS)
def test_a_real_set_arrives_whole_and_a_second_import_changes_nothing(name: str) -> None:
    folder = folder_of(name)
    wanted = figures_of(folder)

    first, second = io.StringIO(), io.StringIO()
    call_command("import_deals", str(folder), stdout=first)
    assert stored_figures(name) == wanted
    assert "nothing changed" not in first.getvalue()
    assert not Membership.objects.exists()
    assert not User.objects.exists()
    last_change = Organization.objects.order_by("-updated_at").values_list("updated_at", flat=True)[0]

    call_command("import_deals", str(folder), stdout=second)
    report: dict[str, Any] = ImportBatch.objects.latest("id").report
    refused = sum(line["problems"] for line in report.values())
    what = (
        "some rows were not imported or left alone, see the counts above" if refused else "everything was already here"
    )
    assert f"nothing changed: {what}\n" in second.getvalue()
    assert {subject: (line["new"], line["changed"]) for subject, line in report.items()} == {
        "companies": (0, 0),
        "investors": (0, 0),
        "deals": (0, 0),
    }
    assert (report["companies"]["unchanged"], report["investors"]["unchanged"], report["deals"]["unchanged"]) == (
        wanted.companies,
        wanted.investors,
        wanted.deals,
    )
    assert Organization.objects.order_by("-updated_at").values_list("updated_at", flat=True)[0] == last_change
    assert AuditEntry.objects.filter(action="import.finished").count() == 2
    if name == "cb":
        check_sector_words(folder)


def test_a_dry_run_counts_and_keeps_nothing() -> None:
    told = io.StringIO()
    call_command("import_deals", str(folder_of("india")), dry_run=True, stdout=told)
    assert "3,006 new" in told.getvalue()
    assert "dry run, nothing kept" in told.getvalue()
    assert not ImportBatch.objects.exists()
    assert not Organization.objects.exists()
    assert not FundingRound.objects.exists()
    assert not AuditEntry.objects.exists()
