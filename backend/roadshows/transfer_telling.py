"""What is written of a ticket that changes hands: to who is asked to take it, and to who gave it away."""

from django.conf import settings

from backend.core.languages import text
from backend.roadshows.models import TransferOffer
from backend.roadshows.telling import Words, send
from backend.roadshows.tickets import transfer_secret_of
from backend.roadshows.wording import moment_of

_OFFERED = Words(
    text("有人转给您一张票：{title}", "A ticket is offered to you: {title}"),
    text(
        "{name} 想把“{title}”的入场票转给您。\n时间：{when}\n地点：{where}\n\n"
        "请在 {until} 前打开链接，填写姓名并同意后，票即归您：\n{link}\n\n如非本人，请忽略此邮件。",
        "{name} offers you a ticket for “{title}”.\nWhen: {when}\nWhere: {where}\n\n"
        "Open the link before {until}, give your name and agree, and it is yours:\n{link}\n\n"
        "If this is not for you, ignore this mail.",
    ),
    text(
        "{name} 想把“{title}”的票转给您，请在 {until} 前确认：{link}",
        "{name} offers you a ticket for “{title}”. Take it before {until}: {link}",
    ),
)
_DONE = Words(
    text("票已转出：{title}", "Your ticket has a new holder: {title}"),
    text(
        "您转出的“{title}”（{when}）入场票已被接收，您原来的二维码和链接已经失效。",
        "The ticket for “{title}” ({when}) that you gave away was taken. Your old code and link open no door any more.",
    ),
    text(
        "您转出的“{title}”票已被接收，原票已失效。",
        "Your ticket for “{title}” was taken; the old one is no longer good.",
    ),
)


def send_offer(offer: TransferOffer) -> None:
    link = f"{settings.PUBLIC_URL}/transfers/{transfer_secret_of(offer.pk)}"
    told = {"name": offer.registration.name, "until": moment_of(offer.expires_at), "link": link}
    send(_OFFERED, offer.registration.event, offer.contact, offer.language, **told)


def send_done(offer: TransferOffer) -> None:
    before = offer.registration
    send(_DONE, before.event, before.contact, before.language)
