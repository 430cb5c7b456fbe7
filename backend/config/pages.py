"""Pages: the built front end, with the head and summary of public things filled in by the server."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
