"""The host's table of guests for a spreadsheet, where no cell may turn into a formula."""

import csv
from collections.abc import Iterable
from datetime import datetime
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
    text("签到时间", "Came at"),
)
_STATES = {
    RegistrationState.AWAITING_PAYMENT: text("待付款", "To be paid"),
    RegistrationState.CONFIRMED: text("已报名", "Registered"),
    RegistrationState.CANCELLED: text("已取消", "Cancelled"),
    RegistrationState.EXPIRED: text("未付款已过期", "Not paid in time"),
}
_REMOVED = text("已清除", "Removed")


def table_of(rows: Iterable[Registration]) -> str:
    """CSV with a mark that spreadsheets read as UTF-8. Of rows that know when they came (`with_coming`)."""
    stream = StringIO()
    # Quoted all: where a spreadsheet splits at semicolons, a name must not begin a cell in its middle.
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow([str(name) for name in _HEADER])
    for row in rows:
        at, came = _minute(row.created_at), _minute(getattr(row, "came_at", None))
        state = str(_STATES[RegistrationState(row.state)])
        name = row.name if row.contact_removed_at is None else str(_REMOVED)
        kind = kind_of(row.ticket_type)
        cells = (name, row.organization_name, row.email or "", row.phone or "", state, kind, row.code, at, came)
        writer.writerow([safe_cell(cell) for cell in cells])
    return f"\ufeff{stream.getvalue()}"


def _minute(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
