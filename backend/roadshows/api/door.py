"""The door over HTTP: for a device with a link or for the host's people, and the door on the host's desk."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.listing import asked_of, holding
from backend.core.permissions import require
from backend.core.serializers import read_by_one, wire_of
from backend.roadshows.api.registrations import language_of_page
from backend.roadshows.authentication import DOOR_AUTHENTICATION, HEADER, DoorCaller
from backend.roadshows.models import CheckIn, Event
from backend.roadshows.selectors import door as selectors
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.serializers.asking import given_of
from backend.roadshows.serializers.door import (
    DoorOutput,
    RosterOutput,
    RosterParameters,
    ScansInput,
    TakeBackInput,
    TakenBackOutput,
    VerdictsOutput,
)
from backend.roadshows.serializers.door_desk import (
    CheckInListsInput,
    CheckInOutput,
    CheckInParameters,
    DeviceInput,
    DeviceLinkOutput,
    DeviceOutput,
    DoorDeskOutput,
    UndoInput,
)
from backend.roadshows.serializers.walk_ins import WalkInInput
from backend.roadshows.services import check_ins, doors, reading, walk_ins

DOOR, EVENTS = ["door"], ["events"]
_DEVICE = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="the secret of a check-in link")
_SEARCHED = ("registration__name", "registration__organization_name", "registration__code")


def keeper_of(request: Request, event_id: UUID) -> selectors.Keeper:
    """Who keeps the door: the device whose link was sent, or somebody of the host's. Raises DeviceRefused, NotFound,
    NotPermitted.
    """
    caller: Any = request.user
    if isinstance(caller, DoorCaller):
        return reading.keeper_by_secret(caller.secret, event_id)
    return selectors.member_keeper(viewer_of(request), event_id)


class DoorView(APIView):
    """Listens to a device's link as well as to a session. Nothing else does."""

    authentication_classes = DOOR_AUTHENTICATION

    @extend_schema(operation_id="door_retrieve", tags=DOOR, parameters=[_DEVICE], responses=DoorOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return Response(DoorOutput(keeper_of(request, event_id)).data)


class RosterView(DoorView):
    @extend_schema(
        operation_id="door_roster", tags=DOOR, parameters=[RosterParameters, _DEVICE], responses=RosterOutput
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        keeper, wish, now = keeper_of(request, event_id), asked_of(request, RosterParameters), clock.now()
        page = selectors.roster(keeper, since=wish["since"], after=wish["after"])
        return Response(RosterOutput(page, context={"as_of": now}).data)


class ScansView(DoorView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="door_scans_create", tags=DOOR, parameters=[_DEVICE], request=ScansInput, responses=VerdictsOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """At most 200 at once, in the order they were read. What is sent again gets the same answer."""
        sent = read_by_one(ScansInput, request.data)
        caller: Any = request.user
        scans = [check_ins.Scan(**one) for one in sent["scans"]]
        if isinstance(caller, DoorCaller):
            return _told(reading.read_by_device(caller.secret, event_id, sent["list"], scans))
        return _told(reading.read(keeper_of(request, event_id), sent["list"], scans))


class TakeBackView(DoorView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="door_scans_undo",
        tags=DOOR,
        parameters=[_DEVICE],
        request=TakeBackInput,
        responses=TakenBackOutput,
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Undo one's own slips; what is unknown or undone already is passed over."""
        sent, keeper = validated(TakeBackInput, request), keeper_of(request, event_id)
        undone = check_ins.take_back(keeper=keeper, list_id=sent["list"], nonces=sent["nonces"], now=clock.now())
        return Response(TakenBackOutput({"undone": undone}).data)


class WalkInsView(DoorView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="door_walk_ins_create",
        tags=DOOR,
        parameters=[_DEVICE],
        request=WalkInInput,
        responses=VerdictsOutput,
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Registers somebody who has no ticket, takes the money down, and lets them in: all of it or nothing."""
        sent, keeper = validated(WalkInInput, request), keeper_of(request, event_id)
        verdict = walk_ins.register_walk_in(
            keeper=keeper,
            list_id=sent.pop("list"),
            guest=walk_ins.WalkIn(**{**sent, "answers": given_of(sent)}),
            language=language_of_page(),
            now=clock.now(),
        )
        return _told(reading.told_at(keeper, [verdict]))


def _told(told: list[reading.Told]) -> Response:
    return Response(wire_of(VerdictsOutput, {"results": told}))


def _hosted(request: Request, event_id: UUID) -> Event:
    """Raises NotFound, NotPermitted."""
    event = event_by_id(viewer_of(request), event_id)
    require(viewer_of(request), "roadshows.view_registrations", event)
    return event


def _desk(event: Event) -> Response:
    shown = {"lists": selectors.counts_of(event), "devices": list(selectors.devices_of(event))}
    return Response(DoorDeskOutput(shown).data)


class DeskView(APIView):
    @extend_schema(operation_id="events_door_retrieve", tags=EVENTS, responses=DoorDeskOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return _desk(_hosted(request, event_id))


class ListsView(APIView):
    @extend_schema(
        operation_id="events_door_lists_update", tags=EVENTS, request=CheckInListsInput, responses=DoorDeskOutput
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        sent, event = validated(CheckInListsInput, request), _hosted(request, event_id)
        lines = [doors.ListLine(**line) for line in sent["lists"]]
        doors.write_lists(actor=viewer_of(request), event=event, edition=sent["edition"], lines=lines)
        return _desk(event)


class DevicesView(APIView):
    @extend_schema(
        operation_id="events_door_devices_create", tags=EVENTS, request=DeviceInput, responses={201: DeviceLinkOutput}
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        sent, event = validated(DeviceInput, request), _hosted(request, event_id)
        device, secret = doors.add_device(
            actor=viewer_of(request),
            event=event,
            name=sent["name"],
            role=sent["role"],
            list_ids=sent["lists"],
            may_register=sent["may_register"],
            now=clock.now(),
        )
        # Behind the hash, which no browser sends to a server.
        url = f"{settings.PUBLIC_URL}/checkin/{event.pk}#{secret}"
        return Response(DeviceLinkOutput({"device": device, "url": url}).data, status=status.HTTP_201_CREATED)


class RevokeView(APIView):
    @extend_schema(operation_id="events_door_devices_revoke", tags=EVENTS, request=None, responses=DeviceOutput)
    def post(self, request: Request, event_id: UUID, device_id: UUID) -> Response:
        event = _hosted(request, event_id)
        device = doors.revoke_device(actor=viewer_of(request), event=event, device_id=device_id, now=clock.now())
        return Response(DeviceOutput(device).data)


class CheckInsView(GenericAPIView[CheckIn]):
    serializer_class: type[Serializer[Any]] = CheckInOutput

    @extend_schema(
        operation_id="events_check_ins_list",
        tags=EVENTS,
        parameters=[CheckInParameters],
        responses=CheckInOutput(many=True),
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        event, wish = _hosted(request, event_id), asked_of(request, CheckInParameters)
        rows = holding(selectors.visible_check_ins(viewer_of(request), event), wish["q"], _SEARCHED)
        if wish["list"]:
            rows = rows.filter(list=wish["list"])
        if wish["conflicts"]:
            rows = rows.filter(is_conflict=True)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(CheckInOutput(page, many=True).data)


class UndoView(APIView):
    @extend_schema(operation_id="events_check_ins_undo", tags=EVENTS, request=UndoInput, responses=CheckInOutput)
    def post(self, request: Request, event_id: UUID, check_in_id: UUID) -> Response:
        viewer, sent, event = viewer_of(request), validated(UndoInput, request), _hosted(request, event_id)
        check_ins.undo(actor=viewer, event=event, check_in_id=check_in_id, now=clock.now(), **sent)
        return Response(CheckInOutput(selectors.visible_check_ins(viewer, event).get(pk=check_in_id)).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("door/<uuid:event_id>/", DoorView.as_view(), name="door"),
    path("door/<uuid:event_id>/roster/", RosterView.as_view(), name="door-roster"),
    path("door/<uuid:event_id>/scans/", ScansView.as_view(), name="door-scans"),
    path("door/<uuid:event_id>/undo/", TakeBackView.as_view(), name="door-undo"),
    path("door/<uuid:event_id>/walk-ins/", WalkInsView.as_view(), name="door-walk-ins"),
    path("events/<uuid:event_id>/door/", DeskView.as_view(), name="event-door"),
    path("events/<uuid:event_id>/door/lists/", ListsView.as_view(), name="event-door-lists"),
    path("events/<uuid:event_id>/door/devices/", DevicesView.as_view(), name="event-door-devices"),
    path(
        "events/<uuid:event_id>/door/devices/<uuid:device_id>/revoke/",
        RevokeView.as_view(),
        name="event-door-device-revoke",
    ),
    path("events/<uuid:event_id>/check-ins/", CheckInsView.as_view(), name="event-check-ins"),
    path("events/<uuid:event_id>/check-ins/<uuid:check_in_id>/undo/", UndoView.as_view(), name="event-check-in-undo"),
]
