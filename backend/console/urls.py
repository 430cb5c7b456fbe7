from django.urls import URLPattern, URLResolver, path

from backend.console import api

_CASE = "console/queue/<str:kind>/<uuid:case_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("console/queue/", api.QueueView.as_view()),
    path(_CASE, api.CaseView.as_view()),
    path(f"{_CASE}approve/", api.ApproveView.as_view()),
    path(f"{_CASE}reject/", api.RejectView.as_view()),
    path("console/index-health/", api.IndexHealthView.as_view()),
    path("console/index-health/retry/", api.RetryIndexView.as_view()),
    path("console/audit/", api.ConsoleAuditView.as_view()),
    path("console/audit/export/", api.AuditExportView.as_view()),
]
