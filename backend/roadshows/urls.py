from django.urls import URLPattern, URLResolver

from backend.roadshows.api import (
    agenda,
    approving,
    asking,
    calendars,
    copying,
    door,
    events,
    final_decks,
    guest_import,
    guests,
    helping,
    holding,
    invitations,
    mailings,
    minutes,
    money,
    prints,
    registrations,
    series,
    stage,
    vouchers,
    waiting,
)

# What a crowd asks for at the same moment.
rush_urlpatterns: list[URLPattern | URLResolver] = [*door.urlpatterns, *registrations.urlpatterns]

urlpatterns: list[URLPattern | URLResolver] = [
    *events.urlpatterns,
    *agenda.urlpatterns,
    *final_decks.urlpatterns,
    *copying.urlpatterns,
    *series.urlpatterns,
    *money.urlpatterns,
    *guests.urlpatterns,
    *asking.urlpatterns,
    *approving.urlpatterns,
    *holding.urlpatterns,
    *helping.urlpatterns,
    *invitations.urlpatterns,
    *minutes.urlpatterns,
    *prints.urlpatterns,
    *guest_import.urlpatterns,
    *mailings.urlpatterns,
    *calendars.urlpatterns,
    *stage.urlpatterns,
    *vouchers.urlpatterns,
    *waiting.urlpatterns,
]
