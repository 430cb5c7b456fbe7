from django.urls import URLPattern, URLResolver, path

from backend.notifications import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/notifications/", api.InboxView.as_view()),
    path("me/notifications/unread/", api.UnreadView.as_view()),
    path("me/notifications/mark/", api.MarkView.as_view()),
    path("me/notifications/mark-all/", api.MarkAllView.as_view()),
    path("me/notifications/preferences/", api.PreferencesView.as_view()),
    path("me/notifications/deliveries/", api.DeliveriesView.as_view()),
    path("unsubscribe/<str:token>/", api.UnsubscribeView.as_view()),
]
