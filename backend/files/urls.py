from django.urls import URLPattern, URLResolver, path

from backend.files import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("files/", api.FilesView.as_view(), name="files"),
    path("files/<uuid:file_id>/", api.FileView.as_view(), name="file"),
    path("files/<uuid:file_id>/content/", api.ContentView.as_view(), name="file-content"),
]
