"""The codes of an event: for those who work for its host, and the one that somebody has."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from backend.core.actors import Viewer
from backend.core.permissions import may
from backend.roadshows.enums import VoucherState
from backend.roadshows.errors import VoucherUnknown
from backend.roadshows.models import Event, Voucher


def visible_vouchers(viewer: Viewer, event: Event) -> QuerySet[Voucher]:
    """All of a visible event for those who work for its host, newest first; none for anybody else."""
    rows = Voucher.objects.filter(event=event).select_related("ticket_type").order_by("-id")
    return rows if may(viewer, "roadshows.view_vouchers", event) else rows.none()


def state_of(voucher: Voucher, now: datetime) -> VoucherState:
    if voucher.closed_at is not None or (voucher.valid_until is not None and voucher.valid_until <= now):
        return VoucherState.CLOSED
    return VoucherState.SPENT if voucher.used >= voucher.max_uses else VoucherState.OPEN


def found(rows: QuerySet[Voucher], *, state: str, words: str, now: datetime) -> QuerySet[Voucher]:
    """Those in the state, whose code or note has every word."""
    over = Q(closed_at__isnull=False) | Q(valid_until__lte=now)
    if state == VoucherState.CLOSED:
        rows = rows.filter(over)
    elif state:
        rows = rows.exclude(over)
        spent = Q(used__gte=F("max_uses"))
        rows = rows.filter(spent) if state == VoucherState.SPENT else rows.exclude(spent)
    for word in words.split()[:8]:
        rows = rows.filter(Q(code__icontains=word) | Q(note__icontains=word))
    return rows


def voucher_by_code(event: Event, code: str) -> Voucher:
    """However it is written. Raises VoucherUnknown."""
    voucher = Voucher.objects.filter(event=event, code=spelled(code)).first()
    if voucher is None:
        raise VoucherUnknown(fields={"voucher": [VoucherUnknown.message]})
    return voucher


def spelled(code: str) -> str:
    """The one spelling in which codes are kept: nobody types spaces and small letters on purpose."""
    return "".join(code.split()).upper()


def has_open_vouchers(event: Event) -> bool:
    return Voucher.objects.filter(event=event, closed_at=None).exists()
