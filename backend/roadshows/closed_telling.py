"""What guests of an event that is not for everybody are told at their contact: that they are invited, and of its minutes."""

from django.conf import settings

from backend.core.languages import text
from backend.roadshows.models import Invitation, Registration
from backend.roadshows.telling import Words, link_of, send
from backend.roadshows.tickets import invitation_secret_of

_INVITED = Words(
    text("{host} 邀请您参加：{title}", "{host} invites you: {title}"),
    text(
        "{name}，您好：\n\n{host} 邀请您参加“{title}”，您的联系方式由 {host} 提供。\n时间：{when}\n地点：{where}\n\n"
        "查看详情、报名或婉拒：\n{link}\n\n此链接仅供您本人使用一次，请勿转发。",
        "Dear {name},\n\n{host} invites you to “{title}” and gave us your contact for it.\nWhen: {when}\nWhere: {where}\n\n"
        "Read more, register or decline:\n{link}\n\nThe link is yours and good once. Do not forward it.",
    ),
    text(
        "{host} 邀请您参加“{title}”，{when}。报名或婉拒：{link}",
        "{host} invites you to “{title}”, {when}. Register or decline: {link}",
    ),
)
_MINUTES = Words(
    text("会议纪要：{title}", "Minutes: {title}"),
    text(
        "“{title}”（{when}）的会议纪要已发布，仅供与会来宾阅读：\n{link}#minutes",
        "The minutes of “{title}” ({when}) are there for its guests to read:\n{link}#minutes",
    ),
    text("“{title}”的会议纪要：{link}#minutes", "The minutes of “{title}”: {link}#minutes"),
)


def send_invitation(invitation: Invitation) -> None:
    """The link is made again from the invitation; nothing keeps it."""
    event = invitation.event
    link = f"{settings.PUBLIC_URL}/invited/{invitation_secret_of(invitation.pk)}"
    values = {"name": invitation.name, "host": event.organization.display_name, "link": link}
    send(_INVITED, event, invitation.contact, invitation.language, **values)


def send_minutes(registration: Registration) -> None:
    send(_MINUTES, registration.event, registration.contact, registration.language, link=link_of(registration))
