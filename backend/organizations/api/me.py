"""The signed-in person, as the site greets them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import services as accounts
from backend.accounts.api import person_of
from backend.accounts.models import User
from backend.accounts.serializers import MeChange
from backend.organizations.selectors import me
from backend.organizations.serializers.me import MeOutput


def _render(person: User) -> Response:
    memberships = list(me.memberships_of(person))
    context = {
        "memberships": memberships,
        "home": me.home_of(person, memberships),
        "needs": me.needs_of(person, memberships),
    }
    return Response(MeOutput(person, context=context).data)


class MeView(APIView):
    @extend_schema(operation_id="get_me", tags=["accounts"], responses=MeOutput)
    def get(self, request: Request) -> Response:
        return _render(person_of(request))

    @extend_schema(operation_id="update_me", tags=["accounts"], request=MeChange, responses=MeOutput)
    def patch(self, request: Request) -> Response:
        data = MeChange(data=request.data)
        data.is_valid(raise_exception=True)
        person = person_of(request)
        return _render(accounts.update_me(actor=person, person=person, **data.validated_data))
