from django.urls import URLPattern, URLResolver

from backend.roadshows.api import (
    approving,
    asking,
    calendars,
    door,
    events,
    guest_import,
    guests,
    holding,
    mailings,
    money,
    prints,
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
    *prints.urlpatterns,
    *guest_import.urlpatterns,
    *mailings.urlpatterns,
    *calendars.urlpatterns,
    *stage.urlpatterns,
    *vouchers.urlpatterns,
    *door.urlpatterns,
    *waiting.urlpatterns,
]
