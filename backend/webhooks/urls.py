from backend.webhooks.api import urlpatterns

__all__ = ["urlpatterns"]
