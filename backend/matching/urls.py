from django.urls import URLPattern, URLResolver

from backend.matching.api import matches, search, status

urlpatterns: list[URLPattern | URLResolver] = [
    *search.urlpatterns,
    *matches.urlpatterns,
    *status.urlpatterns,
]
