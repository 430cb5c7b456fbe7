from backend.interactions.api import urlpatterns

__all__ = ["urlpatterns"]
