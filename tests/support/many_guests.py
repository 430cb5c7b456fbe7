"""As many guests of one event as a test asks for, in bulk."""

from datetime import timedelta

from django.utils import timezone

from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.roadshows.models import Event, Registration
from tests.factories.roadshows import RegistrationFactory

_AT_ONCE = 5000
_FAMILIES = "王李张刘陈杨赵黄周吴"
_STATES = ("confirmed", "confirmed", "confirmed", "awaiting_payment", "cancelled")


def fill(event: Event, count: int) -> None:
    """Guests of every state and language; their seats are not counted."""
    kind, quotas, now = event.ticket_types.get(), [event.quota.pk], timezone.now()
    one = RegistrationFactory.build(event=event, quota_ids=quotas, ticket_type=kind)
    same = {name: getattr(one, name) for name in ("consent_version", "consented_at", "request_digest")}
    for begin in range(0, count, _AT_ONCE):
        Registration.objects.bulk_create(
            Registration(
                id=new_id(),
                created_at=now - timedelta(minutes=count - number),
                event=event,
                quota_ids=quotas,
                ticket_type=kind,
                state=_STATES[number % 5],
                cancelled_at=now if _STATES[number % 5] == "cancelled" else None,
                name=f"{_FAMILIES[number % 10]}来宾{number}",
                organization_name=f"第{number % 997}创投",
                email=f"guest{number}@example.com",
                language=("zh-hans", "zh-hant", "en")[number % 3],
                code=f"{number:08}",
                secret_digest=digest_of(f"{event.pk} {number}"),
                idempotency_key=f"{number}",
                **same,
            )
            for number in range(begin, min(begin + _AT_ONCE, count))
        )
