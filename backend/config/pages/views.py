"""The pages themselves: the shell, with a head that fits the address."""

from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from backend.config.pages import heads, shell
from backend.config.pages.heads import Head


def _answer(request: HttpRequest, head: Head, *, status: int = 200) -> HttpResponse:
    """Never kept by a cache: it carries a nonce, and what is public may stop being so."""
    try:
        page = shell.render(head, nonce=str(getattr(request, "csp_nonce", "")))
    except shell.FrontEndMissing:
        page, status = shell.render_missing(), 503
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@ensure_csrf_cookie
def show_home(request: HttpRequest) -> HttpResponse:
    return _answer(request, heads.home_head())


@require_safe
@ensure_csrf_cookie
def show_page(request: HttpRequest) -> HttpResponse:
    """A page whose head is the street's own."""
    return _answer(request, heads.generic_head(path=request.path))


@require_safe
@ensure_csrf_cookie
def show_deal(request: HttpRequest, pitch_id: UUID) -> HttpResponse:
    """404 for what a visitor may not see, whoever asks: the page then loads it for those who may."""
    pitch = heads.deal_of(pitch_id)
    if pitch is None:
        return _answer(request, heads.generic_head(is_indexable=False), status=404)
    return _answer(request, heads.deal_head(pitch))


@require_safe
@ensure_csrf_cookie
def show_investor(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """As `show_deal`."""
    firm = heads.investor_of(firm_id)
    if firm is None:
        return _answer(request, heads.generic_head(is_indexable=False), status=404)
    return _answer(request, heads.investor_head(firm))


@require_safe
@ensure_csrf_cookie
def show_event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """As `show_deal`."""
    event = heads.event_of(event_id)
    if event is None:
        return _answer(request, heads.generic_head(is_indexable=False), status=404)
    return _answer(request, heads.event_head(event))


@require_safe
@ensure_csrf_cookie
def show_ticket(request: HttpRequest, secret: str) -> HttpResponse:
    """Says nothing of its own and is kept out of search engines; its address goes to no other site."""
    answer = _answer(request, heads.generic_head(is_indexable=False))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
@ensure_csrf_cookie
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})
def show_door(request: HttpRequest, event_id: UUID | None = None) -> HttpResponse:
    """The one page that may compile WebAssembly, to read codes where the browser cannot. Kept by its service worker."""
    return _answer(request, heads.generic_head(is_indexable=False))


@require_safe
@ensure_csrf_cookie
def lead_into_room(request: HttpRequest, code: str) -> HttpResponse:
    """The short address on the wall of a hall, typed or scanned. An unknown code and one of a hidden event look the same."""
    event = heads.event_of_code(code, request.user)
    if event is None:
        return _answer(request, heads.generic_head(is_indexable=False), status=404)
    # Never kept: what is public may stop being so.
    return HttpResponseRedirect(f"/rooms/{event.pk}", headers={"Cache-Control": "no-store"})
