"""What is written to a person who is asked to help with an event."""

from django.conf import settings
from django.utils import translation

from backend.core.languages import text
from backend.roadshows.enums import HelperRole
from backend.roadshows.helper_notices import ROLES
from backend.roadshows.models import EventHelper
from backend.roadshows.telling import Words, send
from backend.roadshows.tickets import helper_secret_of

_INVITED = Words(
    text("{host} 请您协办：{title}", "{host} asks for your help: {title}"),
    text(
        "{host} 请您协办活动“{title}”，角色：{role}。\n时间：{when}\n地点：{where}\n\n"
        "请打开链接，登录后接受或谢绝：\n{link}\n\n请勿转发此链接。如非本人，请忽略此邮件。",
        "{host} asks for your help with “{title}”. Role: {role}.\nWhen: {when}\nWhere: {where}\n\n"
        "Open the link, sign in, and say yes or no:\n{link}\n\n"
        "Do not forward this link. If this is not for you, ignore this mail.",
    ),
    text("{host} 请您协办“{title}”：{link}", "{host} asks for your help with “{title}”: {link}"),
)


def link_of(helper: EventHelper) -> str:
    """Made again from the row; nothing keeps it."""
    return f"{settings.PUBLIC_URL}/helping/{helper_secret_of(helper.pk)}"


def send_invitation(helper: EventHelper) -> None:
    with translation.override(helper.language):
        role = str(ROLES[HelperRole(helper.role)])
    host = helper.event.organization.display_name
    send(_INVITED, helper.event, helper.email, helper.language, host=host, role=role, link=link_of(helper))
