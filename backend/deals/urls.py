from django.urls import URLPattern, URLResolver

from backend.deals.api import access, history, imports, pitches, team, theses

urlpatterns: list[URLPattern | URLResolver] = [
    *team.urlpatterns,
    *pitches.urlpatterns,
    *access.urlpatterns,
    *theses.urlpatterns,
    *history.urlpatterns,
    *imports.urlpatterns,
]
