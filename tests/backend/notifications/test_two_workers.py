"""Two workers at once never send one letter twice, and a person's digest is put together by one of them."""

import pytest
from django.core import mail
from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.notifications import services
from backend.notifications.enums import Channel, DeliveryState, Digest
from backend.notifications.models import Delivery, Notification
from backend.notifications.services import claiming
from tests.backend.notifications.conftest import Tell, drain
from tests.factories.accounts import UserFactory
from tests.support import news
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def _claim_carelessly(taken: list[object]) -> None:
    """What a worker without locks would do: read, then write."""
    row = Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.QUEUED).order_by("due_at").first()
    if row is not None:
        row.state, row.claimed_at = DeliveryState.SENDING, clock.now()
        row.save(update_fields=["state", "claimed_at"])
        taken.append(row.pk)


def test_each_letter_has_one_worker(person: User, tell: Tell) -> None:
    tell(person, UserFactory.create())
    taken: list[object] = []

    def claim() -> None:
        taken.extend(row.pk for row in claiming.claim(Channel.EMAIL, now=clock.now()))

    assert overlap(claim, claim) == [None, None]
    assert taken == list(Delivery.objects.filter(channel=Channel.EMAIL).values_list("pk", flat=True))


def test_without_the_locks_both_would_have_it(person: User, tell: Tell) -> None:
    """The control of the test above."""
    tell(person, UserFactory.create())
    taken: list[object] = []
    overlap(lambda: _claim_carelessly(taken), lambda: _claim_carelessly(taken))
    assert len(taken) == 2
    assert len(set(taken)) == 1


def test_one_worker_at_a_time_puts_a_persons_digest_together_and_others_serve_others(person: User, tell: Tell) -> None:
    other = UserFactory.create()
    for one in (person, person, other):
        services.change_preferences(actor=one, digest=Digest.DAILY, now=clock.now())
        tell(one, UserFactory.create())
    Delivery.objects.update(due_at=clock.now())
    found: list[set[object]] = []

    def claim() -> None:
        found.append({row.notification.recipient_id for row in claiming.claim(Channel.EMAIL, now=clock.now())})

    assert overlap(claim, claim) == [None, None]
    assert sorted(found, key=str) == sorted([{person.pk}, {other.pk}], key=str)
    assert Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.SENDING).count() == 3


def test_two_tellers_of_one_cause_tell_it_once(person: User) -> None:
    subject = UserFactory.create()
    said: list[bool] = []

    def tell_once() -> None:
        with transaction.atomic():
            said.append(services.notify(kind=news.PLAIN, recipient=person, subject=subject, now=clock.now()))

    assert overlap(tell_once, tell_once) == [None, None]
    assert sorted(said) == [False, True]
    assert (Notification.objects.count(), Delivery.objects.count()) == (1, 3)


def test_what_was_rolled_back_tells_nobody(person: User) -> None:
    with transaction.atomic():
        services.notify(kind=news.PLAIN, recipient=person, subject=person, now=clock.now())
        transaction.set_rollback(True)
    drain()
    assert (Notification.objects.count(), mail.outbox) == (0, [])
