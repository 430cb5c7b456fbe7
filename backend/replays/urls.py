from backend.replays.api import urlpatterns

__all__ = ["urlpatterns"]
