from django.urls import URLPattern, URLResolver

from backend.payments.api import desk, fapiao, orders, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    *orders.urlpatterns,
    *desk.urlpatterns,
    *fapiao.urlpatterns,
    *webhooks.urlpatterns,
]
