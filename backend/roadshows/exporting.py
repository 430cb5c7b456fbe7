"""The host's table of guests for a spreadsheet, where no cell may turn into a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils import timezone

from backend.core.exports import safe_cell
from backend.core.languages import text
from backend.roadshows.enums import RegistrationState
from backend.roadshows.models import Registration
from backend.roadshows.wording import kind_of

_HEADER = (
    *(text("姓名", "Name"), text("机构", "Organization"), text("邮箱", "E-mail"), text("手机", "Mobile")),
    *(text("状态", "State"), text("票种", "Kind"), text("票号", "Ticket"), text("报名时间", "Registered at")),
)
_STATES = {
    RegistrationState.AWAITING_PAYMENT: text("待付款", "To be paid"),
    RegistrationState.CONFIRMED: text("已报名", "Registered"),
    RegistrationState.CANCELLED: text("已取消", "Cancelled"),
    RegistrationState.EXPIRED: text("未付款已过期", "Not paid in time"),
}
_REMOVED = text("已清除", "Removed")


def table_of(rows: Iterable[Registration]) -> str:
    """CSV with a mark that spreadsheets read as UTF-8."""
    stream = StringIO()
    # Quoted all: where a spreadsheet splits at semicolons, a name must not begin a cell in its middle.
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow([str(name) for name in _HEADER])
    for row in rows:
        at = timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M")
        state = str(_STATES[RegistrationState(row.state)])
        name = row.name if row.contact_removed_at is None else str(_REMOVED)
        kind = kind_of(row.ticket_type)
        cells = (name, row.organization_name, row.email or "", row.phone or "", state, kind, row.code, at)
        writer.writerow([safe_cell(cell) for cell in cells])
    return f"\ufeff{stream.getvalue()}"
