from django.urls import URLPattern, URLResolver

from backend.matching.api import comparing, covering, likenesses, matches, rankings, rhythms, saved, search, status

urlpatterns: list[URLPattern | URLResolver] = [
    *search.urlpatterns,
    *comparing.urlpatterns,
    *likenesses.urlpatterns,
    *matches.urlpatterns,
    *covering.urlpatterns,
    *rankings.urlpatterns,
    *rhythms.urlpatterns,
    *saved.urlpatterns,
    *status.urlpatterns,
]
