"""The product as people meet it: over HTTP, behind a real server, signed in or not."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings

from backend.accounts.models import User
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.bench.measuring import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organizations import FirmFactory, MembershipFactory
from tests.support.clients import client_of
from tests.support.live_server import serving

# A person may search 180 times a minute; so many share the questions of a run.
INVESTORS = 10


@contextmanager
def served() -> Iterator[int]:
    """The port the product answers on. The address of a caller is what its proxy says."""
    before, settings.TRUSTED_PROXIES = settings.TRUSTED_PROXIES, 1
    try:
        with serving() as port:
            yield port
    finally:
        settings.TRUSTED_PROXIES = before


@contextmanager
def browsers(port: int, people: list[User | None]) -> Iterator[list[Browser]]:
    """One for each person; None is a visitor."""
    with ExitStack() as held:
        found = [Browser(port, _cookie(person)) for person in people]
        for browser in found:
            held.callback(browser.close)
        yield found


def verified_investors(count: int = INVESTORS) -> list[User]:
    """Members of one verified firm."""
    firm = FirmFactory.create(verified=True)
    return [member_of(firm) for _ in range(count)]


def member_of(organization: Organization) -> User:
    person: User = UserFactory.create()
    MembershipFactory.create(organization=organization, person=person, role=MemberRole.MEMBER)
    return person


def _cookie(person: User | None) -> str:
    if person is None:
        return ""
    held = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
    return f"{settings.SESSION_COOKIE_NAME}={held.value}"
