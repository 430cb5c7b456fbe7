"""`saved-searches/`: a person's own questions, and what was found for them. Of those of others: not found."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.errors import UnknownParameter
from backend.core.listing import asked_of, holding, in_order
from backend.core.ratelimit import Limit
from backend.matching.enums import Rhythm
from backend.matching.models import SavedSearch
from backend.matching.selectors import saved as selectors
from backend.matching.serializers.saved import (
    ChangeSearchInput,
    SavedQuestionSerializer,
    SavedSearchesParameters,
    SavedSearchOutput,
    SaveSearchInput,
    SearchHitOutput,
)
from backend.matching.services import saved_searches as services

TAGS = ["saved_searches"]
LIMIT = Limit("matching.saved_searches", 120, 60)


def _own(request: Request, search_id: UUID) -> SavedSearch:
    return get_object_or_404(selectors.own_searches(person_of(request)), pk=search_id)


def _shown(request: Request, saved: SavedSearch, code: int = status.HTTP_200_OK) -> Response:
    (row,) = selectors.counted(person_of(request), [saved], now=clock.now())
    return Response(SavedSearchOutput(row).data, status=code)


class SavedSearchesView(GenericAPIView[Any]):
    serializer_class = SavedSearchOutput
    queryset = SavedSearch.objects.none()
    rate_limit = LIMIT

    @extend_schema(
        operation_id="list_saved_searches",
        tags=TAGS,
        parameters=[SavedSearchesParameters],
        responses=SavedSearchOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        person, asked = person_of(request), asked_of(request, SavedSearchesParameters)
        rows = holding(selectors.own_searches(person), asked["q"], selectors.SEARCHED)
        page = self.paginate_queryset(in_order(rows, selectors.SORTS, asked["sort"])) or []
        shown = selectors.counted(person, page, now=clock.now())
        return self.get_paginated_response(SavedSearchOutput(shown, many=True).data)

    @extend_schema(operation_id="save_search", tags=TAGS, request=SaveSearchInput, responses={201: SavedSearchOutput})
    def post(self, request: Request) -> Response:
        _refuse_unknown(request.data)
        data = SaveSearchInput(data=request.data)
        data.is_valid(raise_exception=True)
        given = data.validated_data
        saved = services.save_search(
            actor=person_of(request),
            name=given["name"],
            question=given["question"],
            rhythm=Rhythm(given["rhythm"]),
            now=clock.now(),
        )
        return _shown(request, saved, status.HTTP_201_CREATED)


def _refuse_unknown(data: Any) -> None:
    """A filter nobody knows must not be saved as if it were none."""
    question = data.get("question") if isinstance(data, dict) else None
    unknown = set(question) - set(SavedQuestionSerializer().fields) if isinstance(question, dict) else set()
    if unknown:
        raise UnknownParameter(fields={f"question.{min(unknown)}": [UnknownParameter.message]})


class SavedSearchView(APIView):
    rate_limit = LIMIT

    @extend_schema(operation_id="get_saved_search", tags=TAGS, responses=SavedSearchOutput)
    def get(self, request: Request, search_id: UUID) -> Response:
        return _shown(request, _own(request, search_id))

    @extend_schema(
        operation_id="change_saved_search", tags=TAGS, request=ChangeSearchInput, responses=SavedSearchOutput
    )
    def patch(self, request: Request, search_id: UUID) -> Response:
        saved = _own(request, search_id)
        data = ChangeSearchInput(data=request.data)
        data.is_valid(raise_exception=True)
        given = data.validated_data
        rhythm = Rhythm(given["rhythm"]) if "rhythm" in given else None
        changed = services.change_search(
            actor=person_of(request), saved=saved, name=given.get("name"), rhythm=rhythm, now=clock.now()
        )
        return _shown(request, changed)

    @extend_schema(operation_id="delete_saved_search", tags=TAGS, responses={204: None})
    def delete(self, request: Request, search_id: UUID) -> Response:
        services.delete_search(actor=person_of(request), saved=_own(request, search_id), now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class RestoreSearchView(APIView):
    @extend_schema(operation_id="restore_saved_search", tags=TAGS, request=None, responses=SavedSearchOutput)
    def post(self, request: Request, search_id: UUID) -> Response:
        """For a day after its deletion."""
        person = person_of(request)
        return _shown(request, services.restore_search(actor=person, search_id=search_id, now=clock.now()))


class PauseSearchView(APIView):
    @extend_schema(operation_id="pause_saved_search", tags=TAGS, request=None, responses=SavedSearchOutput)
    def post(self, request: Request, search_id: UUID) -> Response:
        saved = _own(request, search_id)
        return _shown(request, services.pause_search(actor=person_of(request), saved=saved, now=clock.now()))


class ResumeSearchView(APIView):
    @extend_schema(operation_id="resume_saved_search", tags=TAGS, request=None, responses=SavedSearchOutput)
    def post(self, request: Request, search_id: UUID) -> Response:
        saved = _own(request, search_id)
        return _shown(request, services.resume_search(actor=person_of(request), saved=saved))


class VisitSearchView(APIView):
    @extend_schema(operation_id="visit_saved_search", tags=TAGS, request=None, responses=SavedSearchOutput)
    def post(self, request: Request, search_id: UUID) -> Response:
        """The owner has looked: what was found until now is not new any more."""
        saved = _own(request, search_id)
        return _shown(request, services.visit_search(actor=person_of(request), saved=saved, now=clock.now()))


class SearchHitsView(GenericAPIView[Any]):
    serializer_class = SearchHitOutput
    queryset = SavedSearch.objects.none()
    rate_limit = LIMIT

    @extend_schema(operation_id="list_saved_search_hits", tags=TAGS, responses=SearchHitOutput(many=True))
    def get(self, request: Request, search_id: UUID) -> Response:
        found = selectors.hits_of(person_of(request), _own(request, search_id), now=clock.now())
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(SearchHitOutput(page, many=True).data)


_ONE = "saved-searches/<uuid:search_id>/"
urlpatterns = [
    path("saved-searches/", SavedSearchesView.as_view()),
    path(_ONE, SavedSearchView.as_view()),
    path(f"{_ONE}restore/", RestoreSearchView.as_view()),
    path(f"{_ONE}pause/", PauseSearchView.as_view()),
    path(f"{_ONE}resume/", ResumeSearchView.as_view()),
    path(f"{_ONE}visit/", VisitSearchView.as_view()),
    path(f"{_ONE}hits/", SearchHitsView.as_view()),
]
