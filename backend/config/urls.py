"""All addresses. HTTP under /api/v1/, sign-in under /_allauth/browser/v1/, pages last."""

from django.urls import URLPattern, URLResolver, include, path

from backend.roadshows.api.calendars import feed_urlpatterns
from backend.roadshows.urls import rush_urlpatterns

urlpatterns: list[URLPattern | URLResolver] = [
    # An address is looked for from the top, and finding one below all apps took 8 % of a reading at a door.
    path("api/v1/", include(rush_urlpatterns)),
    # Ours first: the same addresses, with what allauth does not do.
    path("_allauth/browser/v1/", include("backend.accounts.sign_in")),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", include("backend.core.urls")),
    path("api/v1/", include("backend.accounts.urls")),
    path("api/v1/", include("backend.taxonomy.urls")),
    path("api/v1/", include("backend.files.urls")),
    path("api/v1/", include("backend.feeds.urls")),
    path("api/v1/", include("backend.notifications.urls")),
    path("api/v1/", include("backend.organizations.urls")),
    path("api/v1/", include("backend.webhooks.urls")),
    path("api/v1/", include("backend.payments.urls")),
    path("api/v1/", include("backend.deals.urls")),
    path("api/v1/", include("backend.roadshows.urls")),
    path("api/v1/", include("backend.interactions.urls")),
    path("api/v1/", include("backend.judging.urls")),
    path("api/v1/", include("backend.backstage.urls")),
    path("api/v1/", include("backend.rehearsals.urls")),
    path("api/v1/", include("backend.replays.urls")),
    path("api/v1/", include("backend.matching.urls")),
    path("api/v1/", include("backend.live.urls")),
    path("api/v1/", include("backend.console.urls")),
    path("", include(feed_urlpatterns)),
    path("", include("backend.config.pages")),
]

handler400 = "backend.core.api.answer_bad_request"
handler404 = "backend.core.api.answer_not_found"
handler500 = "backend.core.api.answer_crash"
