"""What a company is told of what investors let it know. The words are made when they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.accounts.models import User
from backend.core.languages import text
from backend.interactions.enums import InterestKind
from backend.interactions.models import InterestMark
from backend.notifications.kinds import Group, Kind, Message, register, register_group
from backend.organizations.selectors import worked_for
from backend.roadshows.notices import named

INTEREST_MARKED = "interactions.interest_marked"
_WANTS = {
    InterestKind.WATCH: text("关注您的项目", "watches your pitch"),
    InterestKind.WANT_DECK: text("想看您的 BP", "wants to see your deck"),
    InterestKind.WANT_MEETING: text("想与您约谈", "wants to meet you"),
}


def _standing(person: User, ids: Collection[UUID]) -> Mapping[UUID, InterestMark]:
    """For those who act for the company now; what was withdrawn is told no more."""
    rows = InterestMark.objects.filter(pitch__organization__in=worked_for(person), withdrawn_at=None)
    return rows.select_related("event", "firm").in_bulk(list(ids))


def _tell(mark: InterestMark) -> Message:
    wants = str(_WANTS[InterestKind(mark.kind)])
    title = str(text("{firm}{wants}", "{firm} {wants}")).format(firm=mark.firm.display_name, wants=wants)
    return Message(
        title, named(text("活动{event}", "Event {event}"), mark.event), f"/startup/pitch/{mark.pitch_id}/readers"
    )


register_group(Group("interest", text("路演意向", "Interest at roadshows")))
register(Kind(INTEREST_MARKED, "interest", _standing, _tell))
