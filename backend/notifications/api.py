"""HTTP of a person's own notifications, and of the links in mails that end them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.accounts.models import User
from backend.core import clock
from backend.core.pagination import NumberedPagination
from backend.core.parsers import JsonParser
from backend.notifications import selectors, services
from backend.notifications.enums import Channel, Digest
from backend.notifications.kinds import groups_for
from backend.notifications.models import Delivery
from backend.notifications.serializers import (
    AllMarkedOutput,
    DeliveryOutput,
    InboxParameters,
    MarkedOutput,
    MarkInput,
    NotificationOutput,
    PreferencesInput,
    PreferencesOutput,
    SubscriptionOutput,
    UnreadOutput,
)
from backend.notifications.services.preferences import QuietHours, Switch

TAGS = ["notifications"]


class InboxView(generics.GenericAPIView[Any]):
    serializer_class = NotificationOutput
    pagination_class = NumberedPagination
    queryset = Delivery.objects.none()

    @extend_schema(
        operation_id="list_my_notifications",
        tags=TAGS,
        parameters=[InboxParameters],
        responses=NotificationOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        data = InboxParameters(data=request.query_params)
        data.is_valid(raise_exception=True)
        rows: Any = selectors.inbox_of(person_of(request), **data.validated_data)
        page = self.paginate_queryset(rows) or []
        told: Any = selectors.in_words(page)
        return self.get_paginated_response(NotificationOutput(told, many=True).data)


class UnreadView(APIView):
    @extend_schema(operation_id="count_my_unread", tags=TAGS, responses=UnreadOutput)
    def get(self, request: Request) -> Response:
        return Response({"count": selectors.unread_count(person_of(request))})


class MarkView(APIView):
    @extend_schema(operation_id="mark_my_notifications", tags=TAGS, request=MarkInput, responses=MarkedOutput)
    def post(self, request: Request) -> Response:
        data = MarkInput(data=request.data)
        data.is_valid(raise_exception=True)
        ids, is_read = data.validated_data["ids"], data.validated_data["read"]
        count = services.mark_read(actor=person_of(request), ids=ids, is_read=is_read, now=clock.now())
        return Response({"count": count})


class MarkAllView(APIView):
    @extend_schema(operation_id="mark_all_my_notifications", tags=TAGS, request=None, responses=AllMarkedOutput)
    def post(self, request: Request) -> Response:
        return Response({"ids": services.mark_all_read(actor=person_of(request), now=clock.now())})


def _preferences(person: User) -> dict[str, Any]:
    habits, switches = selectors.habits_of(person), selectors.switches_of(person)
    return {
        "switches": [
            {
                "group": group.code,
                "title": group.title,
                "channels": [channel for channel in Channel if channel in group.channels],
                **switches[group.code],
            }
            for group in groups_for(person)
        ],
        "digest": habits.digest,
        "quiet_from": habits.quiet_from,
        "quiet_until": habits.quiet_until,
        "has_email": bool(selectors.address_of(person, Channel.EMAIL)),
        "has_phone": bool(selectors.address_of(person, Channel.SMS)),
    }


class PreferencesView(APIView):
    @extend_schema(operation_id="get_my_notification_preferences", tags=TAGS, responses=PreferencesOutput)
    def get(self, request: Request) -> Response:
        return Response(PreferencesOutput(_preferences(person_of(request))).data)

    @extend_schema(
        operation_id="update_my_notification_preferences",
        tags=TAGS,
        request=PreferencesInput,
        responses=PreferencesOutput,
    )
    def patch(self, request: Request) -> Response:
        person = person_of(request)
        data = PreferencesInput(data=request.data)
        data.is_valid(raise_exception=True)
        given = data.validated_data
        quiet = {"quiet_from", "quiet_until"} & given.keys()
        services.change_preferences(
            actor=person,
            switches=[Switch(one["group"], Channel(one["channel"]), one["is_on"]) for one in given.get("switches", ())],
            digest=Digest(given["digest"]) if "digest" in given else None,
            quiet=QuietHours(given.get("quiet_from"), given.get("quiet_until")) if quiet else None,
            now=clock.now(),
        )
        return Response(PreferencesOutput(_preferences(person)).data)


class DeliveriesView(generics.ListAPIView[Delivery]):
    serializer_class = DeliveryOutput
    queryset = Delivery.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return selectors.own_deliveries(person_of(self.request))

    @extend_schema(operation_id="list_my_deliveries", tags=TAGS)
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return self.list(request)


class UnsubscribeView(APIView):
    """Works by the link alone: nobody needs to sign in, and nobody's session is looked at.

    Mail programs send a form (RFC 8058); what it says is not read.
    """

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [JsonParser, FormParser, MultiPartParser]

    @extend_schema(operation_id="read_subscription", tags=TAGS, responses=SubscriptionOutput, auth=[])
    def get(self, request: Request, token: str) -> Response:
        return Response(SubscriptionOutput(services.subscription(token)).data)

    @extend_schema(operation_id="unsubscribe", tags=TAGS, request=None, responses=SubscriptionOutput, auth=[])
    def post(self, request: Request, token: str) -> Response:
        return Response(SubscriptionOutput(services.unsubscribe(token=token)).data)
