"""People."""

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from factory.declarations import PostGeneration, Sequence
from factory.django import DjangoModelFactory

from backend.accounts.models import User

PASSWORD = "correct-horse-battery"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _confirm(person: User, create: bool, wanted: bool | None, **kwargs: object) -> None:
    if create and wanted is not False and person.email:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _give_second_factor(person: User, create: bool, wanted: bool | None, **kwargs: object) -> None:
    if create and wanted is not False:
        TOTP.activate(person, TOTP_SECRET)
        RecoveryCodes.activate(person)


class UserFactory(DjangoModelFactory[User]):
    """A person with a confirmed e-mail address. Nobody can sign in by its password; see `set_password`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.com")
    display_name = Sequence(lambda n: f"人员{n}")
    # Hashing is slow on purpose; most tests never sign in by password.
    password = "!"
    confirmed = PostGeneration(_confirm)


class OperatorFactory(UserFactory):
    """Runs the street: operator, second factor and recovery codes set up."""

    is_operator = True
    second_factor = PostGeneration(_give_second_factor)
