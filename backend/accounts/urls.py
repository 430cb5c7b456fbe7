from django.urls import URLPattern, URLResolver, path

from backend.accounts import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/tokens/", api.TokensView.as_view()),
    path("me/tokens/<uuid:token_id>/", api.TokenView.as_view()),
    path("me/proof/request/", api.ProofRequestView.as_view()),
    path("me/proof/confirm/", api.ProofView.as_view()),
    path("me/audit/", api.MyAuditView.as_view()),
    path("me/export/", api.ExportView.as_view()),
    path("demo/sign-ins/", api.DemoSignInsView.as_view()),
]
