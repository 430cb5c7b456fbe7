"""robots.txt and the sitemap: what search engines of the world may take, which is what a visitor may see."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from backend.config.pages.heads import NOBODY, absolute
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import visible_pitches
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Organization
from backend.organizations.selectors import visible_organizations
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import visible_events

PER_PAGE = 5_000
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


@require_safe
def answer_robots(request: HttpRequest) -> HttpResponse:
    """A demo keeps everybody out: invented companies have no place in a search engine."""
    if settings.DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = ["User-agent: *", "Disallow: /api/", "Disallow: /_allauth/", "Disallow: /s/"]
        lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def answer_sitemap_index(request: HttpRequest) -> HttpResponse:
    """One entry for each page of addresses."""
    pages = [
        absolute(f"/sitemap-{kind}-{page}.xml")
        for kind, count in ((kind, rows().count()) for kind, rows in _KINDS.items())
        for page in range(1, -(-count // PER_PAGE) + 1)
    ]
    entries = format_html_join("", "<sitemap><loc>{}</loc></sitemap>", ((page,) for page in pages))
    return _xml(format_html('<sitemapindex xmlns="{}">{}</sitemapindex>', _SCHEMA, entries))


# Far beyond any street; a larger number would not fit the database's own.
_MOST_PAGES = 10_000


@require_safe
def answer_sitemap(request: HttpRequest, kind: str, page: int) -> HttpResponse:
    """At most `PER_PAGE` addresses; 404 beyond the end."""
    start = (page - 1) * PER_PAGE
    if kind not in _KINDS or start < 0 or page > _MOST_PAGES:
        raise Http404
    rows = _KINDS[kind]()
    found: Iterable[tuple[object, datetime]] = rows.values_list("pk", "updated_at")[start : start + PER_PAGE]
    entries = [(absolute(f"/{kind}/{pk}"), changed.date().isoformat()) for pk, changed in found]
    if not entries:
        raise Http404
    urls = format_html_join("", "<url><loc>{}</loc><lastmod>{}</lastmod></url>", entries)
    return _xml(format_html('<urlset xmlns="{}">{}</urlset>', _SCHEMA, urls))


def _deals() -> QuerySet[Pitch]:
    return visible_pitches(NOBODY).order_by("pk")


def _investors() -> QuerySet[Organization]:
    return visible_organizations(NOBODY).filter(kind=OrganizationKind.INVESTMENT_FIRM).order_by("pk")


def _events() -> QuerySet[Event]:
    return visible_events(NOBODY).order_by("pk")


_KINDS: Mapping[str, Callable[[], QuerySet[Any]]] = {"deals": _deals, "investors": _investors, "events": _events}


def _xml(body: str) -> HttpResponse:
    return HttpResponse(_HEADER + body, content_type="application/xml; charset=utf-8")
