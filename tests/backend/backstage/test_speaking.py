"""The speaker's page: who speaks for which line, by account and by link, their notes, and their hand on the deck."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from pytest_django import Settings

from backend.backstage.errors import LineNotYours, NoSuchNotesPage, NotesChanged
from backend.backstage.links import secret_of
from backend.backstage.models import SpeakerLink, SpeakerNotes
from backend.backstage.services import speaking
from backend.core import clock
from backend.core.actors import Speaker
from backend.core.errors import DomainError
from backend.core.models import AuditEntry
from backend.feeds import passes
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState
from backend.roadshows.errors import PageUnknown, StageMoved, WrongState
from backend.roadshows.models import AgendaRelease, Event, ReleasedItem, Stage
from backend.roadshows.rooms import organizers_feed, public_feed, speakers_feed
from backend.roadshows.services.agenda import answer_slot
from backend.roadshows.services.stage import show_item
from tests.factories.accounts import UserFactory
from tests.support.behind_the_stage import Backstage, speaker_of, speakers_client
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def _refused(error: type[DomainError], act: Callable[..., Any], *given: Any, **named: Any) -> None:
    """Also shows that nothing changed."""

    def kept() -> list[Any]:
        links = SpeakerLink.objects.order_by("pk").values_list("pk", "link_edition", "revoked_at")
        return [*SpeakerNotes.objects.order_by("pk").values(), *links, *Stage.objects.values_list("page")]

    before = kept()
    with pytest.raises(error), transaction.atomic():
        act(*given, **named)
    assert kept() == before


@pytest.fixture
def images(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_ROOT = tmp_path
    (tmp_path / "pages").mkdir()
    for number in range(1, 4):
        (tmp_path / f"pages/{number}.webp").write_bytes(f"page {number}".encode())


def _write(night: Backstage, actor: Any, text: str, was: str = "", page: int = 1, line: int = 0) -> str:
    return speaking.write_notes(
        actor=actor, event_id=night.event.pk, line_id=night.lines[line].pk, page=page, text=text, was=was
    )


def test_who_speaks_for_which_line() -> None:
    night = Backstage()
    address, first, second = night.speaking(), str(night.lines[0].pk), str(night.lines[1].pk)

    def lines(client: Any) -> Any:
        answer = client.get(address)
        return [one["id"] for one in answer.json()["lines"]] if answer.status_code == 200 else answer.status_code

    reader = person_in(night.pitches[0].organization, MemberRole.READER)
    link = night.link(1)
    assert [lines(client_of(one)) for one in (*night.founders, night.host, reader, UserFactory.create(), None)] == [
        *([first], [second], [str(night.talk.pk)], 404, 404, 401),
    ]
    assert lines(speakers_client(link)) == [second]
    # A company that takes its yes back speaks for nothing, nor does its link.
    answer_slot(actor=night.founders[1], item=night.lines[1], accepts=False, shows_deck=False, now=night.now)
    assert (lines(client_of(night.founders[1])), lines(speakers_client(link))) == (404, 404)


def test_what_the_page_is_told() -> None:
    night = Backstage()
    _write(night, night.founders[0], "先讲结论")
    link = night.link(0)
    by_account = client_of(night.founders[0]).get(night.speaking()).json()
    by_link = speakers_client(link).get(night.speaking()).json()
    line = {
        "id": str(night.lines[0].pk),
        "kind": "pitch",
        "title": night.lines[0].title,
        "title_en": night.lines[0].title_en,
        "speaker": night.lines[0].speaker,
        "minutes": night.lines[0].minutes,
        "pages": 3,
        "notes": [{"page": 1, "text": "先讲结论"}],
    }
    url = by_account["lines"][0]["url"]
    assert url.endswith(f"/speaking/{night.event.pk}#link={secret_of(link.pk, 1)}")
    assert by_account["lines"] == [{**line, "may_share": True, "url": url}]
    assert by_link["lines"] == [{**line, "may_share": False, "url": ""}]
    assert by_account["room_pass"] == ""
    assert passes.read(by_link["room_pass"]) == speaker_of(link)
    assert by_link["feed"] == str(speakers_feed(night.event.pk))


def test_notes_are_written_against_what_was_read() -> None:
    night = Backstage()
    founder, link = night.founders[0], speaker_of(night.link(0))
    assert _write(night, founder, "一") == "一"
    # Sent again it is the same, whatever was read.
    assert _write(night, link, "一") == "一"
    _refused(NotesChanged, lambda: _write(night, link, "二"))
    assert _write(night, link, "二", was="一") == "二"
    assert _write(night, founder, "", was="二") == ""
    assert not SpeakerNotes.objects.exists()
    _refused(NoSuchNotesPage, lambda: _write(night, founder, "四", page=4))
    assert _write(night, founder, "零", page=0) == "零"


def test_nobody_else_reads_or_writes_notes() -> None:
    night = Backstage()
    _write(night, night.founders[0], "只给自己看")
    address = night.speaking(f"{night.lines[0].pk}/notes/")
    for client in (client_of(night.host), client_of(night.founders[1]), client_of(UserFactory.create())):
        answer = client.put(address, {"page": 1, "text": "改", "was": "只给自己看"}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (404, "backstage.line_not_yours")
        assert "只给自己看" not in client.get(night.speaking()).content.decode()
    assert (
        speakers_client(night.link(1)).put(address, {"page": 1, "text": "改", "was": ""}, format="json").status_code
        == 404
    )
    assert SpeakerNotes.objects.get().text == "只给自己看"


def test_links_are_made_by_who_speaks_and_open_one_line() -> None:
    night = Backstage()
    line = night.lines[0].pk
    link = night.link(0)
    for who in (night.host, night.founders[1], UserFactory.create(), NOBODY, speaker_of(link)):
        _refused(LineNotYours, speaking.make_link, actor=who, event_id=night.event.pk, line_id=line)
    talk = speaking.make_link(actor=night.host, event_id=night.event.pk, line_id=night.talk.pk)
    assert [one["id"] for one in speakers_client(talk).get(night.speaking()).json()["lines"]] == [str(night.talk.pk)]
    again = night.link(0)
    assert (again.pk, again.link_edition) == (link.pk, 2)
    old = client_of()
    old.credentials(HTTP_X_SPEAKER_LINK=secret_of(link.pk, 1))
    answer = old.get(night.speaking())
    assert (answer.status_code, answer.json()["code"]) == (401, "backstage.link_refused")
    for _ in range(2):
        speaking.revoke_link(actor=night.founders[0], event_id=night.event.pk, line_id=line, now=night.now)
    assert speakers_client(again).get(night.speaking()).status_code == 401
    acts = AuditEntry.objects.filter(action__startswith="speaker.").order_by("id")
    assert [one.action for one in acts] == [*["speaker.link_made"] * 3, "speaker.link_revoked"]
    assert acts[0].organizations == [night.event.organization_id, night.pitches[0].organization_id]
    assert night.link(0).link_edition == 3


def test_a_link_of_another_event_opens_nothing_here() -> None:
    night, other = Backstage(), Backstage()
    assert speakers_client(other.link(0)).get(night.speaking()).status_code == 404
    Event.objects.filter(pk=night.event.pk).update(state=EventState.DRAFT, published_at=None)
    assert client_of(night.founders[0]).get(night.speaking()).status_code == 404


def test_who_follows_the_speakers_feed() -> None:
    night, other = Backstage(), Backstage()
    Event.objects.filter(pk=night.event.pk).update(visibility="invited")
    link, now = speaker_of(night.link(0)), clock.now()

    def reads(viewer: Any, feed: Any) -> bool:
        try:
            return bool(feeds.readable_feed(viewer, str(feed), now=now) == feed)
        except FeedNotFound:
            return False

    reader = person_in(night.event.organization, MemberRole.READER)
    viewers = [
        *(link, night.founders[0], night.host, reader, night.juror(), NOBODY, UserFactory.create()),
        *(Speaker(uuid4(), 1), Speaker(link.link_id, 9), speaker_of(other.link(0)), other.founders[0]),
    ]
    speakers, public, team = (named(night.event.pk) for named in (speakers_feed, public_feed, organizers_feed))
    assert [reads(one, speakers) for one in viewers] == [True, True, True, *[False] * 8]
    assert reads(link, public)
    assert not reads(viewers[5], public)
    assert [reads(one, team) for one in viewers] == [False, False, True, *[False] * 8]


@pytest.mark.usefixtures("images")
def test_any_page_of_the_own_deck_and_of_no_other() -> None:
    night = Backstage()
    own = night.speaking(f"{night.lines[0].pk}/page/?page=")
    for client in (client_of(night.founders[0]), speakers_client(night.link(0))):
        answer = client.get(f"{own}2")
        assert answer.getvalue() == b"page 2"
        assert answer["Cache-Control"] == "private, no-store"
        assert client.get(f"{own}4").status_code == 404
    for client in (client_of(night.host), client_of(night.founders[1]), speakers_client(night.link(1))):
        assert client.get(f"{own}2").status_code == 404
    # Without the company's yes to its deck there is none.
    answer_slot(actor=night.founders[0], item=night.lines[0], accepts=True, shows_deck=False, now=night.now)
    assert client_of(night.founders[0]).get(f"{own}2").status_code == 404


def test_a_speaker_turns_the_deck_of_their_own_line_while_it_is_on() -> None:
    night = Backstage()
    now, founder, link = night.now, night.founders[0], speaker_of(night.link(0))

    def turn(actor: Any, page: int, line: int = 0) -> Stage:
        return speaking.turn_own_page(
            actor=actor, event_id=night.event.pk, line_id=night.lines[line].pk, page=page, now=now
        )

    _refused(StageMoved, lambda: turn(founder, 2))
    show_item(actor=night.host, event_id=night.event.pk, item_id=night.lines[0].pk, now=now)
    assert turn(founder, 2).page == 2
    stage = turn(link, 3)
    assert (stage.page, stage.moved_by_id) == (3, None)
    _refused(PageUnknown, lambda: turn(founder, 4))
    _refused(StageMoved, lambda: turn(night.founders[1], 1, line=1))
    for other in (night.founders[1], UserFactory.create(), NOBODY, speaker_of(night.link(1)), night.juror()):
        _refused(LineNotYours, turn, other, 1)
    Event.objects.filter(pk=night.event.pk).update(state=EventState.ENDED)
    _refused(WrongState, lambda: turn(founder, 1))


def test_another_pitch_on_the_line_opens_nothing_of_the_one_before() -> None:
    """A host may write the agenda anew: neither it nor another company comes to read what the first one wrote."""
    night = Backstage()
    first, second = night.lines
    for number, words in enumerate(("甲的备注", "乙的备注")):
        _write(night, night.founders[number], words, line=number)
    links = [night.link(number) for number in range(2)]
    pitches = [first.pitch_id, second.pitch_id]
    rows = ReleasedItem.objects.filter(release__event=night.event)

    def puts(*on_lines: Any) -> None:
        """As a release does; the words of one that is out are never changed, so this is another one."""
        release = AgendaRelease.objects.create(event=night.event, number=rows.count() + 9, released_at=night.now)
        for position, (line, pitch) in enumerate(zip((first.pk, second.pk), on_lines, strict=True), start=1):
            ReleasedItem.objects.create(
                release=release, line=line, position=position, minutes=8, title="环节", kind="pitch" if pitch else "talk",
                pitch_id=pitch, is_confirmed=bool(pitch), shows_deck=bool(pitch),
            )  # fmt: skip

    def told(client: Any) -> Any:
        answer = client.get(night.speaking())
        return [one["notes"] for one in answer.json()["lines"]] if answer.status_code == 200 else answer.status_code

    puts(pitches[1], None)
    assert told(client_of(night.founders[1])) == [[]]
    assert told(client_of(night.host)) == [[]]
    assert [told(client_of(night.founders[0])), *(told(speakers_client(one)) for one in links)] == [404, 404, 404]
    puts(*pitches)
    assert told(client_of(night.founders[0])) == [[{"page": 1, "text": "甲的备注"}]]
    assert told(speakers_client(links[0])) == [[{"page": 1, "text": "甲的备注"}]]
