from backend.backstage.api import urlpatterns

__all__ = ["urlpatterns"]
