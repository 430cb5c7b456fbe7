"""Where gateways tell what happened. The signature is the only credential."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from backend.core.api import answer_refusal
from backend.core.errors import DomainError
from backend.payments.errors import BadWebhook
from backend.payments.services import notices

MAX_BODY = 512 * 1024


@csrf_exempt
@require_POST
def receive_stripe(request: HttpRequest) -> HttpResponse:
    """Verify and keep; a job does the rest. Bytes are read as they came, for the signature is over them."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
            raise BadWebhook
        notices.receive(body=request.body, signature=request.headers.get("Stripe-Signature", "")[:1000])
    except (DomainError, ValueError) as error:
        return answer_refusal(error if isinstance(error, DomainError) else BadWebhook())
    return JsonResponse({"received": True})


urlpatterns: list[URLPattern | URLResolver] = [
    path("payments/webhooks/stripe/", receive_stripe, name="stripe-webhook"),
]
