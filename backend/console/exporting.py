"""The trail as a table for a spreadsheet."""

import json
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from backend.core.exports import lines_of
from backend.core.languages import text
from backend.core.models import AuditEntry

_HEADER = (
    *(text("编号", "Number"), text("时间（北京）", "Time (Beijing)"), text("身份", "Acting as"), text("姓名", "Name")),
    *(
        text("人员编号", "Person"),
        text("操作", "Act"),
        text("对象类型", "Kind of subject"),
        text("对象编号", "Subject"),
    ),
    *(text("附带信息", "With"), text("请求编号", "Request")),
)


def table_of(rows: QuerySet[AuditEntry]) -> Iterator[Sequence[object]]:
    return lines_of(_HEADER, rows, _line)


def _line(entry: AuditEntry) -> Sequence[object]:
    return (
        *(entry.pk, timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"), entry.actor_kind),
        *(entry.actor.display_name if entry.actor else "", entry.actor_id or "", entry.action),
        *(entry.subject_kind, entry.subject_id, json.dumps(entry.data, ensure_ascii=False) if entry.data else ""),
        entry.request_id,
    )
