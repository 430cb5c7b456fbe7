from django.urls import URLPattern, URLResolver

from backend.roadshows.api import calendars, door, events, guests, mailings, registrations, stage, vouchers, waiting

urlpatterns: list[URLPattern | URLResolver] = [
    *events.urlpatterns,
    *registrations.urlpatterns,
    *guests.urlpatterns,
    *mailings.urlpatterns,
    *calendars.urlpatterns,
    *stage.urlpatterns,
    *vouchers.urlpatterns,
    *door.urlpatterns,
    *waiting.urlpatterns,
]
