from django.urls import URLPattern, URLResolver

from backend.payments.api import orders, webhooks

urlpatterns: list[URLPattern | URLResolver] = [*orders.urlpatterns, *webhooks.urlpatterns]
