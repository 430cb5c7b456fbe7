"""F17: a worker killed in the middle of its work, at chosen and at random points. Each effect happens exactly once."""

import random
import signal
import subprocess
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from backend.core import clock, outbox
from backend.core.models import AuditEntry, OutboxEvent
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.matching.models import DeadLetter, DirtyObject
from backend.matching.services import drift
from backend.organizations.enums import VerificationState
from backend.organizations.events import OrganizationVerified
from backend.organizations.models import Organization
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.organizations import OrganizationFactory
from tests.support.dying_worker import POINTS
from tests.support.results import is_full, record
from tests.support.search_index import Index
from tests.support.workers import Worker

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

BOUND_SECONDS = 90.0 if is_full() else 200.0
COMPANIES = 3
STALLED = "core.retry_stalled_jobs"


def _rounds() -> list[str]:
    """Every chosen point in turn, of small runs every second; blank is a random moment."""
    once = [*POINTS, ""]
    return once[1::2] if not is_full() else (once * 17)[:100]


def _waiting_company() -> Organization:
    """A company with an approved pitch that will be published once it is verified."""
    company: Organization = OrganizationFactory.create()
    PitchFactory.create(organization=company, state=PitchState.IN_REVIEW, approved_at=clock.now())
    return company


def _verify(company: Organization) -> None:
    """What the operator's approval does, in one transaction."""
    with transaction.atomic():
        now = clock.now()
        company.verification_state, company.verified_at = VerificationState.VERIFIED, now
        company.verified_until = now + timedelta(days=365)
        company.save(update_fields=["verification_state", "verified_at", "verified_until"])
        outbox.publish(OrganizationVerified(organization_id=company.pk, at=now))


def _die(worker: Worker, point: str, chance: random.Random) -> bool:
    """Wait until the worker has died as told; at a random moment it is killed from outside."""
    if not point:
        time.sleep(chance.uniform(0.5, 8.0))
        worker.kill()
        return True
    try:
        return worker.wait_dead(120) == -signal.SIGKILL
    except subprocess.TimeoutExpired:
        jobs = ProcrastinateJob.objects.exclude(status="succeeded").values_list("task_name", "status", "worker_id")
        marks = list(DirtyObject.objects.values_list("kind", "version", "retry_at"))
        pytest.fail(f"the worker did not reach {point}; jobs {sorted(map(str, jobs))}, marks {marks}")


def _is_quiet() -> bool:
    """Nothing is under way, a dead worker's timed jobs included; only the timed jobs of the next minute wait."""
    jobs = ProcrastinateJob.objects.all()
    waiting = jobs.filter(status="todo").exclude(task_name__contains="sweep").exclude(task_name=STALLED)
    return not (
        jobs.filter(status="doing").exists()
        or waiting.exists()
        or OutboxEvent.objects.filter(handled_at=None).exists()
        or DirtyObject.objects.exists()
    )


def _seconds_until_quiet() -> float:
    started = time.monotonic()
    while not _is_quiet() and time.monotonic() - started < 4 * BOUND_SECONDS:
        time.sleep(0.5)
    return time.monotonic() - started


def test_killed_worker_repeats_nothing_and_loses_nothing(shared_index: Index, tmp_path: Path) -> None:
    chance = random.Random(17)
    log = tmp_path / "worker.log"
    died = Counter[bool]()
    for point in _rounds():
        for company in [_waiting_company() for _ in range(COMPANIES)]:
            _verify(company)
        worker = Worker(log, point=point, nth=chance.randint(1, 2))
        try:
            died[_die(worker, point, chance)] += 1
        finally:
            worker.kill()
    assert died == {True: len(_rounds())}, log.read_text(errors="replace")[-3000:]
    healthy = Worker(log)
    try:
        seconds = _seconds_until_quiet()
    finally:
        healthy.stop()
    _assert_once_each(shared_index)
    record("F17 all done", value=round(seconds, 1), bound=BOUND_SECONDS, unit="s", passed=seconds <= BOUND_SECONDS)
    assert seconds <= BOUND_SECONDS


def _assert_once_each(index: Index) -> None:
    pitches = {str(pk) for pk in Pitch.objects.values_list("pk", flat=True)}
    published = AuditEntry.objects.filter(action="pitch.published").values_list("subject_id", flat=True)
    assert Counter(published) == dict.fromkeys(pitches, 1)
    assert set(Pitch.objects.values_list("state", flat=True)) == {PitchState.PUBLISHED}
    assert not OutboxEvent.objects.filter(handled_at=None).exists()
    assert not OutboxEvent.objects.exclude(parked_at=None).exists()
    assert not ProcrastinateJob.objects.filter(status__in=["doing", "failed"]).exists()
    assert not DeadLetter.objects.exists()
    assert index.found(ObjectKind.DEAL) == pitches
    assert [one.differing for one in drift.find(now=clock.now())] == [[], [], []]
