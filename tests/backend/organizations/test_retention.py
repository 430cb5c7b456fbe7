"""Evidence goes when its time is over, and only then; what was asked and decided stays."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.files import services as files
from backend.files import storage as bytes_on_disk
from backend.files import tasks as file_tasks
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.organizations import services, tasks
from backend.organizations.enums import ReviewKind, ReviewState, StandingKind
from backend.organizations.models import InvestorStanding, OrganizationReview
from backend.organizations.retention import RULES, Outcome, Status, rules_on
from tests.factories.accounts import UserFactory
from tests.factories.organizations import EvidenceFactory, OrganizationFactory, ReviewFactory, StandingFactory
from tests.support import pdfs
from tests.support.clients import client_of
from tests.support.uploads import upload

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REFUSED, ENDED = 90 * DAY, 365 * DAY


def with_evidence(row: Any, *given: StoredFile) -> Any:
    found = given or (EvidenceFactory.create(kept_at=clock.now()),)
    row.evidence.set(found)
    return row


def left() -> set[Any]:
    """The requests that still have evidence."""
    rows: list[Any] = [*OrganizationReview.objects.all(), *InvestorStanding.objects.all()]
    return {row.pk for row in rows if row.evidence.exists()}


def test_there_is_one_rule_for_each_kind_and_outcome_and_it_says_what_it_rests_on() -> None:
    rules = list(rules_on(date(2027, 1, 1)))
    kinds = [*ReviewKind, *StandingKind]
    assert [(rule.kind, rule.outcome) for rule in rules] == [(kind, outcome) for kind in kinds for outcome in Outcome]
    assert {rule.outcome: rule.kept_for for rule in rules} == {Outcome.REFUSED: REFUSED, Outcome.ENDED: ENDED}
    assert {rule.status for rule in RULES} == {Status.NO_FIGURE_IN_LAW}
    assert all("个人信息保护法" in rule.source for rule in RULES)
    assert list(rules_on(date(2020, 1, 1))) == rules


def test_anybody_is_told_how_long_evidence_is_kept(settings: Settings) -> None:
    kinds = [*ReviewKind, *StandingKind]
    settings.EVIDENCE_OF_REFUSED_KEPT_DAYS = 7
    answer = client_of().get("/api/v1/evidence-terms/")
    assert answer.status_code == 200
    assert answer.json() == [{"kind": kind, "refused_days": 7, "ended_days": 365} for kind in kinds]


@pytest.mark.parametrize("kind", [*ReviewKind, *StandingKind])
def test_each_outcome_keeps_its_evidence_to_the_end_of_its_term(kind: ReviewKind | StandingKind) -> None:
    now = clock.now()
    factory: Any = ReviewFactory if isinstance(kind, ReviewKind) else StandingFactory
    approved = {"state": ReviewState.APPROVED, "decided_at": now - 900 * DAY}
    terms: dict[str, tuple[dict[str, Any], bool]] = {
        "pending": ({"state": ReviewState.PENDING, "decided_at": None}, True),
        "rejected": ({"state": ReviewState.REJECTED, "decided_at": now - REFUSED}, False),
        "just rejected": ({"state": ReviewState.REJECTED, "decided_at": now - REFUSED + DAY}, True),
        "withdrawn": ({"state": ReviewState.WITHDRAWN, "decided_at": now - REFUSED}, False),
        "in force": ({**approved, "valid_until": now + DAY}, True),
        "ended": ({**approved, "valid_until": now - ENDED}, False),
        "just ended": ({**approved, "valid_until": now - ENDED + DAY}, True),
    }
    if factory is StandingFactory:
        terms["revoked"] = ({**approved, "valid_until": now + DAY, "revoked_at": now - ENDED}, False)
        terms["just revoked"] = ({**approved, "valid_until": now + DAY, "revoked_at": now - ENDED + DAY}, True)
    rows = {name: with_evidence(factory.create(kind=kind, **fields)) for name, (fields, _) in terms.items()}
    gone = {name for name, (_, stays) in terms.items() if not stays}
    assert services.remove_evidence(actor=SYSTEM, now=now) == len(gone)
    assert left() == {row.pk for name, row in rows.items() if name not in gone}
    released = StoredFile.objects.filter(kept_at=None)
    assert released.count() == len(gone)
    word = kind.value if isinstance(kind, ReviewKind) else "standing"
    acts = AuditEntry.objects.order_by("id").values_list("action", "actor_kind", "subject_id", "data")
    assert {(a, k, s, d["files"]) for a, k, s, d in acts} == {
        (f"{word}.evidence_removed", "system", str(rows[name].pk), 1) for name in gone
    }
    assert services.remove_evidence(actor=SYSTEM, now=now) == 0


def test_a_file_that_another_request_needs_stays_for_that_one() -> None:
    now, file = clock.now(), EvidenceFactory.create(kept_at=clock.now())
    old = with_evidence(ReviewFactory.create(state=ReviewState.REJECTED, decided_at=now - REFUSED), file)
    new = with_evidence(StandingFactory.create(state=ReviewState.PENDING, person=old.requested_by), file)
    assert services.remove_evidence(actor=SYSTEM, now=now) == 1
    file.refresh_from_db()
    assert (left(), file.kept_at is not None) == ({new.pk}, True)


def test_the_jobs_delete_the_bytes_when_the_clock_has_passed_and_the_decision_stays(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGE_ROOT = tmp_path / "storage"
    person = UserFactory.create()
    paper = upload("营业执照.pdf", pdfs.deck([["license"]]))
    file = files.store_upload(actor=person, kind=FileKind.EVIDENCE, upload=paper, now=clock.now())
    claim = services.request_claim(
        actor=person,
        organization=OrganizationFactory.create(reference=True),
        statement="我是法定代表人",
        evidence=[file],
        now=clock.now(),
    )
    services.decide_review(actor=SYSTEM, review=claim, approve=False, reason="不清晰", now=clock.now())
    path = bytes_on_disk.absolute(file.path)

    def run_jobs(after: timedelta) -> tuple[bool, bool, int]:
        settings.CLOCK_OFFSET_SECONDS = int(after.total_seconds())
        tasks.remove_evidence(0)
        file_tasks.sweep_unkept(0)
        removals = AuditEntry.objects.filter(action="claim.evidence_removed").count()
        return path.exists(), StoredFile.objects.exists(), removals

    assert run_jobs(REFUSED - DAY) == (True, True, 0)
    assert run_jobs(REFUSED + DAY) == (False, False, 1)
    claim.refresh_from_db()
    assert (claim.state, claim.reason, claim.statement) == (ReviewState.REJECTED, "不清晰", "我是法定代表人")
    assert claim.evidence.count() == 0
