"""The picture a shared link shows: public headline only, drawn once for each version and kept in the cache."""

from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from backend.config.pages import drawing, heads, wording
from backend.core.errors import TooManyRequests
from backend.core.ratelimit import Limit, client_address, consume

DRAWINGS = Limit("pages.share_picture", 120, 60)
_KEPT_SECONDS = 24 * 3600
_BROWSER_KEEPS = "public, max-age=3600"


@require_safe
def answer_deal_picture(request: HttpRequest, pitch_id: UUID) -> HttpResponse:
    """PNG of a public pitch; 404 for any other."""
    pitch = heads.deal_of(pitch_id)
    if pitch is None:
        raise Http404
    company = pitch.organization
    card = drawing.Card(
        name=company.display_name,
        name_en=company.name_en,
        line=pitch.one_liner,
        line_en=pitch.one_liner_en,
        facts=tuple(
            str(fact)
            for fact in (
                heads.sector_name(pitch.sector_primary),
                wording.stage_text(pitch.stage),
                wording.amount_text(pitch.amount_target_minor, pitch.currency),
                wording.place_text(pitch.city, pitch.district),
            )
            if str(fact)
        ),
        is_demo=company.is_demo,
    )
    return _answer(request, card)


@require_safe
def answer_investor_picture(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """PNG of a public firm; 404 for any other."""
    firm = heads.investor_of(firm_id)
    if firm is None:
        raise Http404
    facts = (str(wording.investor_text(firm.investor_type)), wording.place_text(firm.city, firm.district))
    card = drawing.Card(
        name=firm.display_name,
        name_en=firm.name_en,
        line=firm.one_liner,
        line_en=firm.one_liner_en,
        facts=tuple(fact for fact in facts if fact),
        is_demo=firm.is_demo,
    )
    return _answer(request, card)


@require_safe
def answer_event_picture(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """PNG of a public event; 404 for any other."""
    event = heads.event_of(event_id)
    if event is None:
        raise Http404
    facts = (wording.moment_text(event.starts_at), str(wording.event_place_text(event)))
    card = drawing.Card(
        name=event.title,
        name_en=event.title_en,
        line=event.summary,
        line_en=event.organization.display_name,
        facts=tuple(fact for fact in facts if fact),
        is_demo=event.organization.is_demo,
    )
    return _answer(request, card)


def _answer(request: HttpRequest, card: drawing.Card) -> HttpResponse:
    """Kept by what it says, so a changed pitch has a new picture at once. 429 for a caller who wants too many."""
    key = f"share:{card.digest()}"
    picture: bytes | None = cache.get(key)
    if picture is None:
        try:
            consume(DRAWINGS, client_address(request))
        except TooManyRequests as error:
            return HttpResponse(status=429, headers={"Retry-After": str(error.data["retry_after"])})
        picture = drawing.draw(card)
        cache.set(key, picture, _KEPT_SECONDS)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": _BROWSER_KEEPS})
