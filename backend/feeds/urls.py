from django.urls import URLPattern, URLResolver, path

from backend.feeds import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/<str:feed>/events/", api.FeedEventsView.as_view(), name="feed-events"),
]
