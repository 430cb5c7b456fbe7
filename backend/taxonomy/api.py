"""The sector tree over HTTP: public, the same for everybody, and kept by browsers until the edition changes."""

import hashlib
from typing import Any

from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.taxonomy import selectors
from backend.taxonomy.serializers import (
    ResolveInput,
    ResolveOutput,
    SectorMoveOutput,
    SectorTreeOutput,
)


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    version = selectors.current_version()
    return '"' + hashlib.sha256(f"{version.code} {version.loaded_at.isoformat()}".encode()).hexdigest()[:24] + '"'


@method_decorator([cache_control(public=True, max_age=300), condition(etag_func=_etag)], name="dispatch")
class SectorTreeView(APIView):
    """The whole tree of the edition in force; small enough to be sent at once."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="get_sector_tree", responses=SectorTreeOutput)
    def get(self, request: Request) -> Response:
        version = selectors.current_version()
        body = {
            "version": version.code,
            "title_zh": version.title_zh,
            "title_en": version.title_en,
            "source_text": version.source,
            "effective_date": version.effective_date,
            "sectors": list(selectors.current_sectors()),
        }
        return Response(SectorTreeOutput(body).data)


class ResolveView(APIView):
    """What one whole sector word means, by name or alias; never a guess."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="resolve_sector_word", parameters=[ResolveInput], responses=ResolveOutput)
    def get(self, request: Request) -> Response:
        question = ResolveInput(data=request.query_params)
        question.is_valid(raise_exception=True)
        word = question.validated_data["q"]
        found = selectors.current_sectors().filter(code__in=selectors.resolve_word(word))
        return Response(ResolveOutput({"q": word, "sectors": found}).data)


class MovesView(APIView):
    """Where codes of older editions went."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="list_sector_moves", responses=SectorMoveOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(SectorMoveOutput(selectors.moves(), many=True).data)
