from django.urls import URLPattern, URLResolver

from backend.roadshows.api import events, registrations, stage

urlpatterns: list[URLPattern | URLResolver] = [*events.urlpatterns, *registrations.urlpatterns, *stage.urlpatterns]
