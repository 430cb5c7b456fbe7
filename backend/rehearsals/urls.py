from backend.rehearsals.api import urlpatterns

__all__ = ["urlpatterns"]
