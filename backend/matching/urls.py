from django.urls import URLPattern, URLResolver

from backend.matching.api import matches, rankings, search, status

urlpatterns: list[URLPattern | URLResolver] = [
    *search.urlpatterns,
    *matches.urlpatterns,
    *rankings.urlpatterns,
    *status.urlpatterns,
]
