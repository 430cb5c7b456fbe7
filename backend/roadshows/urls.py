from django.urls import URLPattern, URLResolver

from backend.roadshows.api import (
    approving,
    asking,
    calendars,
    door,
    events,
    guests,
    holding,
    mailings,
    money,
    registrations,
    stage,
    vouchers,
    waiting,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *events.urlpatterns,
    *registrations.urlpatterns,
    *money.urlpatterns,
    *guests.urlpatterns,
    *asking.urlpatterns,
    *approving.urlpatterns,
    *holding.urlpatterns,
    *mailings.urlpatterns,
    *calendars.urlpatterns,
    *stage.urlpatterns,
    *vouchers.urlpatterns,
    *door.urlpatterns,
    *waiting.urlpatterns,
]
