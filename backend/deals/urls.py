from django.urls import URLPattern, URLResolver

from backend.deals.api import history, theses

urlpatterns: list[URLPattern | URLResolver] = [*theses.urlpatterns, *history.urlpatterns]
