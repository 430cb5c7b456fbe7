from django.urls import URLPattern, URLResolver

from backend.payments.api import webhooks

urlpatterns: list[URLPattern | URLResolver] = [*webhooks.urlpatterns]
