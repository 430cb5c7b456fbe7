"""Refusals behind the stage."""

from backend.core.errors import Conflict, DomainError, Invalid, NotFound
from backend.core.languages import text


class NotBehindTheStage(NotFound):
    """The actor takes part in no talk of that channel; the same answer as for a room that is not there."""

    code = "backstage.not_found"
    message = text("没有找到该后台频道。", "There is no such channel backstage.")


class BadChatLine(Invalid):
    code = "backstage.bad_line"
    message = text("请写 1 至 500 字。", "Write 1 to 500 characters.")


class ChatLineUnknown(NotFound):
    code = "backstage.line_unknown"
    message = text("没有找到这条消息。", "There is no such message.")


class BadCue(Invalid):
    code = "backstage.bad_cue"
    message = text("提示语最多 80 字。", "A note to the speaker has at most 80 characters.")


class SpeakerLinkRefused(DomainError):
    """Wrong, renewed and revoked links get one answer."""

    code = "backstage.link_refused"
    status = 401
    message = text("该演讲者链接无效，请向主办方索取新链接。", "This speaker's link opens nothing. Ask for a new one.")


class LineNotYours(NotFound):
    """The actor does not speak for such a line; the same answer as for one that is not there."""

    code = "backstage.line_not_yours"
    message = text("没有找到您要讲的这一环节。", "There is no such line that you speak for.")


class NotesChanged(Conflict):
    """Another device wrote on this page since this one read it."""

    code = "backstage.notes_changed"
    message = text(
        "该页备注已在另一台设备上修改，请核对后再保存。",
        "These notes were changed on another device. Look at them and save again.",
    )


class NoSuchNotesPage(Invalid):
    code = "backstage.no_such_page"
    message = text("该材料没有这一页。", "The deck has no such page.")
