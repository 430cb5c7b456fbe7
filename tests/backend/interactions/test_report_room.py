"""What the audience did stands in the report: by line in their order, and how its polls ended."""

from uuid import uuid4

import pypdfium2
import pytest

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.interactions.enums import ReactionKind
from backend.interactions.report_room import room_of
from backend.interactions.services import reacting
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState
from backend.roadshows.services.stage import show_item
from tests.backend.interactions.test_questions import turned
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.interactions import AudienceQuestionFactory, ParticipantFactory, PollFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


def test_the_report_says_how_the_room_received_each_line_and_how_its_polls_ended() -> None:
    event = live_event()
    first, second = (
        slot_in(event, place, pitch=deck_pitch(), title=title)
        for place, title in enumerate(("开场路演", "压轴路演"), 1)
    )
    asker = ParticipantFactory.create(event=event)
    for line_id, state in ((second.pk, "answered"), (second.pk, "queue"), (first.pk, "visible"), (None, "visible")):
        AudienceQuestionFactory.create(participant=asker, line_id=line_id, state=state)
    for line in (second, first):
        show_item(actor=SYSTEM, event_id=event.pk, item_id=line.pk, now=clock.now())
        taps = {f"{line.pk}:{number}": kind for number, kind in enumerate(ReactionKind)}
        reacting.count(event_id=event.pk, taps=taps)
    PollFactory.create(event=event, text="投吗？", state="closed", votes=[3, 1, 0], voters=4)
    PollFactory.create(event=event, state="draft")
    other = AudienceQuestionFactory.create()
    PollFactory.create(event=other.event, state="closed")
    turned(event, EventState.ENDED)
    member = client_of(person_in(event.organization, MemberRole.MEMBER))
    address = f"/api/v1/events/{event.pk}/report/"
    room = member.get(address).json()["figures"]["room"]
    assert [(one["title"], one["questions"], one["answered"], one["reactions"]) for one in room["lines"]] == [
        ("开场路演", 1, 0, 4),
        ("压轴路演", 2, 1, 4),
        ("", 1, 0, 0),
    ]
    assert [(one["text"], one["voters"], [choice["votes"] for choice in one["choices"]]) for one in room["polls"]] == [
        ("投吗？", 4, [3, 1, 0])
    ]
    paper = pypdfium2.PdfDocument(member.get(f"{address}file/").content)
    text = "\n".join(page.get_textpage().get_text_range() for page in paper)
    assert all(word in text for word in ("现场互动", "压轴路演", "其他时间", "投票：投吗？（4 人作答）", "75.0%"))


def test_a_room_where_nobody_did_anything_has_no_figures() -> None:
    event = live_event()
    PollFactory.create(event=event, state="draft")
    AudienceQuestionFactory.create()
    assert room_of(event) is None


def test_what_belongs_to_no_line_that_is_known_is_counted_all_the_same() -> None:
    event = live_event()
    AudienceQuestionFactory.create(participant=ParticipantFactory.create(event=event), line_id=uuid4())
    figures = room_of(event)
    assert figures is not None
    assert [(one.title, one.questions) for one in figures.lines] == [("", 1)]
