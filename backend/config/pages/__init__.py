"""Pages: the built front end, with the head and summary of public things filled in by the server."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from backend.config.pages import crawlers, health, pictures, static, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.answer_alive),
    path("readyz", health.answer_ready),
    path("favicon.ico", RedirectView.as_view(url="/static/frontend/mark.svg")),
    path("robots.txt", crawlers.answer_robots),
    path("sitemap.xml", crawlers.answer_sitemap_index),
    path("sitemap-<slug:kind>-<int:page>.xml", crawlers.answer_sitemap),
    path("share/deals/<uuid:pitch_id>.png", pictures.answer_deal_picture),
    path("share/investors/<uuid:firm_id>.png", pictures.answer_investor_picture),
    path("share/events/<uuid:event_id>.png", pictures.answer_event_picture),
    path("static/frontend/<path:name>", static.answer_file),
    path("", views.show_home),
    path("deals/<uuid:pitch_id>", views.show_deal),
    path("investors/<uuid:firm_id>", views.show_investor),
    path("events/<uuid:event_id>", views.show_event),
    path("me/tickets/<slug:secret>", views.show_ticket),
    path("waiting/<slug:secret>", views.show_ticket),
    path("invited/<slug:secret>", views.show_ticket),
    path("s/<slug:code>", views.lead_into_room),
    # Beside the pages it serves: a service worker rules no address above its own.
    path("checkin/sw.js", static.answer_file, {"name": "sw.js"}),
    path("checkin/", views.show_door),
    path("checkin/<uuid:event_id>", views.show_door),
    # Every other address is a page of the front end, which knows its own "not found".
    re_path(r"^(?!api/|_allauth/|static/|share/|ws/)(?!.*\.(?:png|xml|txt|js|css|map|ico|php)/?$).+$", views.show_page),
]
