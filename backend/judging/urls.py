from backend.judging.api import urlpatterns

__all__ = ["urlpatterns"]
