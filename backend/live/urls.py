from django.urls import URLPattern, URLResolver, path

from backend.live import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/tickets/", api.TicketsView.as_view(), name="live-tickets"),
]
