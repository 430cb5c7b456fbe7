"""What leaves an event on paper: the report on it, and badges of its guests. Words are chosen here, set in `prints/`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.core.languages import text
from backend.core.money import Money
from backend.core.pdfs import made_pdf, qr_svg
from backend.roadshows.enums import GuestSource, ReportStep
from backend.roadshows.models import Event, Registration
from backend.roadshows.report import EventBefore, PollHeld, Reached, Report, RoomFigures, Waited
from backend.roadshows.selectors.report import EventReading
from backend.roadshows.tickets import signed_code
from backend.roadshows.wording import kind_of, moment_of, place_of, span_of, title_of

_PRINTS = Path(__file__).parent / "prints"
_DAY = 24 * 60
_REPORT = text("活动报告", "Event report")
_STEPS: dict[ReportStep, object] = {
    ReportStep.REGISTERED: text("报名", "Registered"),
    ReportStep.APPROVED: text("通过审批", "Approved"),
    ReportStep.CONFIRMED: text("获得名额", "Had a place"),
    ReportStep.CAME: text("到场", "Came"),
    ReportStep.ASKED: text("提问", "Asked"),
    ReportStep.TAPPED: text("表达意向", "Showed interest"),
}
_SOURCES: dict[GuestSource, object] = {
    GuestSource.WAITING_LIST: text("候补", "Waiting list"),
    GuestSource.VOUCHER: text("兑换码", "Voucher"),
    GuestSource.ACCOUNT: text("账号一键报名", "By account"),
    GuestSource.GUEST: text("免账号报名", "Without an account"),
    GuestSource.IMPORTED: text("名单导入", "Imported"),
    GuestSource.OTHER: text("其他（人数少的合并）", "Others (few, together)"),
}
_REACHED = (
    *(_STEPS[one] for one in (ReportStep.REGISTERED, ReportStep.CONFIRMED, ReportStep.CAME)),
    *(text("未到场", "Did not come"), text("未到场率", "No-show rate")),
)
_WAITED: dict[str, object] = {
    "joined": text("加入候补", "Joined"),
    "accepted": text("接受名额", "Took an offer"),
    "declined": text("放弃名额", "Declined"),
    "expired": text("未回应", "Did not answer"),
    "left": text("退出", "Left"),
    "in_vain": text("未等到", "Waited in vain"),
}
_COUNTED_ON = text("统计于 {at}", "Counted {at}")
_FROZEN = text(
    "来宾资料已于 {at} 清除，数据为当时的统计", "Guests were forgotten on {at}; these are the figures of that day"
)
_NOTE = text(
    "按报名次数统计：取消后再次报名的计两次。未到场率为获得名额者中未签到的比例。时间为北京时间。",
    "Registrations are counted: who cancelled and came again counts twice. The no-show rate is the share of those with a "
    "place who were not checked in. Times are Beijing time.",
)


def report_pdf(reading: EventReading, *, now: datetime) -> bytes:
    """The report in the language of the page."""
    event, report, before = reading.event, reading.figures, reading.before
    said = str(_FROZEN if reading.frozen_at else _COUNTED_ON).format(at=moment_of(reading.frozen_at or now))
    tables = [
        _kinds(report),
        _sources(report),
        *([_money(report)] if report.sums else []),
        *([_waited(report.waited)] if report.waited else []),
        *([_lines(report.room), *map(_poll, report.room.polls)] if report.room else []),
        *([_before(event, report, before)] if before else []),
    ]
    data = {
        "kind": str(_REPORT),
        "title": title_of(event),
        "host": event.organization.display_name,
        "when": span_of(event),
        "place": place_of(event),
        "footer": f"{title_of(event)} · {said}",
        "tiles": _tiles(report),
        "steps": _steps(report),
        "tables": tables,
        "arrivals": _arrivals(report),
        "note": str(_NOTE),
    }
    return made_pdf(_PRINTS / "report.typ", data, now=now)


def badges_pdf(event: Event, rows: Iterable[Registration], *, paper: str, now: datetime) -> bytes:
    """A badge for each guest: ten on a sheet of A4 to cut, or one on each label. The QR code is that of the ticket."""
    badges = [
        {
            "name": row.name,
            "organization": row.organization_name,
            "kind": kind_of(row.ticket_type),
            "code": row.code,
            "qr": qr_svg(signed_code(event.pk, event.code, row.code, row.ticket_type_id)),
        }
        for row in rows
    ]
    data = {"title": title_of(event), "event": title_of(event), "paper": paper, "badges": badges}
    return made_pdf(_PRINTS / "badges.typ", data, now=now)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _tiles(report: Report) -> list[dict[str, str]]:
    whole = report.whole
    tiles = [
        {
            "label": str(_STEPS[one.step]),
            "value": f"{one.count:,}",
            "note": "" if one.step == ReportStep.REGISTERED else _percent(one.count, whole.registered),
        }
        for one in report.steps
    ]
    away = {"label": str(_REACHED[-1]), "value": _percent(whole.stayed_away, whole.confirmed)}
    return [*tiles, {**away, "note": f"{whole.stayed_away:,}"}]


def _steps(report: Report) -> dict[str, Any]:
    most = report.whole.registered
    rows = [
        {
            "name": str(_STEPS[one.step]),
            "share": one.count / most if most else 0,
            "count": f"{one.count:,}",
            "percent": _percent(one.count, most),
        }
        for one in report.steps
    ]
    head = [str(text("步骤", "Step")), "", str(text("人次", "Number")), str(text("占报名", "Share"))]
    return {"title": str(text("报名到到场", "From registering to coming")), "head": head, "rows": rows}


def _table(title: object, head: Sequence[object], rows: Iterable[Sequence[object]]) -> dict[str, Any]:
    words = [[str(cell) for cell in row] for row in rows]
    return {"title": str(title), "head": [str(cell) for cell in head], "rows": words}


def _line(name: object, reached: Reached) -> list[object]:
    counts = (reached.registered, reached.confirmed, reached.came, reached.stayed_away)
    return [name, *(f"{count:,}" for count in counts), _percent(reached.stayed_away, reached.confirmed)]


def _kinds(report: Report) -> dict[str, Any]:
    kinds = text("票种", "Kind of ticket")
    rows = (_line(_named(one.name, one.name_en), one) for one in report.kinds)
    return _table(text("各票种", "By kind of ticket"), (kinds, *_REACHED), rows)


def _sources(report: Report) -> dict[str, Any]:
    rows = (_line(_SOURCES[one.source], one) for one in report.sources)
    return _table(text("报名途径", "By way of registering"), (text("途径", "Way"), *_REACHED), rows)


def _money(report: Report) -> dict[str, Any]:
    head = (
        *(
            text("货币", "Currency"),
            text("付款单", "Orders paid"),
            text("收款", "Received"),
            text("已退", "Given back"),
        ),
        *(text("退款中", "On its way back"), text("净额", "Net")),
    )

    def line(*sums: Money) -> list[str]:
        return [f"{one.major:,.2f}" for one in sums]

    rows = ([one.currency, one.orders, *line(one.paid, one.returned, one.returning, one.net)] for one in report.sums)
    return _table(text("收入与退款", "Money"), head, rows)


def _waited(waited: Waited) -> dict[str, Any]:
    rows = ([said, f"{getattr(waited, name):,}"] for name, said in _WAITED.items())
    return _table(text("候补", "Waiting list"), (text("结果", "What became of it"), text("人次", "Number")), rows)


def _lines(room: RoomFigures) -> dict[str, Any]:
    head = (text("环节", "Line"), text("提问", "Questions"), text("已回答", "Answered"), text("互动", "Reactions"))
    rows = (
        [
            _named(one.title, one.title_en) or text("其他时间", "At other times"),
            *(f"{count:,}" for count in (one.questions, one.answered, one.reactions)),
        ]
        for one in room.lines
    )
    return _table(text("现场互动", "In the room"), head, rows)


def _poll(poll: PollHeld) -> dict[str, Any]:
    said = str(text("投票：{text}（{count} 人作答）", "Poll: {text} ({count} answered)"))
    head = (text("选项", "Choice"), text("票数", "Votes"), text("占作答者", "Share"))
    rows = ([one.text, f"{one.votes:,}", _percent(one.votes, poll.voters)] for one in poll.choices)
    return _table(said.format(text=poll.text, count=poll.voters), head, rows)


def _before(event: Event, report: Report, before: EventBefore) -> dict[str, Any]:
    named = f"{_named(before.title, before.title_en)}（{moment_of(before.starts_at)[:10]}）"
    rows = (_line(title_of(event), report.whole), _line(named, before.whole))
    return _table(text("与上一场活动相比", "Compared with the event before"), (text("活动", "Event"), *_REACHED), rows)


def _named(name: str, name_en: str) -> str:
    return str(text(name, name_en or name)) if name_en else name


def _arrivals(report: Report) -> dict[str, Any] | None:
    if not report.arrivals:
        return None
    most = max(one.came for one in report.arrivals)
    busiest = next(one for one in report.arrivals if one.came == most)
    said = text(
        "每柱 {minutes} 分钟；最多的是 {at} 起的 {most} 人。",
        "Each column is {minutes} minutes; most came from {at} on: {most}.",
    )
    return {
        "title": str(text("到场时间", "When guests came")),
        "columns": [{"share": one.came / most, "label": _clock(report, one.at)} for one in report.arrivals],
        "note": str(said).format(minutes=report.arrival_minutes, at=moment_of(busiest.at), most=most),
    }


def _clock(report: Report, at: datetime) -> str:
    """The hour, or the day where a column is one."""
    said = moment_of(at)
    return said[5:10] if report.arrival_minutes >= _DAY else said[11:]
