"""What the hosts of the demo keep at their desks: views of their guests, a mail after each past event, a draft before the next."""

from dataclasses import dataclass, field
from datetime import timedelta

from backend.console.demo.chance import demo_id
from backend.console.demo.event_rows import EventRows
from backend.core.languages import Language
from backend.roadshows.enums import EventState, LetterState, MailingState, RegistrationState
from backend.roadshows.models import GuestView, Letter, Mailing

_THANKS = {
    "subject_zh_hans": "感谢参加：{event}",
    "body_zh_hans": "{name}您好：\n\n感谢参加“{event}”。欢迎回复您对活动的意见，期待下次再见。",
    "subject_en": "Thank you for coming: {event}",
    "body_en": "Dear {name},\n\nThank you for coming to “{event}”. We look forward to seeing you again.",
}
_REMINDER = {
    "subject_zh_hans": "提醒：{event}",
    "body_zh_hans": "{name}您好：\n\n“{event}”将于{when}在{where}举行。\n入场票：{ticket}",
}
_VIEWS = (
    ("英文来宾", {"state": RegistrationState.CONFIRMED, "language": Language.EN}),
    ("已取消", {"state": RegistrationState.CANCELLED}),
)


@dataclass(slots=True)
class DeskRows:
    views: list[GuestView] = field(default_factory=list)
    mailings: list[Mailing] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)


def desk_rows(events: list[EventRows]) -> DeskRows:
    found = DeskRows()
    _add_views(found, events)
    for number, rows in enumerate(events):
        if rows.event.state == EventState.ENDED:
            _add_sent(found, rows, number)
        elif rows.event.state == EventState.PUBLISHED:
            found.mailings.append(_mailing(rows, number, _REMINDER, {"state": RegistrationState.CONFIRMED}))
    return found


def _add_views(found: DeskRows, events: list[EventRows]) -> None:
    hosts = {rows.event.organization_id: rows.event for rows in events}
    for number, event in enumerate(hosts.values()):
        for part, (name, filters) in enumerate(_VIEWS):
            found.views.append(
                GuestView(
                    id=demo_id("guest view", number, part),
                    created_at=event.created_at,
                    organization_id=event.organization_id,
                    name=name,
                    filters=filters,
                    sort="newest",
                )
            )


def _mailing(rows: EventRows, number: int, words: dict[str, str], filters: dict[str, str]) -> Mailing:
    at = rows.event.published_at or rows.event.created_at
    return Mailing(id=demo_id("mailing", number), created_at=at, event=rows.event, filters=filters, **words)


def _add_sent(found: DeskRows, rows: EventRows, number: int) -> None:
    """The day after, to everybody who had a place then."""
    mailing = _mailing(rows, number, _THANKS, {"state": RegistrationState.CONFIRMED})
    mailing.state, mailing.released_at = MailingState.SENT, rows.event.ends_at + timedelta(hours=18)
    mailing.finished_at = mailing.released_at + timedelta(minutes=1)
    found.mailings.append(mailing)
    found.letters += [
        Letter(
            mailing=mailing,
            registration=guest,
            state=LetterState.SENT,
            reason="",
            attempts=1,
            due_at=mailing.released_at,
            finished_at=mailing.finished_at,
        )
        for guest in rows.registrations
        if guest.state == RegistrationState.CONFIRMED
    ]
