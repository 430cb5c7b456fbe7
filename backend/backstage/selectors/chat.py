"""What was said behind the stage, as it is shown."""

from uuid import UUID

from backend.backstage.enums import ChatChannel
from backend.backstage.models import ChatLine, Cue
from backend.backstage.room_state import RoomChatLine, RoomCue, RoomJudgesChatState, RoomSpeakersState, RoomTeamState
from backend.roadshows.models import Event

# What a latecomer needs to follow the talk; older words stay in the database.
MOST_SHOWN = 100


def chat_row(line: ChatLine) -> RoomChatLine:
    return RoomChatLine(
        id=line.pk,
        text=line.text,
        name=line.name,
        by="judge" if line.judge_id else "host",
        author=line.judge_id or line.said_by_id,
        said_at=line.said_at,
    )


def shown_lines(event: Event, channel: ChatChannel) -> dict[UUID, RoomChatLine]:
    rows = ChatLine.objects.filter(event=event, channel=channel, is_shown=True).order_by("said_at", "id")
    return {one.pk: chat_row(one) for one in rows}


def cue_row(cue: Cue | None) -> RoomCue | None:
    if cue is None or cue.line_id is None or cue.given_at is None:
        return None
    return RoomCue(line=cue.line_id, light=cue.light, note=cue.note, given_at=cue.given_at)


def speakers_state(event: Event) -> RoomSpeakersState:
    return RoomSpeakersState(cue=cue_row(Cue.objects.filter(event=event).first()))


def judges_chat_state(event: Event) -> RoomJudgesChatState:
    return RoomJudgesChatState(judges_chat=shown_lines(event, ChatChannel.JUDGES))


def team_state(event: Event) -> RoomTeamState:
    return RoomTeamState(
        cue=speakers_state(event).cue,
        judges_chat=shown_lines(event, ChatChannel.JUDGES),
        team_chat=shown_lines(event, ChatChannel.TEAM),
    )
