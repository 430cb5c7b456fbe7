from django.urls import URLPattern, URLResolver, path

from backend.taxonomy.api import MovesView, ResolveView, SectorTreeView

urlpatterns: list[URLPattern | URLResolver] = [
    path("sectors/", SectorTreeView.as_view(), name="sector-tree"),
    path("sectors/resolve/", ResolveView.as_view(), name="sector-resolve"),
    path("sectors/moves/", MovesView.as_view(), name="sector-moves"),
]
