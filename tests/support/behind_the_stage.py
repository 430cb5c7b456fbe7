"""An evening that is judged, and who talks and speaks behind its stage."""

from typing import Any
from uuid import UUID, uuid4

from rest_framework.test import APIClient

from backend.backstage.enums import ChatChannel
from backend.backstage.links import secret_of
from backend.backstage.models import ChatLine, SpeakerLink
from backend.backstage.services import chatting, speaking
from backend.core.actors import Actor, Speaker
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import AgendaKind
from tests.factories.roadshows import AgendaItemFactory
from tests.support.clients import client_of
from tests.support.judged_evening import Evening
from tests.support.pitch_cast import person_in

TEAM, JUDGES = ChatChannel.TEAM, ChatChannel.JUDGES


class Backstage(Evening):
    """Two pitches with decks, whose companies said yes, and a talk of nobody's company."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.founders = [person_in(one.organization, MemberRole.MEMBER) for one in self.pitches]
        self.talk = AgendaItemFactory.create(event=self.event, position=3, kind=AgendaKind.TALK, title="开场")

    def say(
        self, actor: Actor, channel: ChatChannel = TEAM, words: str = "灯光好了", line_id: UUID | None = None
    ) -> ChatLine:
        return chatting.say(
            actor=actor,
            event_id=self.event.pk,
            line_id=line_id or uuid4(),
            channel=channel,
            words=words,
            now=self.now,
        )

    def take_back(self, actor: Actor, line: ChatLine) -> ChatLine:
        return chatting.take_back(actor=actor, event_id=self.event.pk, line_id=line.pk, now=self.now)

    def link(self, number: int = 0) -> SpeakerLink:
        return speaking.make_link(actor=self.founders[number], event_id=self.event.pk, line_id=self.lines[number].pk)

    def speaking(self, tail: str = "") -> str:
        return f"/api/v1/events/{self.event.pk}/speaking/{tail}"


def speaker_of(link: SpeakerLink) -> Speaker:
    return Speaker(link.pk, link.link_edition)


def speakers_client(link: SpeakerLink) -> APIClient:
    client = client_of()
    client.credentials(HTTP_X_SPEAKER_LINK=secret_of(link.pk, link.link_edition))
    return client
