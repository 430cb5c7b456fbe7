"""A startup, a firm, their people of every rank, operators and an outsider; and who of them is told what."""

from dataclasses import dataclass

from backend.accounts.models import User
from backend.notifications import selectors
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory, belongs

ROLES = (MemberRole.OWNER, MemberRole.ADMIN, MemberRole.MEMBER, MemberRole.READER)
Told = dict[str, set[str]]


@dataclass(slots=True)
class Street:
    """People by the name they have in the expectations."""

    people: dict[str, User]
    startup: Organization
    firm: Organization
    operator: User

    def told(self) -> Told:
        """Kind → who is told of it now, by their inboxes."""
        names = {person.pk: name for name, person in self.people.items()}
        found: Told = {}
        for pk, name in names.items():
            for row, _ in selectors.inbox_of(User.objects.get(pk=pk)):
                found.setdefault(row.kind, set()).add(name)
        return found


def a_street() -> Street:
    startup = OrganizationFactory.create(verified=True, brand_name="青苗")
    firm = FirmFactory.create(verified=True)
    people: dict[str, User] = {"outsider": UserFactory.create(), "other operator": OperatorFactory.create()}
    operator = people["operator"] = OperatorFactory.create()
    for side, organization in (("startup", startup), ("firm", firm)):
        for role in ROLES:
            people[f"{side} {role}"] = UserFactory.create()
            belongs(people[f"{side} {role}"], organization, role)
    return Street(people, startup, firm, operator)
