"""The registration endpoint of a textbook, to be measured beside ours: lock the event, count its rows, write one more.

An application of its own in our database (`uvicorn tests.performance.textbook:application`), with the same pool of connections
and nothing around it: no sign-in, no proof of the address, no audit, nothing to be told to anybody.
"""

from typing import Any, ClassVar

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from backend.config.settings.database import DATABASES

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES=DATABASES,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["rest_framework"],
        REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None},
        ROOT_URLCONF=__name__,
        SECRET_KEY="of a measurement alone",
        USE_TZ=True,
    )
    django.setup()

from django.db import connection, models, transaction
from django.urls import path
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Event(models.Model):
    objects: ClassVar[models.Manager["Event"]]
    capacity = models.IntegerField()

    class Meta:
        app_label = "textbook"

    def __str__(self) -> str:
        return f"{self.capacity} seats"


class Registration(models.Model):
    objects: ClassVar[models.Manager["Registration"]]
    event = models.ForeignKey(Event, models.CASCADE)
    email = models.EmailField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "textbook"
        constraints = [models.UniqueConstraint(fields=["event", "email"], name="textbook_once")]

    def __str__(self) -> str:
        return self.email


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    class Meta:
        model = Registration
        fields = ["id", "email", "created_at"]


class RegisterView(APIView):
    def post(self, request: Request, event_id: int) -> Response:
        sent = RegistrationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=event_id)
            held = Registration.objects.filter(event=event)
            if held.filter(email=sent.validated_data["email"]).exists():
                return Response({"code": "already"}, status=status.HTTP_409_CONFLICT)
            if held.count() >= event.capacity:
                return Response({"code": "full"}, status=status.HTTP_409_CONFLICT)
            sent.save(event=event)
        return Response(sent.data, status=status.HTTP_201_CREATED)


def create_tables() -> None:
    """In the database of the measurement."""
    with connection.schema_editor() as editor:
        for model in (Event, Registration):
            editor.create_model(model)


urlpatterns: list[Any] = [path("events/<int:event_id>/registrations/", RegisterView.as_view())]
application = get_asgi_application()
